"""Desk (交付の窓口): whom a request may be about, and the PDF of what was issued."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from daicho.business.certificates.audit_types import OPENED, REPRINTED
from daicho.business.certificates.commands.keep import sheet_of
from daicho.business.certificates.commands.print_note import PDF, say_print
from daicho.business.certificates.domain.composition import Form, Item
from daicho.business.certificates.hidden import check_paper_open
from daicho.business.certificates.models import Issue
from daicho.foundation.audit.public import recorded
from daicho.foundation.documents.printing import drawn_digest, printer
from daicho.foundation.documents.sheets import KeptSheet
from daicho.foundation.staff.public import check_may
from daicho.kernel.access import Access
from daicho.kernel.clock import business_today
from daicho.kernel.errors import Missing, Refused, Unavailable
from daicho.registers.code_tables.public import preselected_items as settled_items
from daicho.registers.protection.public import Channel, may_disclose, wants_notice
from daicho.registers.residents.domain.particulars import Status
from daicho.registers.residents.domain.segments import Holding
from daicho.registers.residents.public import (
    household_on,
    open_shield,
    record_on,
    records_on,
    shields_of,
)


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
    form: Form
    foreign: bool
    person: UUID | None = None
    marks: tuple[str, ...] = ()


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
        open_shield(access, held.person)
        marks = _marks(access, people, day)
        return tuple(
            DeskLine(
                record=p.record,
                person=p.person,
                marks=marks[p.person],
                name=p.particulars.printed_name,
                kana=p.particulars.name_kana,
                birth=p.particulars.birth_date.display(),
                relationship=p.particulars.relationship_to_head,
                address=p.particulars.address,
                removed=_removed(p),
                form=FORMS[p.status],
                foreign=p.particulars.kind.value == "foreign",
            )
            for p in people
            if p.person in marks
        )


FORMS = {
    Status.PRESENT: Form.HOUSEHOLD,
    Status.REMOVED: Form.REMOVED,
    Status.REWRITTEN: Form.REWRITTEN,
}
"""Which form a record is asked for with first."""


def _removed(held: Holding) -> str:
    if held.status is Status.REWRITTEN:
        return "改製原"
    return "" if held.status is Status.PRESENT else held.particulars.removal.label


def preselected_items() -> frozenset[Item]:
    """What the town shows on a 写し unless the application asks otherwise (STD-5.1), by its table of today."""
    return frozenset(map(Item, settled_items(business_today())))


def _marks(access: Access, people: Iterable[Holding], day: date) -> dict[UUID, tuple[str, ...]]:
    """Badges of those who may be shown; who is hidden from this actor is not there to be chosen."""
    shields = shields_of(access, [p.person for p in people])
    wishing = wants_notice(shields, day)
    return {
        person: (*shield.marks, *(("本人通知",) if person in wishing else ()))
        for person, shield in shields.items()
        if not shield.hidden
    }


def record_of_person(access: Access, *, person: UUID) -> UUID:
    """The newest record of a person; `Missing` when there is none. Nothing personal is read."""
    check_may(access, "certificates.issue")
    found = records_on([person], business_today())
    if not found:
        raise Missing("この人の住民票はありません。", remedy="住民を検索して選び直してください。")
    return max(found, key=lambda h: h.history_number).record


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
        check_paper_open(access, row.kind, row.items)
        note.number_shown = bool({"individual_number", "resident_record_code"} & set(row.items))
        sheet = sheet_of(row)
        say_print(
            note,
            paper=row.kind,
            output=PDF,
            pages=row.pages,
            sealed=sheet.issue.seal is not None,
            numbers=[row.number],
        )
        if row.kind in set(Form):
            check_disclosable(access, row.persons)
        return row.number, _rebuilt(row, sheet)


def letters_sent(occasions: Iterable[str]) -> frozenset[str]:
    """Of these occasions, those on which a letter went out and was not spoiled."""
    rows = Issue.objects.filter(occasion__in=list(occasions), spoiled_at__isnull=True)
    return frozenset(rows.values_list("occasion", flat=True))


def sent_letter(occasion: str) -> bytes | None:
    """The PDF of the letter that went out on an occasion; None when none has. Within the caller's own entry."""
    row = Issue.objects.filter(
        occasion=occasion, reissue_of__isnull=True, spoiled_at__isnull=True
    ).first()
    return _rebuilt(row, sheet_of(row)) if row else None


def _rebuilt(row: Issue, sheet: KeptSheet) -> bytes:
    """The PDF; of a sheet that went out in a file of many, what is drawn is compared (`Issue.part`)."""
    document = printer().render(sheet)
    again = document.sha256 if row.part is None else drawn_digest(sheet)
    if again != row.pdf_sha256:
        raise Unavailable(
            "交付したときと同じ証明書を作れません。",
            why="様式かフォントが、交付の後で変わっています。",
            remedy="新しく交付してください。管理担当にも知らせてください。",
            code="certificates.template_changed",
        )
    return document.pdf


def check_disclosable(access: Access, persons: Iterable[UUID]) -> None:
    """A copy is not printed again for whoever may not be told of them; a letter goes to the persons themselves."""
    found = may_disclose(access, persons=persons, channel=Channel.CERTIFICATE).problems(field="")
    for problem in found:
        if problem.is_error:
            raise Refused(
                problem.what,
                why=problem.why,
                remedy=problem.remedy,
                code="protection.certificate",
            )
