"""Inspection (点検): updates by month and reason, and how the CS was used, by office and by day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from daicho.foundation.staff.public import StaffRequest, screen
from daicho.kernel.clock import business_today
from daicho.kernel.errors import Invalid, Problem
from daicho.kernel.wareki import format_wareki_short, parse_date
from daicho.nodes.municipal_cs.selectors.counts import Use, count_updates, count_use

SPANS = (("今日", 0), ("1週間", 6), ("31日間", 30))


@require_GET
@screen("updates.count")
def updates(request: StaffRequest) -> HttpResponse:
    """更新件数 of a month."""
    month = _month(request.GET.get("month", ""))
    context = {
        "counted": count_updates(request.access, month=month),
        "before": f"{month.replace(day=1) - timedelta(days=1):%Y-%m}",
        "after": f"{month.replace(day=1) + timedelta(days=32):%Y-%m}",
        "is_last": month >= business_today().replace(day=1),
    }
    return render(request, "municipal_cs/updates.html", context)


@require_GET
@screen("inspection.use")
def use(request: StaffRequest) -> HttpResponse:
    """利用状況 of some days: one day, a week, or any span up to three months."""
    today = business_today()
    found: Use | None = None
    problems: Iterable[Problem] = ()
    since = request.GET.get("since", "") or format_wareki_short(today - timedelta(days=6))
    until = request.GET.get("until", "") or format_wareki_short(today)
    try:
        found = count_use(
            request.access,
            since=parse_date(since, field="since"),
            until=parse_date(until, field="until"),
        )
    except Invalid as error:
        problems = error.problems
    context = {
        "found": found,
        "since": since,
        "until": until,
        "spans": [(title, format_wareki_short(today - timedelta(days=n))) for title, n in SPANS],
        "today": format_wareki_short(today),
        "problems": tuple(problems),
    }
    return render(request, "municipal_cs/use.html", context, status=422 if problems else 200)


def _month(text: str) -> date:
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError:
        return business_today().replace(day=1)
