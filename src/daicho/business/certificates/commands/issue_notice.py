"""Issue a notice (通知書の発行): look at it, send it out once, keep it; again only as 再交付 of the first.

The same numbers, copies and history as certificates (STD-1.3.8).
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from daicho.business.certificates.audit_types import (
    NOTICE_ISSUED,
    NOTICE_PREVIEWED,
    NOTICE_REISSUED,
)
from daicho.business.certificates.commands.keep import kept, next_numbers, save, sheet_of
from daicho.business.certificates.commands.office import desk_on, notice_issue
from daicho.business.certificates.commands.print_note import PDF, PREVIEW, say_print
from daicho.business.certificates.domain.composition import Item, Numbers
from daicho.business.certificates.domain.notice import Shows, Subject
from daicho.business.certificates.domain.notices import Due
from daicho.business.certificates.hidden import check_paper_open
from daicho.business.certificates.models import Issue
from daicho.business.certificates.selectors.occasions import find_due, first_issue, occasion_of
from daicho.foundation.audit.public import Note, recorded
from daicho.foundation.documents.printing import printer
from daicho.foundation.documents.sheets import LetterSheet, MoveOutSheet
from daicho.foundation.staff.public import check_may
from daicho.foundation.vault.public import reveal
from daicho.kernel.access import Access
from daicho.kernel.characters import check_text
from daicho.kernel.clock import business_today
from daicho.kernel.errors import Conflict, Invalid, Missing, Problem
from daicho.kernel.periods import fourteen_days
from daicho.registers.code_tables.public import closing_days
from daicho.registers.protection.public import marks_of

NUMBER_ITEMS = {
    Shows.NOTHING: frozenset[str](),
    Shows.CODE: frozenset({Item.RESIDENT_CODE.value}),
    Shows.BOTH: frozenset({Item.RESIDENT_CODE.value, Item.INDIVIDUAL_NUMBER.value}),
}
Single = LetterSheet | MoveOutSheet


@dataclass(frozen=True, slots=True)
class NoticeWish:
    """Which notice of which case; `key` is the request's own, so that a form sent twice issues once."""

    key: UUID
    case: UUID
    kind: str
    subject: str = ""
    document_number: str = ""
    sealed: bool = True
    to_alternative: bool = False


@dataclass(frozen=True, slots=True)
class NoticePreview:
    """What it will look like, page by page, and what is known of it."""

    title: str
    made_from: str
    law: str
    to: str
    alternative: str
    sealed: bool
    pages: tuple[str, ...]
    first: UUID | None
    first_number: str
    protected: tuple[str, ...]


def preview_notice(access: Access, *, wish: NoticeWish) -> NoticePreview:
    """The notice with 見本 across it and without a number, or the first issue when there is one; one entry."""
    check_may(access, "certificates.notices")
    with recorded(access.on_case(wish.case), NOTICE_PREVIEWED) as note:
        check_paper_open(access, wish.kind)
        due, sheet, first = _sheet(wish, number="", specimen=True)
        pages = printer().preview(sheet)
        _tell(note, due, sheet, output=PREVIEW, pages=len(pages))
        other = due.subject.alternative
        return NoticePreview(
            title=due.notice.title,
            made_from=due.notice.made_from,
            law=due.notice.law,
            to=_to(due, sheet),
            alternative=f"{other.name}（{other.address}）" if other else "",
            sealed=due.notice.sealed,
            pages=tuple(f"data:image/svg+xml;base64,{b64encode(p).decode()}" for p in pages),
            first=first.key if first else None,
            first_number=first.number if first else "",
            protected=_protected(due.subject),
        )


def issue_notice(access: Access, *, wish: NoticeWish) -> UUID:
    """Send it out. Returns the key of the issue.

    `Conflict` when it already went out (then it is a 再交付) or the form was sent twice; `Invalid` for a character that
    cannot be drawn; `Missing` when the case does not give rise to it.
    """
    check_may(access, "certificates.notices")
    with recorded(access.on_case(wish.case), NOTICE_ISSUED) as note:
        check_paper_open(access, wish.kind)
        (number,) = next_numbers(access, 1)
        due, sheet, first = _sheet(wish, number=number, specimen=False)
        if first is not None:
            raise Conflict(
                f"この{due.notice.title}は既に発行しています（{first.number}）。",
                why="同じ異動の同じ通知は、一度だけ発行します。",
                remedy="紛失などのときは、再交付してください。",
                code="certificates.notice_issued_already",
            )
        row = _row(access, wish, due, sheet)
        save([row])
        _tell(note, due, sheet, output=PDF, numbers=[row.number], pages=row.pages)
    return row.key


def reissue_notice(access: Access, *, first: UUID, key: UUID, reason: str) -> UUID:
    """再交付: the content of the first issue, with a number and a date of its own and 再交付 on it (STD-4.1.3.0.3).

    Nothing of the register is read again. `Invalid` without a reason; `Missing` when there is no such first issue.
    """
    check_may(access, "certificates.notices")
    with recorded(access, NOTICE_REISSUED) as note:
        row = Issue.objects.filter(
            key=first, reissue_of__isnull=True, spoiled_at__isnull=True
        ).exclude(occasion="")
        held = row.first()
        if held is None:
            raise Missing(
                "再交付できる通知書がありません。",
                why="まだ発行していないか、書損じになっています。",
                remedy="異動の画面から発行してください。",
                code="certificates.nothing_to_reissue",
            )
        note.about(*held.persons)
        note.case_ref = held.case
        check_paper_open(access, held.kind, held.items)
        again, sealed = _again(access, held, key, _reason(reason))
        save([again])
        note.number_shown = bool(held.items)
        say_print(
            note,
            paper=again.kind,
            output=PDF,
            pages=again.pages,
            sealed=sealed,
            numbers=[again.number],
            reason=again.ground,
        )
    return again.key


