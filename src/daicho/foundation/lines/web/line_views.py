"""Screens of lines: each peer's state with the certificates' ends, switching by hand, and who was turned away."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from daicho.foundation.lines.commands.switch_line import switch_line
from daicho.foundation.lines.domain.door import Reason
from daicho.foundation.lines.domain.parties import Party
from daicho.foundation.lines.errors import line_missing
from daicho.foundation.lines.selectors.attempts import list_attempts
from daicho.foundation.lines.selectors.line_states import view_lines
from daicho.foundation.lines.selectors.messages import party_label
from daicho.foundation.lines.web.tabs import tabs_of
from daicho.foundation.staff.public import StaffRequest, screen
from daicho.foundation.ui.posted import number_of
from daicho.kernel.errors import Invalid, Problem
from daicho.kernel.wareki import parse_date


@require_GET
@screen("lines.state")
def line_list(request: StaffRequest) -> HttpResponse:
    """All lines."""
    shown = {
        "view": view_lines(request.access),
        "tabs": tabs_of(request.access, active="lines_lines"),
    }
    return render(request, "lines/lines.html", shown)


@require_POST
@screen("lines.switch")
def switch(request: StaffRequest) -> HttpResponse:
    """Make a line manual, or automatic again."""
    asked, manual = request.POST.get("party", ""), request.POST.get("to") == "manual"
    try:
        party = Party.parse(asked)
    except ValueError:
        raise line_missing(asked[:60]) from None
    switch_line(request.access, party, manual)
    words = "手動にしました。電文は送信を押すまで待ちます。" if manual else "自動に戻しました。"
    messages.success(request, f"{party.label}への回線を{words}")
    return redirect("lines_lines")


@require_GET
@screen("lines.door")
def door(request: StaffRequest) -> HttpResponse:
    """Who was turned away."""
    asked = request.GET.get("day", "").strip()
    problems: tuple[Problem, ...] = ()
    day: date | None = None
    if asked:
        try:
            day = parse_date(asked, field="day")
        except Invalid as error:
            problems = error.problems
    unregistered = request.GET.get("only") == "unregistered"
    page = list_attempts(
        request.access,
        day=day,
        unregistered=unregistered,
        page=number_of(request.GET, "page", otherwise=1),
    )
    rows = [(row, Reason(row.reason).label, _claimed(row.claimed)) for row in page]
    shown = {
        "page": page,
        "rows": rows,
        "day": asked,
        "unregistered": unregistered,
        "choices": [("", "すべて"), ("unregistered", "未登録の機器だけ")],
        "problems": problems,
        "tabs": tabs_of(request.access, active="lines_door"),
    }
    return render(request, "lines/door.html", shown)


def _claimed(text: str) -> str:
    return party_label(text) if text else ""
