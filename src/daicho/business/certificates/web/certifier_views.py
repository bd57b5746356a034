"""認証者: in whose name certificates go out, by date."""

from __future__ import annotations

from datetime import date, timedelta

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from daicho.business.certificates.commands.set_certifier import set_certifier
from daicho.business.certificates.models import Certifier
from daicho.foundation.staff.public import StaffRequest, screen
from daicho.kernel.errors import Invalid, Problem
from daicho.kernel.wareki import parse_date


@require_http_methods(["GET", "POST"])
@screen("code_tables")
def certifiers(request: StaffRequest) -> HttpResponse:
    """The certifiers, newest first; POST adds one."""
    problems: tuple[Problem, ...] = ()
    if request.method == "POST":
        try:
            set_certifier(
                request.access,
                valid_from=parse_date(request.POST.get("valid_from", ""), field="valid_from"),
                title=request.POST.get("title", ""),
                name=request.POST.get("name", ""),
                acting=bool(request.POST.get("acting")),
                valid_until=_until(request.POST.get("last_on", "")),
            )
        except Invalid as error:
            problems = error.problems
        else:
            messages.success(request, "認証者を登録しました。")
            return redirect("certificates_certifier")
    context = {
        "rows": Certifier.objects.order_by("-valid_from", "-id")[:50],
        "problems": problems,
        "typed": request.POST,
    }
    return render(request, "certificates/certifiers.html", context, status=422 if problems else 200)


def _until(text: str) -> date | None:
    """The day after the last day as typed; None when there is none."""
    return parse_date(text, field="last_on") + timedelta(days=1) if text.strip() else None
