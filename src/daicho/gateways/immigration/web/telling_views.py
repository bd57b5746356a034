"""市町村通知の送付: where each stands; one that came back is put right and sent again, or closed."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from daicho.foundation.staff.public import StaffRequest, may, screen
from daicho.foundation.ui.posted import number_of
from daicho.gateways.immigration.commands.tell_again import close_notice, tell_again
from daicho.gateways.immigration.domain.states import State
from daicho.gateways.immigration.selectors.tellings import list_tellings, view_telling
from daicho.kernel.errors import Invalid, Problem


@require_GET
@screen("immigration.tellings")
def telling_list(request: StaffRequest) -> HttpResponse:
    """Those of a state, or all."""
    state = request.GET.get("state", "")
    found = list_tellings(
        request.access, state=state, page=number_of(request.GET, "page", otherwise=1)
    )
    tabs = [
        {"title": "すべて", "url": "?", "active": state not in set(State)},
        *(
            {
                "title": f"{s.label} {found.counts[s]}",
                "url": f"?state={s.value}",
                "active": state == s.value,
            }
            for s in State
        ),
    ]
    context = {
        "found": found,
        "page": found.page,
        "lines": found.lines,
        "tabs": tabs,
        "may_tell": may(request.access, "immigration.tell"),
    }
    return render(request, "immigration/tellings.html", context)


@require_GET
@screen("immigration.tellings")
def one(request: StaffRequest, message: UUID) -> HttpResponse:
    """One 市町村通知."""
    return _draw(request, message)


@require_POST
@screen("immigration.tell")
def again(request: StaffRequest, message: UUID) -> HttpResponse:
    """Put right, and sent again."""
    try:
        tell_again(request.access, message=message, typed=request.POST.dict())
    except Invalid as error:
        return _draw(request, message, problems=error.problems)
    messages.success(request, "訂正した内容で、送り直す用意をしました。")
    return redirect("immigration_telling", message=message)


@require_POST
@screen("immigration.tell")
def close(request: StaffRequest, message: UUID) -> HttpResponse:
    """Not sent any more."""
    try:
        close_notice(request.access, message=message, reason=request.POST.get("reason", ""))
    except Invalid as error:
        return _draw(request, message, problems=error.problems)
    messages.success(request, "送らないことを記録しました。")
    return redirect("immigration_telling", message=message)


def _draw(
    request: StaffRequest, message: UUID, *, problems: Sequence[Problem] = ()
) -> HttpResponse:
    view = view_telling(request.access, message=message)
    context = {
        "view": view,
        "line": view.line,
        "problems": tuple(problems),
        "may_tell": may(request.access, "immigration.tell"),
    }
    return render(request, "immigration/telling.html", context, status=422 if problems else 200)
