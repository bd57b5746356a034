"""交付履歴: found by day, number, kind, place, terminal, staff, recipient, item, or of one person."""

from __future__ import annotations

from datetime import date

from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_GET

from daicho.business.certificates.domain.composition import Item
from daicho.business.certificates.domain.papers import PAPERS
from daicho.business.certificates.selectors.history import Conditions, search_history
from daicho.foundation.staff.public import StaffRequest, may, screen
from daicho.foundation.ui.posted import key_of, number_of
from daicho.kernel.clock import business_today
from daicho.kernel.errors import Invalid, Problem
from daicho.kernel.wareki import format_wareki_short, parse_date

SPOILED = {"yes": True, "no": False}
TEXTS = ("number", "kind", "office", "terminal", "staff", "name", "item")


@require_GET
@screen("certificates.history")
def history(request: StaffRequest) -> HttpResponse:
    """交付履歴: today's when nothing is asked for."""
    typed = request.GET
    wanted, problems = _read(typed)
    found = search_history(
        request.access, wanted=wanted, page=number_of(typed, "page", otherwise=1)
    )
    context = {
        "found": found,
        "problems": problems,
        "typed": typed,
        "since": format_wareki_short(wanted.since) if wanted.since else "",
        "until": format_wareki_short(wanted.until) if wanted.until else "",
        "record": typed.get("record", ""),
        "papers": [("", "すべて"), *PAPERS.items()],
        "items": [("", "すべて"), *((i.value, i.label) for i in Item)],
        "spoiled": [("", "すべて"), ("no", "書損じを除く"), ("yes", "書損じだけ")],
        "may_reissue": may(request.access, "certificates.notices"),
    }
    return render(request, "certificates/history.html", context)


def _read(typed: QueryDict) -> tuple[Conditions, tuple[Problem, ...]]:
    problems: list[Problem] = []
    # One day is asked for as `day`; a stretch as `since` and `until`.
    since = _day(typed, "since", problems) or _day(typed, "day", problems)
    until = _day(typed, "until", problems) or _day(typed, "day", [])
    texts = {name: typed.get(name, "").strip() for name in TEXTS}
    record = key_of(typed.get("record", ""))
    pages = number_of(typed, "pages", otherwise=0) or None
    asked = since or until or record or pages or any(texts.values()) or typed.get("spoiled")
    if not asked:
        since = until = business_today()
    wanted = Conditions(
        since=since,
        until=until,
        pages=pages,
        spoiled=SPOILED.get(typed.get("spoiled", "")),
        record=record,
        **texts,  # type: ignore[arg-type]  # texts by the names of TEXTS
    )
    return wanted, tuple(problems)


def _day(typed: QueryDict, name: str, problems: list[Problem]) -> date | None:
    text = typed.get(name, "").strip()
    if not text:
        return None
    try:
        return parse_date(text, field=name)
    except Invalid as error:
        problems.extend(error.problems)
        return None
