"""Finding (請求書と台帳の突合, REG-066): who on the register the paper may mean, and what of it fits."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from daicho.business.certificates.public import Form, Requester, fold_address
from daicho.business.requests.audit_types import PEOPLE_SOUGHT
from daicho.business.requests.commands.steps import missing
from daicho.business.requests.models import Request
from daicho.foundation.audit.public import recorded
from daicho.foundation.staff.public import check_may
from daicho.kernel.access import Access
from daicho.kernel.characters import search_fold_name
from daicho.kernel.clock import business_today
from daicho.kernel.errors import Invalid, Missing
from daicho.kernel.wareki import parse_date
from daicho.registers.protection.public import wants_notice
from daicho.registers.residents.domain.particulars import Status
from daicho.registers.residents.domain.resident_query import Match, ResidentQuery
from daicho.registers.residents.domain.segments import Holding
from daicho.registers.residents.public import (
    household_on,
    named_records_on,
    open_shield,
    records_on,
    search,
    shields_of,
)


@dataclass(frozen=True, slots=True)
class Candidate:
    """One record that may be meant; `fits` are the things of the paper that agree with it."""

    record: UUID
    name: str
    kana: str
    birth: str
    address: str
    removed: str
    fits: tuple[str, ...]
    differs: tuple[str, ...]
    marks: tuple[str, ...]
    hidden: bool


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody of the household that was opened."""

    record: UUID
    person: UUID
    name: str
    birth: str
    relationship: str
    address: str
    removed: str
    marks: tuple[str, ...]
    stated: bool
    asks: bool


@dataclass(frozen=True, slots=True)
class Chosen:
    """Somebody on whose record a request was begun: what the paper will say of them, but for the address.

    The address is typed from the paper, so that it is truly compared with the register (REG-066).
    """

    record: UUID
    name: str
    birth: str
    form: Form


@dataclass(frozen=True, slots=True)
class Found:
    """What was sought and found; `members` once a record was opened."""

    candidates: tuple[Candidate, ...]
    members: tuple[Member, ...]
    problems: tuple[str, ...] = ()


FORMS = {
    Status.PRESENT: Form.HOUSEHOLD,
    Status.REMOVED: Form.REMOVED,
    Status.REWRITTEN: Form.REWRITTEN,
}
"""Which form a record is asked for with first."""


def choose_person(access: Access, *, person: UUID) -> Chosen:
    """Begin a request with a person of the register, by their newest record; one entry. `Missing` without a record."""
    check_may(access, "requests.receive")
    with recorded(access, PEOPLE_SOUGHT, subjects=[person]) as note:
        open_shield(access, person)
        found = records_on([person], business_today())
        if not found:
            raise Missing(
                "この人の住民票はありません。", remedy="住民を検索して選び直してください。"
            )
        held = max(found, key=lambda h: h.history_number)
        note.say(found=1)
        return Chosen(
            held.record,
            held.particulars.printed_name,
            held.particulars.birth_date.display(),
            FORMS[held.status],
        )


def seek_people(
    access: Access, *, request: UUID, name: str = "", birth: str = "", record: UUID | None = None
) -> Found:
    """Those on the register who may be meant, the best fitting first; with `record`, its household to choose from.

    Two acts, two entries: the look-up as every look-up (which says who is hidden), and the opening of a household.
    """
    check_may(access, "requests.handle")
    row = Request.objects.filter(key=request).first()
    if row is None:
        raise missing()
    wanted = ResidentQuery(
        name=name or row.stated_name,
        birth=birth or row.stated_birth,
        match=Match.PREFIX.value,
        with_removed="on",
    )
    problems: tuple[str, ...] = ()
    candidates: tuple[Candidate, ...] = ()
    if record is None:
        try:
            lines = search(access, wanted).lines
        except Invalid as error:
            problems = tuple(p.message for p in error.problems)
        else:
            found = [
                _candidate(
                    row,
                    line.record,
                    line.name,
                    line.kana,
                    line.birth,
                    line.address,
                    line.removed,
                    line.marks,
                    hidden=line.hidden,
                )
                for line in lines
            ]
            candidates = tuple(sorted(found, key=lambda c: (c.hidden, -len(c.fits))))
    with recorded(access, PEOPLE_SOUGHT) as note:
        members = _members(access, row, record)
        note.about(*(m.person for m in members))
        note.say(number=row.number, found=len(candidates) + len(members))
    return Found(candidates, members, problems)


def _candidate(
    row: Request,
    record: UUID,
    name: str,
    kana: str,
    birth: str,
    address: str,
    removed: str,
    marks: Iterable[str],
    *,
    hidden: bool,
) -> Candidate:
    if hidden:
        return Candidate(record, name, "", "", address, "", (), (), tuple(marks), hidden=True)
    compared = (
        ("氏名", row.stated_name, search_fold_name(row.stated_name) == search_fold_name(name)),
        ("生年月日", row.stated_birth, _same_day(row.stated_birth, birth)),
        ("住所", row.stated_address, _same_place(row.stated_address, address)),
    )
    return Candidate(
        record,
        name,
        kana,
        birth,
        address,
        removed,
        tuple(label for label, stated, same in compared if stated and same),
        tuple(label for label, stated, same in compared if stated and not same),
        tuple(marks),
        hidden=False,
    )


def _same_day(stated: str, registered: str) -> bool:
    try:
        return parse_date(stated, field="birth") == parse_date(registered, field="birth")
    except Invalid:
        return stated.strip() == registered.strip()


def _same_place(stated: str, registered: str) -> bool:
    """Whether the address of the paper is the register's, with or without the 方書."""
    wanted, held = fold_address(stated), fold_address(registered)
    return bool(wanted) and (wanted == held or held.startswith(wanted))


def _members(access: Access, row: Request, record: UUID | None) -> tuple[Member, ...]:
    if record is None:
        return ()
    day = business_today()
    opened = next(iter(named_records_on([record], day)), None)
    if opened is None:
        return ()
    open_shield(access, opened.person)
    people: tuple[Holding, ...] = (opened,)
    if opened.status is Status.PRESENT:
        people = household_on(opened.particulars.household_number, day)
    shields = shields_of(access, [h.person for h in people])
    told = wants_notice(shields, day)
    asking = search_fold_name(row.requester_name)
    stated = search_fold_name(row.stated_name)
    return tuple(
        Member(
            record=h.record,
            person=h.person,
            name=h.particulars.printed_name,
            birth=h.particulars.birth_date.display(),
            relationship=h.particulars.relationship_to_head,
            address=f"{h.particulars.address}{h.particulars.katagaki}",
            removed="" if h.status is Status.PRESENT else h.particulars.removal.label,
            marks=(*shields[h.person].marks, *(("本人通知",) if h.person in told else ())),
            stated=h.record == record or search_fold_name(h.particulars.printed_name) == stated,
            asks=row.requester in OWN and search_fold_name(h.particulars.printed_name) == asking,
        )
        for h in people
        if not shields[h.person].hidden
    )


OWN = (Requester.SELF.value, Requester.HOUSEHOLD.value)
"""Requesters who are on the register themselves, in the household that they ask about."""
