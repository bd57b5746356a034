"""Screens of statistics: the index, one report on the screen or on paper, and the same as a file."""

from __future__ import annotations

from collections.abc import Callable
from itertools import groupby
from urllib.parse import urlencode

from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET

from daicho.business.statistics.domain.areas import ELSEWHERE, TOTAL
from daicho.business.statistics.domain.wish import Wish
from daicho.business.statistics.files import FILES
from daicho.business.statistics.selectors.reports import (
    REPORTS,
    Report,
    ReportSpec,
    make_report,
    report_spec,
)
from daicho.business.statistics.web.asking import fields_of, wish_of
from daicho.business.statistics.web.drawing import draw
from daicho.foundation.staff.public import StaffRequest, may, screen
from daicho.kernel.clock import business_today
from daicho.kernel.errors import Invalid, Missing, Problem
from daicho.kernel.wareki import format_wareki_short

ASKED = "as_of"


@require_GET
@screen("statistics.view")
def index(request: StaffRequest) -> HttpResponse:
    """Which reports there are; nothing is counted."""
    exact = may(request.access, "statistics.exact")
    offered = [spec for spec in REPORTS.values() if exact or not spec.whole]
    groups = [(title, list(specs)) for title, specs in groupby(offered, key=lambda s: s.section)]
    return render(request, "statistics/index.html", {"groups": groups})


@require_GET
@screen("statistics.view")
def one(request: StaffRequest, code: str) -> HttpResponse:
    """One report: its form, and its tables once the form was sent; `?print=1` for paper."""
    spec = report_spec(code)
    problems: list[Problem] = []
    wish = wish_of(request.GET, spec, today=business_today(), problems=problems)
    printed = bool(request.GET.get("print"))
    report = None
    if ASKED in request.GET and not problems:
        try:
            report = make_report(request.access, wish, output="印刷" if printed else "画面")
        except Invalid as error:
            problems += error.problems
    template = "statistics/printed.html" if printed and report else "statistics/report.html"
    context = _context(request, spec, wish, report, problems)
    return render(request, template, context, status=422 if problems else 200)


def _context(
    request: StaffRequest,
    spec: ReportSpec,
    wish: Wish,
    report: Report | None,
    problems: list[Problem],
) -> dict[str, object]:
    query = request.GET.copy()
    query.pop("print", None)
    link = _ages_of_one(request, wish) if spec.code == "area" else None
    return {
        "spec": spec,
        "fields": fields_of(spec, wish, request.access),
        "report": report,
        "tables": [draw(table, link=link) for table in report.tables] if report else [],
        "printed": "print" in request.GET,
        "problems": problems,
        "query": query.urlencode(),
    }


def _ages_of_one(request: StaffRequest, wish: Wish) -> Callable[[str], str]:
    """From a row of 地区別人口 to the ages of that area alone, on the same day."""
    known = request.GET.get("known_on", "")
    day = format_wareki_short(wish.as_of)

    def url(area: str) -> str:
        if area in (TOTAL, ELSEWHERE):
            return ""
        query = urlencode({"as_of": day, "level": wish.level, "area": area, "known_on": known})
        return f"{reverse('statistics_report', args=['age'])}?{query}"

    return url


@require_GET
@screen("statistics.view")
def file(request: StaffRequest, code: str, kind: str) -> HttpResponseBase:
    """The same as a file."""
    spec = report_spec(code)
    if kind not in FILES:
        raise Missing("この種類のファイルはありません。", remedy="CSVかExcelを選び直してください。")
    problems: list[Problem] = []
    wish = wish_of(request.GET, spec, today=business_today(), problems=problems)
    if problems:
        raise Invalid(problems)
    made = FILES[kind]
    report = make_report(request.access, wish, output=made.title)
    response = StreamingHttpResponse(made.content(report), content_type=made.media_type)
    name = made.name_of(report)
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    return response