def _reason(text: str) -> str:
    if not text.strip():
        raise Invalid(
            [
                Problem(
                    "reason_blank",
                    "reason",
                    "再交付の理由がありません。",
                    "再交付は、紛失などの申出があったときに行います。",
                    "理由を入力してください。",
                )
            ]
        )
    return check_text(text, field="reason", limit=200)


def _again(access: Access, held: Issue, key: UUID, reason: str) -> tuple[Issue, bool]:
    """The row of a 再交付, and whether it carries the seal."""
    day = business_today()
    (number,) = next_numbers(access, 1)
    sheet = sheet_of(held)
    sealed = sheet.issue.seal is not None
    now = notice_issue(day, number=number, sealed=sealed, specimen=False, kind=held.kind)
    # What the first one said, in the name and with the seal of today.
    first = sheet.issue
    again = replace(now, sentence=first.sentence, marks=first.marks, reissue=True)
    sheet = replace(sheet, issue=again)
    row = kept(
        access,
        sheet,
        printer().render(sheet),
        request_key=key,
        copy=1,
        kind=held.kind,
        persons=held.persons,
        records=held.records,
        case=held.case,
        occasion=held.occasion,
        reissue_of=held.key,
        document_number=held.document_number,
        addressee=held.addressee,
        requester="",
        requester_name=held.requester_name,
        ground=reason,
        identity_documents=[],
        items=held.items,
        fee_yen=0,
    )
    return row, sheet.issue.seal is not None


def _sheet(wish: NoticeWish, *, number: str, specimen: bool) -> tuple[Due, Single, Issue | None]:
    """The notice as it would go out now; of one that went out, the first issue's own sheet."""
    occasion = occasion_of(wish.case)
    due = find_due(occasion, kind=wish.kind, subject=wish.subject)
    first = first_issue(due.occasion)
    if first is not None:
        kept_sheet = sheet_of(first)
        assert isinstance(kept_sheet, LetterSheet | MoveOutSheet)
        shown = replace(kept_sheet.issue, specimen=specimen)
        return due, replace(kept_sheet, issue=shown), first
    day = business_today()
    issue = notice_issue(
        day,
        number=number,
        sealed=wish.sealed and due.notice.sealed,
        specimen=specimen,
        kind=due.notice.code,
    )
    act = due.subject.act
    desk = replace(
        desk_on(day, issue=issue, taught=due.notice.taught),
        document_number=_document_number(wish.document_number),
        addressee=due.subject.alternative if wish.to_alternative else None,
        reply_by=fourteen_days(max(day, act.event_on), calendar=closing_days()),
        numbers=_numbers(due.subject, due.notice.shows),
    )
    return due, due.notice.write(occasion, due.subject, desk), None


def _protected(subject: Subject) -> tuple[str, ...]:
    """支援・抑止 of those whom the notice is about: the clerk sees to whom it goes (STD-4.1.0.3, STD-3.4)."""
    marks = marks_of(subject.persons)
    return tuple(dict.fromkeys(mark for found in marks.values() for mark in found))


def _document_number(text: str) -> str:
    return check_text(text, field="document_number", limit=60) if text.strip() else ""


def _numbers(subject: Subject, shows: Shows) -> dict[UUID, Numbers]:
    if shows is Shows.NOTHING:
        return {}
    found = {}
    for effect in subject.effects:
        items = effect.after
        number = items.individual_number_ref if shows is Shows.BOTH else None
        code = items.resident_record_code_ref
        found[effect.person] = Numbers(
            individual=reveal(number) if number else "", code=reveal(code) if code else ""
        )
    return found


def _row(access: Access, wish: NoticeWish, due: Due, sheet: Single) -> Issue:
    return kept(
        access,
        sheet,
        printer().render(sheet),
        request_key=wish.key,
        copy=1,
        kind=due.notice.code,
        persons=list(due.subject.persons),
        records=list(due.subject.records),
        case=wish.case,
        occasion=due.occasion,
        document_number=_document_number(wish.document_number),
        addressee=_to(due, sheet),
        requester="",
        requester_name=due.subject.label,
        ground="",
        identity_documents=[],
        items=sorted(NUMBER_ITEMS[due.notice.shows]),
        fee_yen=0,
    )


def _to(due: Due, sheet: Single) -> str:
    to = sheet.addressee if isinstance(sheet, LetterSheet) else None
    return f"{to.name}（{to.address}）" if to else due.notice.to


def _tell(
    note: Note, due: Due, sheet: Single, *, output: str, pages: int, numbers: Sequence[str] = ()
) -> None:
    note.about(*due.subject.persons)
    note.number_shown = due.notice.shows is not Shows.NOTHING
    say_print(
        note,
        paper=due.notice.code,
        output=output,
        pages=pages,
        sealed=sheet.issue.seal is not None,
        numbers=numbers,
        items=sorted(NUMBER_ITEMS[due.notice.shows]),
    )
