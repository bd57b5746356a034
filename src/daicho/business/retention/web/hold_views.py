"""廃棄の保留: what is kept back, a new one, its end."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from daicho.business.retention.commands.holds import (
    HoldWish,
    end_hold,
    files_to_hold,
    set_hold,
)
from daicho.business.retention.selectors.holds import list_holds
from daicho.business.retention.web.drawing import tabs
from daicho.foundation.staff.public import StaffRequest, screen
from daicho.foundation.ui.posted import key_of, number_of
from daicho.kernel.errors import Invalid, Problem
from daicho.kernel.wareki import parse_date


@require_http_methods(["GET", "POST"])
@screen("retention.hold")
def holds(request: StaffRequest) -> HttpResponse:
    """The holds; POST sets another."""
    if request.method == "GET":
        return _draw(request, problems=())
    posted = request.POST
    try:
        set_hold(
            request.access,
            hold=key_of(posted.get("key", "")) or uuid4(),
            wish=HoldWish(
                file=posted.get("file", ""),
                number=posted.get("number", ""),
                atena_number=posted.get("atena_number", ""),
                reason=posted.get("reason", ""),
                review_on=_day(posted.get("review_on", "")),
            ),
        )
    except Invalid as error:
        return _draw(request, problems=error.problems, status=422)
    messages.success(request, "保留にしました。解くまで、廃棄されません。")
    return redirect("retention_holds")


@require_POST
@screen("retention.hold")
def end(request: StaffRequest, hold: UUID) -> HttpResponse:
    """End one, with the reason."""
    try:
        end_hold(request.access, hold=hold, reason=request.POST.get("end_reason", ""))
    except Invalid as error:
        return _draw(request, problems=error.problems, status=422)
    messages.success(request, "保留を解きました。")
    return redirect("retention_holds")


def _draw(request: StaffRequest, *, problems: Iterable[Problem], status: int = 200) -> HttpResponse:
    page, lines = list_holds(request.access, page=number_of(request.GET, "page", otherwise=1))
    context = {
        "page": page,
        "lines": lines,
        "files": [("", "すべての文書"), *files_to_hold()],
        "key": request.POST.get("key", "") or uuid4(),
        "typed": request.POST if request.method == "POST" else {},
        "problems": tuple(problems),
        "tabs": tabs(request.access, "retention_holds"),
    }
    return render(request, "retention/holds.html", context, status=status)


def _day(text: str) -> date | None:
    return parse_date(text, field="review_on") if text.strip() else None
