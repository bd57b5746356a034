"""Issue letters (通知書の一括発行): many letters of one kind as one file, and the lists beside them, kept as one issue."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from datetime import date
from typing import Final
from uuid import UUID

from daicho.business.certificates.audit_types import NOTICE_ISSUED
from daicho.business.certificates.commands.keep import kept, next_numbers, save
from daicho.business.certificates.commands.office import desk_on, notice_issue
from daicho.business.certificates.domain.letters import (
    LETTERS,
    LetterFacts,
    arrival_list,
    asks_destination,
    bundle,
    head_request,
    headless_list,
    inquiries,
    late_list,
)
from daicho.business.certificates.selectors.bulk_letters import bulk_letters
from daicho.business.certificates.selectors.notice_lists import headless_on, late_in, waiting_on
from daicho.foundation.audit.public import recorded
from daicho.foundation.documents.printing import printer
from daicho.foundation.documents.sheets import Issue as IssueFacts
from daicho.foundation.documents.sheets import LetterBundle, ListSheet
from daicho.foundation.staff.public import check_may
from daicho.kernel.access import Access
from daicho.kernel.addresses import municipalities
from daicho.kernel.clock import business_today
from daicho.kernel.errors import Invalid, Problem
from daicho.kernel.periods import fourteen_days
from daicho.registers.code_tables.public import closing_days

Letters = Callable[[date], Sequence[LetterFacts]]
Drawn = tuple[LetterBundle | ListSheet, tuple[UUID, ...], tuple[UUID, ...], str]
Draw = Callable[[date, IssueFacts], Drawn]

NOBODY: Final = Problem(
    "nobody_chosen",
    "chosen",
    "送る相手がいません。",
    "選ばれていないか、選んだ後に台帳が変わって対象でなくなりました。",
    "一覧を開き直し、送る相手を選んでください。",
)


def issue_letters(
    access: Access,
    *,
    kind: str,
    letters: Sequence[LetterFacts],
    key: UUID,
    document_number: str = "",
    sealed: bool = True,
) -> UUID:
    """Send out letters whose facts the caller knows (支援措置期間終了通知, 住所一括変更の事前・事後通知).

    Returns the key of the one issue; its PDF is `issued_sheet`. `key` is the request's own. KeyError for an unknown
    kind; `Invalid` without letters.
    """
    return _send(
        access, kind, lambda _day: letters, key, document_number=document_number, sealed=sealed
    )


def issue_head_requests(
    access: Access, *, households: Collection[str], key: UUID, document_number: str = ""
) -> UUID:
    """世帯主変更依頼通知書 to the chosen households that still have no head."""

    def letters(day: date) -> Sequence[LetterFacts]:
        by = fourteen_days(day, calendar=closing_days())
        return [head_request(one, reply_by=by) for one in headless_on(day, only=households)]

    return _send(access, "head_change_requests", letters, key, document_number=document_number)


def issue_arrival_inquiries(
    access: Access, *, records: Collection[UUID], key: UUID, document_number: str = ""
) -> UUID:
    """転入通知未着照会書 about the chosen records, one to each municipality of destination."""

    def letters(day: date) -> Sequence[LetterFacts]:
        names = {one.code: f"{one.prefecture}{one.name}" for one in municipalities()}
        found = [h for h in waiting_on(day, only=records) if asks_destination(h)]
        return inquiries(found, names)

    return _send(access, "arrival_inquiries", letters, key, document_number=document_number)


def issue_bulk_letters(
    access: Access, *, case: UUID, afterwards: bool, key: UUID, document_number: str = ""
) -> UUID:
    """住所一括変更の事前・事後の通知, one to each household, as one file for the printing job."""
    kind = "bulk_address_after" if afterwards else "bulk_address_before"
    return _send(
        access,
        kind,
        lambda _day: bulk_letters(case, afterwards=afterwards),
        key,
        document_number=document_number,
    )


def issue_list(access: Access, *, kind: str, key: UUID, month: date | None = None) -> UUID:
    """A list as it is today: 対象者リスト, 転入通知未着者一覧, or 届出期間経過者一覧 of a month."""

    def draw(day: date, issue: IssueFacts) -> Drawn:
        if kind == "head_change_list":
            homes = headless_on(day)
            everyone = [m for home in homes for m in home.members]
            persons = tuple(m.person for m in everyone)
            records = tuple(m.record for m in everyone)
            return headless_list(homes, on=day, issue=issue), persons, records, f"{len(homes)}世帯"
        if kind == "arrival_list":
            held = waiting_on(day)
            persons, records = tuple(h.person for h in held), tuple(h.record for h in held)
            return arrival_list(held, on=day, issue=issue), persons, records, f"{len(held)}人"
        on = month or day
        lines = late_in(on)
        persons = tuple(person for line in lines for person in line.persons)
        sheet = late_list(lines, month=on, issue=issue)
        return sheet, persons, (), f"{len(lines)}件"

    return _issue(access, kind, draw, key)


def _send(
    access: Access,
    kind: str,
    letters: Letters,
    key: UUID,
    *,
    document_number: str = "",
    sealed: bool = True,
) -> UUID:
    letter = LETTERS[kind]

    def draw(day: date, issue: IssueFacts) -> Drawn:
        facts = letters(day)
        if not facts:
            raise Invalid([NOBODY])
        desk = replace(
            desk_on(day, issue=issue, taught=letter.taught), document_number=document_number.strip()
        )
        persons = tuple(dict.fromkeys(p for one in facts for p in one.persons))
        records = tuple(dict.fromkeys(r for one in facts for r in one.records))
        return bundle(letter, facts, desk), persons, records, f"{len(facts)}通"

    return _issue(
        access, kind, draw, key, sealed=sealed and letter.sealed, document_number=document_number
    )


def _issue(
    access: Access,
    kind: str,
    draw: Draw,
    key: UUID,
    *,
    sealed: bool = False,
    document_number: str = "",
) -> UUID:
    check_may(access, "certificates.notices")
    with recorded(access, NOTICE_ISSUED) as note:
        day = business_today()
        (number,) = next_numbers(access, 1)
        issue = notice_issue(day, number=number, sealed=sealed, specimen=False)
        sheet, persons, records, words = draw(day, issue)
        row = kept(
            access,
            sheet,
            printer().render(sheet),
            request_key=key,
            copy=1,
            kind=kind,
            persons=list(persons),
            records=list(records),
            document_number=document_number.strip(),
            addressee=words,
            requester="",
            requester_name=words,
            ground="",
            identity_documents=[],
            items=[],
            fee_yen=0,
        )
        save([row])
        note.about(*persons)
        note.say(form=kind, numbers=[number], copies=len(persons), pages=row.pages, output="PDF")
    return row.key
