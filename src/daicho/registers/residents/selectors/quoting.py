"""Quoting (引用): what protection shows of people, as the register says today; fills `registers.protection.ports`.

Like `records`, read within the act of whoever asks, which is entered on the trail there.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from uuid import UUID

from daicho.kernel.clock import business_today
from daicho.registers.protection.public import Quoted
from daicho.registers.residents.domain.particulars import Removal, Status
from daicho.registers.residents.domain.segments import Holding
from daicho.registers.residents.models import Version
from daicho.registers.residents.selectors import holdings
from daicho.registers.residents.selectors.holdings import KNOWN_NOW
from daicho.registers.residents.selectors.search import full_address


def quote(persons: Iterable[UUID]) -> Mapping[UUID, Quoted]:
    """The people of these keys with their names, addresses and domiciles, past ones too (STD-1.1.16)."""
    today = business_today()
    own: dict[UUID, list[Holding]] = {}
    for held in holdings.of_persons(persons):
        if not held.valid.empty:
            own.setdefault(held.person, []).append(held)
    return {person: _quoted(person, rows, today) for person, rows in own.items()}


def people_of_households(numbers: Iterable[str], day: date) -> Mapping[str, tuple[UUID, ...]]:
    """By household number, whose record carries it on a day: members in 記載順位, then those removed from it."""
    rows = Version.objects.filter(
        KNOWN_NOW, household_number__in=list(numbers), valid__contains=day
    ).order_by("status", "member_order", "person__atena_number")
    found: dict[str, list[UUID]] = {}
    for number, person in rows.values_list("household_number", "person_id"):
        found.setdefault(number, []).append(person)
    return {number: tuple(dict.fromkeys(people)) for number, people in found.items()}


def moved_out_on(persons: Iterable[UUID], day: date) -> Mapping[UUID, date]:
    """Who lives here no more on a day, having moved out, and from which day on (half-open: the 転出予定日)."""
    by_person: dict[UUID, list[Holding]] = {}
    for held in holdings.of_persons(persons):
        by_person.setdefault(held.person, []).append(held)
    found = {p: _left(rows, day) for p, rows in by_person.items()}
    return {p: left for p, left in found.items() if left is not None}


def _left(rows: Sequence[Holding], day: date) -> date | None:
    now = [h for h in rows if h.valid.covers(day)]
    if not now or any(h.status is Status.PRESENT for h in now):
        return None
    last = max(now, key=lambda h: h.valid.start or date.min)
    if last.particulars.removal is not Removal.MOVED_OUT:
        return None
    starts = [
        h.valid.start
        for h in rows
        if h.record == last.record and h.status is Status.REMOVED and h.valid.start
    ]
    return min(starts, default=None)


def _quoted(person: UUID, rows: Sequence[Holding], today: date) -> Quoted:
    held = _now(rows, today)
    items = held.particulars
    gone = held.status is Status.REMOVED
    earlier = [h.particulars for h in sorted(rows, key=_begins, reverse=True) if h is not held]
    address = full_address(items)
    return Quoted(
        person=person,
        record=held.record,
        atena_number=held.atena_number,
        household_number=items.household_number,
        name=items.printed_name,
        kana=items.name_kana,
        alias=items.alias,
        alias_kana=items.alias_kana,
        birth=items.birth_date.display(),
        sex=items.sex.label,
        address=address,
        former_addresses=_others(
            address, [*(full_address(p) for p in earlier), items.previous_address]
        ),
        domicile=items.domicile,
        former_domiciles=_others(items.domicile, [p.domicile for p in earlier]),
        removed=(items.removal_reason or items.removal.label) if gone else "",
        remarks=items.remarks,
        destination_planned=items.destination_planned,
        destination_confirmed=items.destination_confirmed,
    )


def _begins(held: Holding) -> tuple[date, int]:
    return held.valid.start or date.min, held.history_number


def _now(rows: Sequence[Holding], today: date) -> Holding:
    """The present version of today, else the one removed last, else whatever was said last."""
    covering = [h for h in rows if h.valid.covers(today)]
    present = [h for h in covering if h.status is Status.PRESENT]
    return max(present or covering or rows, key=_begins)


def _others(now: str, texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text for text in texts if text and text != now))
