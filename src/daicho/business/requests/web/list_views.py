"""受付一覧 and 発送簿: the day's requests, and what was sent."""

from __future__ import annotations

from datetime import date

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from daicho.business.requests.domain.states import Channel, State
from daicho.business.requests.selectors.day import (
    UNDER_WAY,
    Wanted,
    list_dispatches,
    list_requests,
)
from daicho.foundation.staff.public import StaffRequest, may, screen
from daicho.foundation.ui.posted import number_of
from daicho.kernel.clock import business_today
from daicho.kernel.errors import Invalid, Problem
from daicho.kernel.wareki import format_wareki_short, parse_date

STATES = ("", UNDER_WAY, *(s.value for s in State))


@require_GET
@screen("requests.list")
def request_list(request: StaffRequest) -> HttpResponse:
    """The requests of a day (today when none is named; every day when it is emptied), by state and words."""
    problems: list[Problem] = []
    asked = request.GET
    day = _day(asked.get("day"), problems)
    state = asked.get("state", "")
    wanted = Wanted(
        day=day,
        channel=asked.get("channel", ""),
        state=state if state in STATES else "",
        words=asked.get("words", ""),
    )
    found = list_requests(request.access, wanted=wanted, page=number_of(asked, "page", otherwise=1))
    day_text = format_wareki_short(day) if day else ""
    kept = f"day={day_text}&channel={wanted.channel}"
    counts = dict(found.counts)
    tabs = [
        {"title": "すべて", "url": f"?{kept}", "active": not wanted.state},
        {"title": "処理中", "url": f"?{kept}&state={UNDER_WAY}", "active": state == UNDER_WAY},
        *(
            {
                "title": f"{s.label} {counts[s]}",
                "url": f"?{kept}&state={s.value}",
                "active": state == s.value,
            }
            for s in State
            if s in counts
        ),
    ]
    context = {
        "page": found.page,
        "lines": found.lines,
        "tabs": tabs,
        "wanted": wanted,
        "day": day_text,
        "problems": tuple(problems),
        "channels": [("", "すべて"), *((c.value, c.label) for c in Channel)],
        "may_receive": may(request.access, "requests.receive"),
    }
    return render(request, "requests/list.html", context)


@require_GET
@screen("requests.list")
def dispatches(request: StaffRequest) -> HttpResponse:
    """発送簿; `?print=1` gives all of it for paper."""
    problems: list[Problem] = []
    asked = request.GET
    since = _day(asked.get("since"), problems) or business_today()
    until = _day(asked.get("until"), problems) or since
    whole = bool(asked.get("print"))
    found = list_dispatches(
        request.access,
        since=since,
        until=until,
        page=number_of(asked, "page", otherwise=1),
        whole=whole,
    )
    context = {
        "page": found.page,
        "lines": found.lines,
        "since": format_wareki_short(since),
        "until": format_wareki_short(until),
        "since_on": since,
        "until_on": until,
        "problems": tuple(problems),
        "change_yen": sum(line.change_yen for line in found.lines),
    }
    template = "requests/dispatches_printed.html" if whole else "requests/dispatches.html"
    return render(request, template, context)


def _day(text: str | None, problems: list[Problem]) -> date | None:
    if text is None:
        return business_today()
    if not text.strip():
        return None
    try:
        return parse_date(text, field="day")
    except Invalid as error:
        problems += error.problems
        return business_today()
