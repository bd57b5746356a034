"""The board of cases (受付簿・仮登録一覧), several approvals at once, and the book of a day."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_POST

from daicho.business.movements.commands.approve_many import approve_many
from daicho.business.movements.domain.kinds import KINDS
from daicho.business.movements.domain.notification import Channel
from daicho.business.movements.domain.reception import Occasion
from daicho.business.movements.domain.states import State
from daicho.business.movements.selectors.board import (
    Board,
    Wish,
    list_cases,
    numbers_of,
    view_daybook,
)
from daicho.foundation.staff.public import StaffRequest, may, screen
from daicho.foundation.ui.posted import key_of, number_of
from daicho.kernel.clock import business_today
from daicho.kernel.errors import Invalid, Problem
from daicho.kernel.wareki import format_wareki_short, parse_date

KEPT = ("office", "kind", "charge", "channel", "occasion", "who", "received_on", "overdue", "own")


@require_GET
@screen("movements.list")
def board(request: StaffRequest) -> HttpResponse:
    """The cases that are not closed, or those in one state, narrowed as the desk wishes."""
    return _draw(request, request.GET)


@require_POST
@screen("movements.approve")
def approve_chosen(request: StaffRequest) -> HttpResponse:
    """Approve what was chosen, or all that the page showed; what failed is listed with its reason."""
    everything = request.POST.get("act") == "all"
    wanted = request.POST.getlist("shown" if everything else "chosen")
    try:
        decisions = approve_many(request.access, cases=_cases(wanted))
    except Invalid as error:
        return _draw(request, request.POST, problems=error.problems, status=422)
    numbers = numbers_of(d.case for d in decisions)
    approved = [(d.case, numbers.get(d.case, "")) for d in decisions if d.approved]
    failed = [(d.case, numbers.get(d.case, ""), d.reason) for d in decisions if d.reason]
    messages.info(
        request,
        f"{len(approved)}件を決裁しました。決裁できなかったものは{len(failed)}件です。",
    )
    context = {"approved": approved, "failed": failed}
    return render(request, "movements/decided.html", context)


@require_GET
@screen("movements.list")
def daybook(request: StaffRequest) -> HttpResponse:
    """受付簿 of a day, to be printed."""
    day = _day(request.GET.get("day", ""), "day") or business_today()
    book = view_daybook(request.access, day=day, office=request.GET.get("office", "").strip())
    return render(request, "movements/daybook.html", {"book": book})


def _draw(
    request: StaffRequest,
    query: QueryDict,
    *,
    problems: tuple[Problem, ...] = (),
    status: int = 200,
) -> HttpResponse:
    wish, wrong = _wish(query)
    found = list_cases(request.access, page=number_of(query, "page", otherwise=1), wish=wish)
    context = {
        "board": found,
        "page": found.page,
        "lines": found.lines,
        "tabs": _tabs(found, query),
        "problems": (*problems, *wrong),
        "kept": [(name, query.get(name, "")) for name in (*KEPT, "state") if query.get(name)],
        "received_on": query.get("received_on", ""),
        "day": query.get("received_on", "") or format_wareki_short(business_today()),
        "offices": [("", "すべて"), *((o, o) for o in found.offices if o)],
        "kinds": [("", "すべて"), *((k.code, k.title) for k in KINDS.values())],
        "charges": [("", "すべて"), *found.charges],
        "channels": [("", "すべて"), *((c.value, c.label) for c in Channel)],
        "occasions": [("", "すべて"), *((o.value, o.label) for o in Occasion)],
        "narrowed": any(query.get(name) for name in KEPT),
        "limit": settings.MOVEMENTS_APPROVED_AT_ONCE,
        "may_draft": may(request.access, "movements.draft"),
    }
    return render(request, "movements/list.html", context, status=status)


def _tabs(found: Board, query: QueryDict) -> list[dict[str, object]]:
    """One tab for each state with its count; what narrows the list is kept."""

    def url(state: str) -> str:
        kept = QueryDict(mutable=True)
        kept.update({name: query.get(name, "") for name in KEPT if query.get(name)})
        if state:
            kept["state"] = state
        return f"?{kept.urlencode()}"

    known = found.wish.state in set(State)
    return [
        {"title": "処理中すべて", "url": url(""), "active": not known},
        *(
            {
                "title": f"{s.label} {found.counts[s.value]}",
                "url": url(s.value),
                "active": found.wish.state == s.value,
            }
            for s in State
        ),
    ]


def _wish(query: QueryDict) -> tuple[Wish, tuple[Problem, ...]]:
    problems: tuple[Problem, ...] = ()
    received: date | None = None
    try:
        received = _day(query.get("received_on", ""), "received_on")
    except Invalid as error:
        problems = error.problems
    charge = key_of(query.get("charge", ""))
    return Wish(
        state=query.get("state", ""),
        office=query.get("office", ""),
        kind=query.get("kind", ""),
        charge=str(charge) if charge else "",
        channel=query.get("channel", ""),
        occasion=query.get("occasion", ""),
        who=query.get("who", "").strip(),
        received_on=received,
        overdue=bool(query.get("overdue")),
        own=bool(query.get("own")),
    ), problems


def _day(text: str, field: str) -> date | None:
    return parse_date(text, field=field) if text.strip() else None


def _cases(texts: list[str]) -> list[tuple[UUID, int]]:
    """`key:edition` as the page sent them; what is neither is left out."""
    found = []
    for text in texts:
        key, _, edition = text.partition(":")
        case = key_of(key)
        if case is not None and edition.isascii() and edition.isdecimal():
            found.append((case, min(int(edition), 10**9)))
    return found
