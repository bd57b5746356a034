"""Report (閲覧の状況の公表, 住基法11条3項・11条の2第12項): once a year, who inspected, what for, when, of whom.

Left out: an organ that cannot say why (11条2項2号), 居住関係の確認 (11条の2第1項3号), and everything of inspectors, addresses
and telephones: the law names what is told, and nothing else is.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from daicho.business.inspection.audit_types import REPORT_MADE
from daicho.business.inspection.domain.application import Application as Paper
from daicho.business.inspection.domain.born import APRIL, fiscal_year_words
from daicho.business.inspection.domain.states import SERVED
from daicho.business.inspection.models import Visit
from daicho.business.inspection.selectors.outputs import Output
from daicho.business.inspection.selectors.wording import paper_from, town_names
from daicho.foundation.audit.public import recorded
from daicho.foundation.documents.files import csv_stream
from daicho.foundation.documents.printing import roll_printer
from daicho.foundation.documents.rolls import Roll
from daicho.foundation.staff.public import check_may
from daicho.kernel.access import Access
from daicho.kernel.addresses import municipality_of
from daicho.kernel.clock import business_today
from daicho.kernel.wareki import format_wareki

COLUMNS: Final = (
    ("根拠", 16),
    ("機関の名称・申出者の氏名（法人は名称と代表者）", 40),
    ("請求事由・利用の目的の概要", 46),
    ("閲覧の年月日", 24),
    ("閲覧に係る住民の範囲", 40),
)
ROWS_A_PAGE: Final = 25


@dataclass(frozen=True, slots=True)
class ReportRow:
    """One inspection as it is told."""

    article: str
    who: str
    outline: str
    inspected_on: date
    scope: str

    @property
    def cells(self) -> tuple[str, ...]:
        return (self.article, self.who, self.outline, format_wareki(self.inspected_on), self.scope)


@dataclass(frozen=True, slots=True)
class Report:
    """The report of a fiscal year, by article and day."""

    year: int
    rows: tuple[ReportRow, ...]


def open_report(access: Access, *, year: int) -> Report:
    """The report of a 年度 (April to March); one entry."""
    check_may(access, "inspection.view")
    with recorded(access, REPORT_MADE) as note:
        report = _report(year)
        note.say(year=year, count=len(report.rows), output="画面")
        return report


def report_file(access: Access, *, year: int, form: str, town_code: str) -> Output:
    """The report as PDF or CSV, for the web page and the notice board. It names no resident, and may leave as a file."""
    check_may(access, "inspection.view")
    with recorded(access, REPORT_MADE) as note:
        report = _report(year)
        note.say(year=year, count=len(report.rows), output=form)
    labels = [label for label, _ in COLUMNS]
    if form == "csv":
        mark = f"{fiscal_year_words(year)} 閲覧の状況（{format_wareki(business_today())}作成）"
        rows = (row.cells for row in report.rows)
        return Output(f"閲覧状況-{year}.csv", "text/csv", csv_stream(labels, rows, watermark=mark))
    return Output(f"閲覧状況-{year}.pdf", "application/pdf", _pdf(report, town_code))


def _pdf(report: Report, town_code: str) -> Iterator[bytes]:
    town = municipality_of(town_code)
    today = business_today()
    first, last = _span(report.year)
    roll = Roll(
        title="住民基本台帳の一部の写しの閲覧の状況",
        lead=f"{town.prefecture}{town.name}　{format_wareki(first)}から{format_wareki(last)}まで　{len(report.rows)}件　"
        "住民基本台帳法11条3項・11条の2第12項による公表",
        foot=f"{format_wareki(today)}作成　{town.name}",
        columns=COLUMNS,
        rows_a_page=ROWS_A_PAGE,
        pages=max(1, -(-len(report.rows) // ROWS_A_PAGE)),
        printed_on=today,
        author=f"{town.prefecture}{town.name}",
        empty="この年度に、公表する閲覧はありませんでした。",
    )
    yield roll_printer().volume(roll, [row.cells for row in report.rows]).pdf


def _span(year: int) -> tuple[date, date]:
    return date(year, APRIL, 1), date(year + 1, APRIL - 1, 31)


def _report(year: int) -> Report:
    """One row for each day on which an application was served: several visits of one day are one inspection."""
    visits = Visit.objects.filter(
        inspected_on__range=_span(year),
        struck_at__isnull=True,
        application__state__in=[s.value for s in SERVED],
    ).select_related("application")
    found: dict[tuple[object, ...], ReportRow] = {}
    for visit in visits.order_by("inspected_on", "application__number"):
        paper = paper_from(visit.application.paper)
        if paper.published:
            key = (visit.application_id, visit.inspected_on)
            found.setdefault(key, _row(paper, visit))
    rows = sorted(found.values(), key=lambda row: (row.article, row.inspected_on, row.who))
    return Report(year, tuple(rows))


def _row(paper: Paper, visit: Visit) -> ReportRow:
    who = paper.applicant
    if not paper.row.organ and paper.representative:
        who = f"{who}（{paper.representative}）"
    return ReportRow(
        article=paper.row.article,
        who=who,
        outline=paper.outline,
        inspected_on=visit.inspected_on,
        scope=_scope(paper, visit.inspected_on),
    )


def _scope(paper: Paper, day: date) -> str:
    """閲覧に係る住民の範囲: the area and what narrowed it; never how many or who."""
    names = town_names(day) if paper.condition.towns else {}
    return paper.condition.scope(names)
