"""閲覧の状況の公表: the report of a year on the screen, and as a file for the notice board and the web page."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from daicho.business.inspection.domain.born import fiscal_year_of, fiscal_year_words
from daicho.business.inspection.selectors.report import COLUMNS, open_report, report_file
from daicho.business.inspection.web.drawing import sent
from daicho.foundation.staff.public import StaffRequest, screen
from daicho.foundation.ui.posted import number_of
from daicho.kernel.clock import business_today
from daicho.kernel.errors import Missing

FIRST_YEAR = 2006


@require_GET
@screen("inspection.view")
def report(request: StaffRequest) -> HttpResponse:
    """The report of a fiscal year."""
    found = open_report(request.access, year=_year(request))
    context = {
        "report": found,
        "year_words": fiscal_year_words(found.year),
        "columns": [label for label, _ in COLUMNS],
        "years": [(str(y), fiscal_year_words(y)) for y in range(_last(), FIRST_YEAR - 1, -1)],
    }
    return render(request, "inspection/report.html", context)


@require_GET
@screen("inspection.view")
def report_as(request: StaffRequest, form: str) -> StreamingHttpResponse:
    """The report as PDF or CSV."""
    if form not in ("pdf", "csv"):
        raise Missing("この出力形式はありません。", remedy="公表の画面から選び直してください。")
    town = settings.TOWN["code"]
    return sent(
        report_file(request.access, year=_year(request), form=form, town_code=town), shown=True
    )


def _year(request: StaffRequest) -> int:
    """The year that was asked for, or the one that ended last."""
    year = number_of(request.GET, "year", otherwise=_last() - 1)
    return year if FIRST_YEAR <= year <= _last() else _last() - 1


def _last() -> int:
    return fiscal_year_of(business_today())
