"""Overflows (文字超過): what the sheets of some days could not hold, read again from what was kept of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet

from daicho.business.certificates.audit_types import OVERFLOWS_VIEWED
from daicho.business.certificates.commands.keep import SealStore, sheet_of
from daicho.business.certificates.commands.office import notice_issue
from daicho.business.certificates.commands.print_note import PDF, say_print
from daicho.business.certificates.domain.overflow_list import OverflowLine, overflow_sheet
from daicho.business.certificates.domain.papers import OVERFLOW_LIST, title_of
from daicho.business.certificates.models import Issue
from daicho.foundation.audit.public import recorded
from daicho.foundation.documents.glyphs import glyphs_of
from daicho.foundation.documents.printing import font, printer
from daicho.foundation.staff.public import check_may
from daicho.kernel.access import Access
from daicho.kernel.clock import business_today
from daicho.kernel.errors import Invalid, Problem
from daicho.kernel.wareki import format_wareki

PER_PAGE: Final = 20
PIECE: Final = 100
MOST_PRINTED: Final = 500


@dataclass(frozen=True, slots=True)
class OverflowPage:
    """A page of sheets with what each could not hold."""

    page: Page[Issue]
    lines: tuple[OverflowLine, ...]


def overflow_lines(rows: QuerySet[Issue]) -> Iterator[OverflowLine]:
    """Every item that a box could not hold, of some sheets, one at a time; within the caller's own entry."""
    seals = SealStore()
    return (
        OverflowLine(
            row.key,
            row.number,
            title_of(row.kind),
            one.place,
            one.label,
            _told(one.text),
            one.resort.value,
        )
        for row in rows.order_by("issued_at", "copy").iterator(chunk_size=PIECE)
        for one in printer().overflows(sheet_of(row, seals=seals))
        if one.beyond
    )


def _told(text: str) -> str:
    """The text, and the code points of what cannot be drawn of it."""
    wrong = glyphs_of(font()).check_printable(text)
    return f"{text}（{'、'.join(one.points for one in wrong)}）" if wrong else text


def view_overflows(access: Access, *, since: date, until: date, page: int = 1) -> OverflowPage:
    """文字超過リスト of some days, newest first; one entry for the page."""
    check_may(access, "certificates.history")
    with recorded(access, OVERFLOWS_VIEWED) as note:
        found = Paginator(_beyond(since, until).order_by("-issued_at"), PER_PAGE).get_page(page)
        keys = [row.key for row in found]
        note.about(*(person for row in found for person in row.persons))
        note.say(day=_span(since, until), count=found.paginator.count)
        return OverflowPage(found, tuple(overflow_lines(Issue.objects.filter(key__in=keys))))


def print_overflows(access: Access, *, since: date, until: date) -> bytes:
    """The same on paper, oldest first; `Invalid` for more than a screen's print is for (STD-10.7/n2)."""
    check_may(access, "certificates.history")
    with recorded(access, OVERFLOWS_VIEWED) as note:
        rows = _beyond(since, until)
        count = rows.count()
        if count > MOST_PRINTED:
            raise Invalid([_too_many(count)])
        lines = tuple(overflow_lines(rows))
        issue = notice_issue(business_today(), number="", sealed=False, specimen=False)
        about = f"{format_wareki(since)}から{format_wareki(until)}までの交付"
        document = printer().render(overflow_sheet(lines, about=about, issue=issue))
        note.about(*(person for row in rows for person in row.persons))
        note.say(day=_span(since, until), count=count)
        say_print(
            note,
            paper=OVERFLOW_LIST,
            output=PDF,
            pages=document.pages,
            sealed=False,
            files=["文字超過リスト.pdf"],
        )
        return document.pdf


def _beyond(since: date, until: date) -> QuerySet[Issue]:
    return Issue.objects.filter(issued_on__range=(since, until), overflows__gt=0)


def _span(since: date, until: date) -> str:
    return f"{since.isoformat()}～{until.isoformat()}"


def _too_many(count: int) -> Problem:
    return Problem(
        "too_many_to_print",
        "since",
        f"該当する証明書が{count}通あり、画面からは印刷できません。",
        f"画面からの印刷は{MOST_PRINTED}通分までです。",
        "交付した日の範囲を狭めてください。",
    )
