"""Screens of messages: the list with what went wrong first, one message with its evidence, sending and stopping."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from daicho.foundation.lines.commands.make_anew import make_anew
from daicho.foundation.lines.commands.pass_over import pass_over
from daicho.foundation.lines.commands.resend import resend
from daicho.foundation.lines.commands.stop import stop
from daicho.foundation.lines.domain.states import State
from daicho.foundation.lines.selectors.messages import (
    EVERY,
    Wish,
    count_states,
    known_kinds,
    known_parties,
    list_messages,
)
from daicho.foundation.lines.selectors.one_message import view_message
from daicho.foundation.lines.settings import lines
from daicho.foundation.lines.web.tabs import tabs_of
from daicho.foundation.staff.public import StaffRequest, screen
from daicho.foundation.ui.posted import number_of
from daicho.kernel.clock import business_today
from daicho.kernel.errors import Invalid, Problem
from daicho.kernel.uncertain_dates import EXACT_ANY, read_legal_date

_WAYS = (("", "すべて"), ("sent", "送信"), ("received", "受信"))


@require_GET
@screen("lines.view")
def message_list(request: StaffRequest) -> HttpResponse:
    """Messages of both ways."""
    wish, problems = _wish(request)
    whole = request.GET.get("whole") == "1" and not problems
    try:
        rows, page = list_messages(
            request.access,
            wish=wish,
            page=number_of(request.GET, "page", otherwise=1),
            whole=whole,
        )
    except Invalid as error:
        problems, whole = error.problems, False
        rows, page = list_messages(request.access, wish=wish, page=1)
    asked = request.GET.copy()
    asked["whole"] = "1"
    shown = {
        "problems": problems,
        "whole": whole,
        "whole_url": f"?{asked.urlencode()}",
        "rows": rows,
        "page": page,
        "wish": wish,
        "since": request.GET.get("since", ""),
        "until": request.GET.get("until", ""),
        "counts": count_states(request.access),
        "ways": _WAYS,
        "states": [("", "すべて"), *((s.value, s.label) for s in State)],
        "kinds": [("", "結果のほかすべて"), (EVERY, "すべて"), *known_kinds()],
        "parties": [("", "すべて"), *known_parties()],
        "is_set_up": lines() is not None,
        "tabs": tabs_of(request.access, active="lines_messages"),
    }
    return render(request, "lines/messages.html", shown, status=422 if problems else 200)


@require_GET
@screen("lines.view")
def one(request: StaffRequest, message: UUID) -> HttpResponse:
    """One message."""
    view = view_message(request.access, message=message)
    return render(request, "lines/message.html", {"view": view})


@require_POST
@screen("lines.act")
def send(request: StaffRequest, message: UUID) -> HttpResponse:
    """Send a message now, by hand."""
    resend(request.access, message)
    messages.success(request, "送信を始めます。結果は、この画面で確かめてください。")
    return redirect("lines_message", message=message)


@require_POST
@screen("lines.act")
def stop_one(request: StaffRequest, message: UUID) -> HttpResponse:
    """Stop a message that waits."""
    stop(request.access, message)
    messages.success(request, "電文を中止しました。")
    return redirect("lines_message", message=message)


@require_POST
@screen("lines.act")
def anew(request: StaffRequest, message: UUID) -> HttpResponse:
    """Make a refused or stopped message anew."""
    made = make_anew(request.access, message)
    messages.success(
        request, "今の記録から電文を作り直しました。結果は、この画面で確かめてください。"
    )
    return redirect("lines_message", message=made)


@require_POST
@screen("lines.act")
def pass_missing(request: StaffRequest, message: UUID) -> HttpResponse:
    """Handle a message that came too early without those before it."""
    pass_over(request.access, message)
    messages.success(
        request,
        "欠けた電文を待たずに処理しました。整合性確認で、食い違いがないかを確かめてください。",
    )
    return redirect("lines_message", message=message)


def _wish(request: StaffRequest) -> tuple[Wish, Sequence[Problem]]:
    """What is asked for, and the days that cannot be read, which narrow nothing; a choice that there is not is none."""
    given = request.GET
    since, wrong_since = _day(request, "since")
    until, wrong_until = _day(request, "until")
    way, state = given.get("way", ""), given.get("state", "")
    wish = Wish(
        way=way if way in ("sent", "received") else "",
        state=state if state in set(State) else "",
        kind=given.get("kind", "")[:60],
        party=given.get("party", "")[:60],
        matter=given.get("matter", "")[:80],
        since=since,
        until=until,
    )
    return wish, (*wrong_since, *wrong_until)


def _day(request: StaffRequest, name: str) -> tuple[date | None, Sequence[Problem]]:
    """A day as typed."""
    text = request.GET.get(name, "").strip()
    if not text:
        return None, ()
    try:
        day = read_legal_date(text, field=name, rule=EXACT_ANY, today=business_today())
    except Invalid as error:
        return None, error.problems
    return day.exact, ()
