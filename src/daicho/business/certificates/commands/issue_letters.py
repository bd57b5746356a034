"""Issue letters (通知書の一括発行): many letters of one kind as one file, and the lists beside them, kept as one issue."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import Final, TypeVar
from uuid import UUID, uuid4

from daicho.business.certificates.audit_types import NOTICE_ISSUED
from daicho.business.certificates.commands.keep import kept, next_numbers, save
from daicho.business.certificates.commands.office import desk_on, notice_issue
from daicho.business.certificates.commands.print_note import PDF, say_print
from daicho.business.certificates.domain.letters import (
    LETTERS,
    LetterFacts,
    asks_destination,
    bundle,
    head_request,
    inquiries,
    residence_letter,
)
from daicho.business.certificates.domain.lists import (
    arrival_list,
    headless_list,
    late_list,
    residence_list,
)
from daicho.business.certificates.domain.notice_subjects import to_person
from daicho.business.certificates.hidden import check_paper_open
from daicho.business.certificates.models import Issue
from daicho.business.certificates.selectors.bulk_letters import bulk_letters
from daicho.business.certificates.selectors.deliveries import Delivery, Reach, deliveries
from daicho.business.certificates.selectors.notice_lists import (
    ending_on,
    headless_on,
    late_in,
    waiting_on,
)
from daicho.foundation.audit.public import recorded
from daicho.foundation.documents.printing import printer
from daicho.foundation.documents.sheets import Issue as IssueFacts
from daicho.foundation.documents.sheets import LetterBundle, ListSheet
from daicho.foundation.paging import page_of
from daicho.foundation.staff.public import check_may
from daicho.kernel.access import Access
from daicho.kernel.clock import business_today
from daicho.kernel.errors import Invalid, Problem
from daicho.kernel.periods import fourteen_days
from daicho.kernel.wareki import format_wareki
from daicho.registers.code_tables.public import closing_days
from daicho.registers.residents.public import record_on

Row = TypeVar("Row")
Letters = Callable[[date], Iterable[LetterFacts]]
Drawn = tuple[LetterBundle | ListSheet, tuple[UUID, ...], tuple[UUID, ...], str]
Draw = Callable[[date, IssueFacts], Drawn]

MOST_TOGETHER: Final = 50
MOST_LISTED: Final = 1_000
"""Lines of a list that is kept like a paper: it is laid out and sealed at once, in memory."""
NOBODY: Final = Problem(
    "nobody_chosen",
    "chosen",
    "送る相手がいません。",
    "選ばれていないか、選んだ後に台帳が変わって対象でなくなりました。",
    "一覧を開き直し、送る相手を選んでください。",
)


def issue_head_requests(
    access: Access, *, households: Collection[str], key: UUID, document_number: str = ""
) -> UUID:
    """世帯主変更依頼通知書 to the chosen households that still have no head."""

    def letters(day: date) -> Iterable[LetterFacts]:
        by = fourteen_days(day, calendar=closing_days())
        return (head_request(one, reply_by=by) for one in headless_on(day, only=households))

    return _send(access, "head_change_requests", letters, key, document_number=document_number)


def issue_arrival_inquiries(
    access: Access, *, records: Collection[UUID], key: UUID, document_number: str = ""
) -> UUID:
    """転入通知未着照会書 about the chosen records, one to each municipality of destination."""

    def letters(day: date) -> Iterable[LetterFacts]:
        found = waiting_on(day, only=records, by_destination=True)
        return inquiries(h for h in found if asks_destination(h))

    return _send(access, "arrival_inquiries", letters, key, document_number=document_number)


def issue_residence_letters(
    access: Access, *, records: Collection[UUID], key: UUID, document_number: str = ""
) -> UUID:
    """在留期間の満了についてのお知らせ to the chosen whose 在留期間 still ends soon."""
    return _send(
        access,
        "residence_end",
        lambda day: map(residence_letter, ending_on(day, only=records)),
        key,
        document_number=document_number,
    )


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
    """A list as it is today: 対象者リスト, 未着者一覧, 在留期間満了予定者一覧, or 届出期間経過者一覧 of a month."""

    def draw(day: date, issue: IssueFacts) -> Drawn:
        if kind == "head_change_list":
            homes = _whole(headless_on(day))
            everyone = [m for home in homes for m in home.members]
            persons = tuple(m.person for m in everyone)
            records = tuple(m.record for m in everyone)
            return headless_list(homes, on=day, issue=issue), persons, records, f"{len(homes)}世帯"
        if kind == "arrival_list":
            held = _whole(waiting_on(day))
            persons, records = tuple(h.person for h in held), tuple(h.record for h in held)
            return arrival_list(held, on=day, issue=issue), persons, records, f"{len(held)}人"
        if kind == "residence_list":
            held = _whole(ending_on(day))
            persons, records = tuple(h.person for h in held), tuple(h.record for h in held)
            return residence_list(held, on=day, issue=issue), persons, records, f"{len(held)}人"
        on = month or day
        lines = _whole(late_in(on))
        persons = tuple(person for line in lines for person in line.persons)
        sheet = late_list(lines, month=on, issue=issue)
        return sheet, persons, (), f"{len(lines)}件"

    return _issue(access, kind, draw, key)


def _whole(lines: Iterable[Row]) -> tuple[Row, ...]:
    held, found = page_of(lines, number=1, size=MOST_LISTED)
    if found.paginator.count > MOST_LISTED:
        raise Invalid([_too_long(found.paginator.count)])
    return held


def send_letter(
    access: Access,
    *,
    kind: str,
    record: UUID,
    persons: Sequence[UUID],
    facts: Sequence[tuple[str, str]],
    occasion: str,
) -> str:
    """Send one letter whose facts the caller knows (支援措置の開始・期間終了の通知), within the caller's own entry.

    It goes to whom a record is about, at the address of the register. Returns the 発行番号. `occasion` tells it from all
    others: it goes out once (`Conflict`). KeyError for an unknown kind; `Invalid` where the record says nothing.
    """

    def letters(day: date) -> Sequence[LetterFacts]:
        held = record_on(record, day)
        if held is None:
            return ()
        to = to_person(held.particulars)
        return [LetterFacts(to, persons=tuple(persons), records=(record,), facts=tuple(facts))]

    return _kept(access, kind, _draw(kind, letters), uuid4(), occasion=occasion).number


def issue_delivery_notices(
    access: Access,
    *,
    since: date,
    until: date,
    reach: Reach,
    occasions: Collection[str],
    key: UUID,
    document_number: str = "",
) -> int:
    """住民票の写し等交付通知書 of the chosen deliveries that were not told of yet, one letter each (STD-8.1.3).

    Returns how many went out. `Invalid` when there is nobody to tell.
    """
    check_may(access, "certificates.notices")
    with recorded(access, NOTICE_ISSUED) as note:
        found = [d for d in deliveries(since, until, reach, only=occasions) if not d.told]
        if not found:
            raise Invalid([NOBODY])
        number = document_number.strip()
        rows = [
            _kept(
                access,
                "delivery_notice",
                _draw("delivery_notice", _about(each), document_number=number),
                key,
                copy=at,
                occasion=each.occasion,
                document_number=number,
            )
            for at, each in enumerate(found, 1)
        ]
        note.about(*(each.person for each in found))
        note.say(
            form="delivery_notice",
            numbers=[row.number for row in rows],
            copies=len(rows),
            pages=sum(row.pages for row in rows),
            output="PDF",
        )
    return len(rows)


def _about(delivery: Delivery) -> Letters:
    def letters(day: date) -> Sequence[LetterFacts]:
        held = record_on(delivery.record, day)
        if held is None:
            return ()
        facts = (
            ("交付した日", format_wareki(delivery.issued_on)),
            ("請求者の区分", delivery.requester),
            ("証明書の種類", delivery.form),
            ("枚数", f"{delivery.pages}枚"),
        )
        to = to_person(held.particulars)
        return [LetterFacts(to, persons=(held.person,), records=(held.record,), facts=facts)]

    return letters


def _send(
    access: Access, kind: str, letters: Letters, key: UUID, *, document_number: str = ""
) -> UUID:
    draw = _draw(kind, letters, document_number=document_number.strip())
    return _issue(access, kind, draw, key, document_number=document_number)


def _draw(kind: str, letters: Letters, *, document_number: str = "") -> Draw:
    letter = LETTERS[kind]

    def draw(day: date, issue: IssueFacts) -> Drawn:
        facts, found = page_of(letters(day), number=1, size=MOST_TOGETHER)
        if not facts:
            raise Invalid([NOBODY])
        if found.paginator.count > MOST_TOGETHER:
            raise Invalid([_too_many(found.paginator.count)])
        desk = replace(
            desk_on(day, issue=issue, taught=letter.taught), document_number=document_number
        )
        persons = tuple(dict.fromkeys(p for one in facts for p in one.persons))
        records = tuple(dict.fromkeys(r for one in facts for r in one.records))
        return bundle(letter, facts, desk), persons, records, f"{len(facts)}通"

    return draw


def _issue(access: Access, kind: str, draw: Draw, key: UUID, *, document_number: str = "") -> UUID:
    check_may(access, "certificates.notices")
    with recorded(access, NOTICE_ISSUED) as note:
        check_paper_open(access, kind)
        row = _kept(access, kind, draw, key, document_number=document_number)
        note.about(*row.persons)
        say_print(
            note,
            paper=kind,
            output=PDF,
            pages=row.pages,
            sealed=_sealed(kind),
            numbers=[row.number],
            copies=len(row.persons),
        )
    return row.key


def _kept(
    access: Access,
    kind: str,
    draw: Draw,
    key: UUID,
    *,
    copy: int = 1,
    occasion: str = "",
    document_number: str = "",
) -> Issue:
    """Draw and keep one file; the letters of a kind that is sealed carry the seal, a list does not."""
    day = business_today()
    (number,) = next_numbers(access, 1)
    issue = notice_issue(day, number=number, sealed=_sealed(kind), specimen=False, kind=kind)
    sheet, persons, records, words = draw(day, issue)
    row = kept(
        access,
        sheet,
        printer().render(sheet),
        request_key=key,
        copy=copy,
        kind=kind,
        persons=list(persons),
        records=list(records),
        occasion=occasion,
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
    return row


def _too_many(count: int) -> Problem:
    """More than a screen prints (STD-10.7/n2)."""
    return Problem(
        "too_many_letters",
        "chosen",
        f"{count}通は、画面からは発行できません。",
        f"画面からまとめて発行できるのは{MOST_TOGETHER}通までです。大量の印刷は、印刷業務へ渡すファイルで行います。",
        "「一括帳票」から作るか、相手を絞ってください。",
    )


def _too_long(count: int) -> Problem:
    return Problem(
        "too_long_to_keep",
        "chosen",
        f"{count}件の一覧は、画面からは出せません。",
        f"画面から印刷して控えを残せるのは{MOST_LISTED}件までです。",
        "「バッチ処理」の「確認用の一覧のファイル」で、同じ人の一覧を作ってください。",
    )


def _sealed(kind: str) -> bool:
    return kind in LETTERS and LETTERS[kind].sealed
