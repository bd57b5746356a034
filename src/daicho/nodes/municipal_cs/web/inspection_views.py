"""Inspection (点検): updates by month and reason, and how the CS was used, by office and by day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from daicho.foundation.staff.public import StaffRequest, may, screen
from daicho.foundation.ui.posted import number_of
from daicho.kernel.clock import business_today
from daicho.kernel.errors import Invalid, Missing, Problem
from daicho.kernel.wareki import format_wareki_short, parse_date
from daicho.nodes.municipal_cs.commands.sign_inspection import sign_inspection
from daicho.nodes.municipal_cs.selectors.counts import Use, count_updates, count_use
from daicho.nodes.municipal_cs.selectors.hours import hours_words
from daicho.nodes.municipal_cs.selectors.inspections import (
    inspect,
    list_days,
    overdue,
    signed_week,
)

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
        "hours": hours_words(),
        "problems": tuple(problems),
    }
    return render(request, "municipal_cs/use.html", context, status=422 if problems else 200)


@require_GET
@screen("inspection.log")
def inspections(request: StaffRequest) -> HttpResponse:
    """Five weeks, day by day: which were inspected, which are overdue."""
    today = business_today()
    until = today + timedelta(days=7 - today.isoweekday())
    before = number_of(request.GET, "before", otherwise=0)
    days = list_days(until=until - timedelta(weeks=5 * before))
    weeks = [days[at : at + 7] for at in range(0, 35, 7)]
    context = {
        "weeks": [(week[-1].day, week[0].day, week, signed_week(week[-1].day)) for week in weeks],
        "today": today,
        "before": before + 1,
        "after": before - 1,
        "overdue": overdue(),
    }
    return render(request, "municipal_cs/inspections.html", context)


@require_GET
@screen("inspection.log")
def one(request: StaffRequest, since: str, until: str) -> HttpResponse:
    """One day or one week."""
    return _one(request, since, until, problems=())


@require_POST
@screen("inspection.sign")
def sign(request: StaffRequest, since: str, until: str) -> HttpResponse:
    """Sign it."""
    try:
        sign_inspection(
            request.access,
            since=_day(since),
            until=_day(until),
            clear=request.POST.get("result", "") == "clear",
            words=request.POST.get("words", ""),
        )
    except Invalid as error:
        return _one(request, since, until, problems=error.problems, status=422)
    messages.success(request, "点検を記録しました。")
    return redirect("cs_inspections")


def _one(
    request: StaffRequest,
    since: str,
    until: str,
    *,
    problems: Iterable[Problem],
    status: int = 200,
) -> HttpResponse:
    context = {
        "span": inspect(request.access, since=_day(since), until=_day(until)),
        "words": request.POST.get("words", ""),
        "problems": tuple(problems),
        "may_sign": may(request.access, "inspection.sign"),
        "mass": settings.INSPECTION_MASS,
        "hours": hours_words(),
        "results": (("clear", "異状なし"), ("found", "指摘あり")),
        "result": request.POST.get("result", "clear"),
    }
    return render(request, "municipal_cs/inspection.html", context, status=status)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Missing("この期間はありません。", remedy="点検の一覧から選んでください。") from None


def _month(text: str) -> date:
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError:
        return business_today().replace(day=1)
