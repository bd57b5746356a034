"""Desk (交付の窓口): whom a request may be about, and what was issued before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.core.paginator import Page, Paginator

from daicho.business.certificates.audit_types import HISTORY_VIEWED, OPENED, REPRINTED
from daicho.business.certificates.commands.issue import SHEETS, SNAPSHOT_USE
from daicho.business.certificates.domain.composition import Form
from daicho.business.certificates.domain.rights import Requester
from daicho.business.certificates.models import Issue
from daicho.foundation.audit.public import recorded
from daicho.foundation.documents.printing import printer
from daicho.foundation.staff.public import check_may
from daicho.foundation.vault.public import ring
from daicho.kernel.access import Access
from daicho.kernel.clock import business_today
from daicho.kernel.errors import Missing, Unavailable
from daicho.registers.residents.domain.particulars import Status
from daicho.registers.residents.domain.segments import Holding
from daicho.registers.residents.public import household_on, record_on, records_on

PER_PAGE = 20


@dataclass(frozen=True, slots=True)
class DeskLine:
    """Somebody whose record can be chosen."""

    record: UUID
    name: str
    kana: str
    birth: str
    relationship: str
    address: str
    removed: str
    foreign: bool


@dataclass(frozen=True, slots=True)
class IssueLine:
    """One line of the history."""

    key: UUID
    number: str
    form: str
    issued_at: datetime
    requester: str
    requester_name: str
    fee_yen: int
    pages: int
    by: str
    spoiled: bool


@dataclass(frozen=True, slots=True)
class HistoryPage:
    """A page of the history, its lines, and the fees of all that was found and not spoiled."""

    page: Page[Issue]
    lines: tuple[IssueLine, ...]
    fees_yen: int


def open_desk(access: Access, *, record: UUID) -> tuple[DeskLine, ...]:
    """The record asked for, and with a present one the rest of its household; one entry."""
    check_may(access, "certificates.issue")
    with recorded(access, OPENED) as note:
        day = business_today()
        held = record_on(record, day)
        if held is None:
            raise Missing("この住民票はありません。", remedy="住民を検索して選び直してください。")
        people: tuple[Holding, ...] = (held,)
        if held.status is Status.PRESENT:
            people = household_on(held.particulars.household_number, day)
        note.about(*(p.person for p in people))
        return tuple(
            DeskLine(
                record=p.record,
                name=p.particulars.printed_name,
                kana=p.particulars.name_kana,
                birth=p.particulars.birth_date.display(),
                relationship=p.particulars.relationship_to_head,
                address=p.particulars.address,
                removed="" if p.status is Status.PRESENT else p.particulars.removal.label,
                foreign=p.particulars.kind.value == "foreign",
            )
            for p in people
        )


def record_of_person(access: Access, *, person: UUID) -> UUID:
    """The newest record of a person; `Missing` when there is none. Nothing personal is read."""
    check_may(access, "certificates.issue")
    found = records_on([person], business_today())
    if not found:
        raise Missing("この人の住民票はありません。", remedy="住民を検索して選び直してください。")
    return max(found, key=lambda h: h.history_number).record


def issued_history(
    access: Access,
    *,
    day: date | None = None,
    number: str = "",
    request_key: UUID | None = None,
    page: int = 1,
) -> HistoryPage:
    """What was issued on a day, under a number, or for one request; one entry for the page."""
    check_may(access, "certificates.history")
    with recorded(access, HISTORY_VIEWED) as note:
        rows = Issue.objects.order_by("-issued_at", "-number")
        if request_key:
            rows = rows.filter(request_key=request_key)
        elif number:
            rows = rows.filter(number__contains=number)
        elif day:
            rows = rows.filter(issued_on=day)
        found = Paginator(rows, PER_PAGE).get_page(page)
        note.say(day=day.isoformat() if day else "", page=found.number, count=found.paginator.count)
        note.about(*(p for row in found for p in row.persons))
        fees = sum(rows.filter(spoiled_at__isnull=True).values_list("fee_yen", flat=True))
        return HistoryPage(found, tuple(_line(row) for row in found), fees)


def _line(row: Issue) -> IssueLine:
    return IssueLine(
        key=row.key,
        number=row.number,
        form=Form(row.kind).label,
        issued_at=row.issued_at,
        requester=Requester(row.requester).label,
        requester_name=row.requester_name,
        fee_yen=row.fee_yen,
        pages=row.pages,
        by=row.issued_by_name,
        spoiled=row.spoiled_at is not None,
    )


def issued_sheet(access: Access, *, issue: UUID) -> tuple[str, bytes]:
    """The PDF of an issued sheet, rebuilt from its snapshot: (number, bytes). One entry.

    `Unavailable` when what is rebuilt is not byte for byte what was handed over.
    """
    check_may(access, "certificates.issue")
    with recorded(access, REPRINTED) as note:
        row = Issue.objects.filter(key=issue).first()
        if row is None:
            raise Missing("この交付はありません。", remedy="交付履歴から選び直してください。")
        note.about(*row.persons)
        note.number_shown = bool({"individual_number", "resident_record_code"} & set(row.items))
        note.say(form=row.kind, numbers=[row.number], pages=row.pages, output="PDF")
        text = ring().open_text(SNAPSHOT_USE, bytes(row.snapshot), key_id=row.snapshot_key)
        document = printer().render(SHEETS.validate_json(text))
        if document.sha256 != row.pdf_sha256:
            raise Unavailable(
                "交付したときと同じ証明書を作れません。",
                why="様式かフォントが、交付の後で変わっています。",
                remedy="新しく交付してください。管理担当にも知らせてください。",
                code="certificates.template_changed",
            )
        return row.number, document.pdf
