"""The lists (確認用の一覧): one index, one screen and one printed page for all of them."""

from __future__ import annotations

from datetime import date
from itertools import groupby

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from daicho.business.movements.selectors.lists import LISTS, ListView, Section, open_list
from daicho.foundation.staff.public import StaffRequest, screen
from daicho.foundation.ui.posted import number_of
from daicho.kernel.errors import Invalid, Problem
from daicho.kernel.wareki import format_wareki_short, parse_date
from daicho.registers.protection.public import may_view


@require_GET
@screen("movements.lists")
def index(request: StaffRequest) -> HttpResponse:
    """Which lists there are; nobody's data are shown."""
    ordered = sorted(LISTS.values(), key=lambda s: list(Section).index(s.section))
    groups = [(s.value, list(g)) for s, g in groupby(ordered, key=lambda spec: spec.section)]
    context = {"groups": groups, "may_protect": may_view(request.access)}
    return render(request, "movements/lists.html", context)


@require_GET
@screen("movements.lists")
def one(request: StaffRequest, code: str) -> HttpResponse:
    """One list as of a day; `?print=1` gives all of it for paper."""
    problems: list[Problem] = []
    whole = bool(request.GET.get("print"))
    as_of, since = (_day(request, name, problems) for name in ("as_of", "since"))
    days = number_of(request.GET, "days", otherwise=-1)
    try:
        view = open_list(
            request.access,
            code=code,
            as_of=as_of,
            since=since,
            days=None if days < 0 else days,
            page=number_of(request.GET, "page", otherwise=1),
            whole=whole,
        )
    except Invalid as error:
        problems += error.problems
        view = open_list(request.access, code=code, as_of=as_of)
    template = "movements/list_printed.html" if whole else "movements/list_of.html"
    return render(request, template, _context(request, view, problems))


def _context(request: StaffRequest, view: ListView, problems: list[Problem]) -> dict[str, object]:
    printed = request.GET.copy()
    printed["print"] = "1"
    return {
        "view": view,
        "rows": [(each.line, each.marks) for each in view.shown],
        "problems": problems,
        "as_of": format_wareki_short(view.asked.as_of),
        "since": format_wareki_short(view.asked.since),
        "print_query": printed.urlencode(),
    }


def _day(request: StaffRequest, name: str, problems: list[Problem]) -> date | None:
    text = request.GET.get(name, "").strip()
    if not text:
        return None
    try:
        return parse_date(text, field=name)
    except Invalid as error:
        problems += error.problems
        return None
