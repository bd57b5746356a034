"""Monthly table (月の集計): takings by 会計科目, fee and method, free sheets by their ground, and what was remitted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Final

from django.db.models import Sum

from daicho.business.cash.audit_types import LEDGER_READ
from daicho.business.cash.domain.fees import subject_on
from daicho.business.cash.domain.postings import Kind, Place
from daicho.business.cash.models import Drawer, OfficeDay, Posting
from daicho.business.cash.selectors.ledger import FeeRow, fee_rows
from daicho.foundation.audit.public import recorded
from daicho.foundation.staff.public import check_may
from daicho.kernel.access import Access


@dataclass(frozen=True, slots=True)
class SubjectRows:
    """One budget item (予算科目) with its rows."""

    subject: str
    rows: tuple[FeeRow, ...]

    @property
    def sheets(self) -> int:
        return sum(row.sheets for row in self.rows)

    @property
    def yen(self) -> int:
        return sum(row.yen for row in self.rows)


@dataclass(frozen=True, slots=True)
class Monthly:
    """The table of a month; `office` is empty for all of them."""

    first: date
    until: date
    office: str
    subjects: tuple[SubjectRows, ...]
    methods: tuple[tuple[str, int, int], ...]
    free: tuple[FeeRow, ...]
    difference_yen: int
    remitted_yen: int
    later_yen: int
    open_days: tuple[date, ...]

    @property
    def yen(self) -> int:
        return sum(each.yen for each in self.subjects)

    @property
    def sheets(self) -> int:
        return sum(each.sheets for each in self.subjects)


def month_of(day: date) -> tuple[date, date]:
    """The first day of a month and the first of the next."""
    first = day.replace(day=1)
    return first, date(first.year + first.month // 12, first.month % 12 + 1, 1)


def monthly(access: Access, *, month: date, office: str = "") -> Monthly:
    """The table of the month in which a day lies; one entry on the trail."""
    check_may(access, "cash.monthly")
    with recorded(access, LEDGER_READ) as note:
        first, until = month_of(month)
        note.say(day=first.isoformat(), office=office)
        return _table(first, until, office)


def _table(first: date, until: date, office: str) -> Monthly:
    narrowed: dict[str, object] = {"entry__on__gte": first, "entry__on__lt": until}
    if office:
        narrowed["entry__office"] = office
    rows = fee_rows(narrowed, day=first)
    paid = [row for row in rows if not row.exemption]
    days = Drawer.objects.filter(day__gte=first, day__lt=until)
    days = days.filter(office=office) if office else days
    closed = set(OfficeDay.objects.values_list("office", "day"))
    left = {d for o, d in days.values_list("office", "day").distinct() if (o, d) not in closed}
    return Monthly(
        first=first,
        until=until,
        office=office,
        subjects=tuple(_by_subject(paid, first)),
        methods=tuple(_by_method(paid)),
        free=tuple(row for row in rows if row.exemption),
        difference_yen=-_sum(narrowed, place=Place.DIFFERENCE),
        remitted_yen=_sum(narrowed, place=Place.TREASURER, entry__kind=Kind.REMITTANCE),
        later_yen=_sum(narrowed, place=Place.PROVIDER),
        open_days=tuple(sorted(left)),
    )


def _sum(narrowed: Mapping[str, object], **wanted: str) -> int:
    found = Posting.objects.filter(**narrowed, **wanted).aggregate(sum=Sum("yen"))["sum"]
    return int(found or 0)


def _by_subject(rows: Sequence[FeeRow], day: date) -> Iterator[SubjectRows]:
    """In the order of the books' subjects; a fee without its own subject is in the general one."""

    def subject(row: FeeRow) -> str:
        return subject_on(row.code, day).title

    for title, group in groupby(sorted(rows, key=subject), key=subject):
        yield SubjectRows(title, tuple(group))


def _by_method(rows: Sequence[FeeRow]) -> Iterator[tuple[str, int, int]]:
    """(method, sheets, yen)."""
    ordered = sorted(rows, key=lambda row: row.method)
    for method, group in groupby(ordered, key=lambda row: row.method):
        own = list(group)
        yield method, sum(row.sheets for row in own), sum(row.yen for row in own)


HEADINGS: Final = ("年月", "場所", "予算科目", "手数料", "支払方法", "減免", "件数", "金額（円）")


def lines_of(table: Monthly) -> Iterator[tuple[str, ...]]:
    """The table line by line, as a spreadsheet reads it; money is a plain number."""
    month, office = f"{table.first:%Y-%m}", table.office or "すべて"
    for each in table.subjects:
        for row in each.rows:
            yield (
                *(month, office, each.subject, row.title, row.method, ""),
                *(str(row.sheets), str(row.yen)),
            )
    for row in table.free:
        yield (month, office, "", row.title, row.method, row.exemption, str(row.sheets), "0")
