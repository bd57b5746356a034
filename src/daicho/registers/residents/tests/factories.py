"""Invented, lawful residents, written through the register's own door."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import count
from typing import Any
from uuid import UUID, uuid4

from daicho.foundation.vault.public import NumberKind, keep
from daicho.kernel.check_digits import INDIVIDUAL_NUMBER, RESIDENT_RECORD_CODE
from daicho.kernel.clock import business_now
from daicho.kernel.uncertain_dates import Calendar, LegalDate
from daicho.registers.residents.domain.particulars import Kind, Particulars, Removal, Sex, Status
from daicho.registers.residents.domain.segments import Segment
from daicho.registers.residents.models import ResidentRecord
from daicho.registers.residents.writes import (
    ChangeFacts,
    RecordChange,
    apply_changes,
    new_person,
    next_atena_number,
    next_household_number,
)

MOVED_IN = date(2020, 4, 1)
# Far from the numbers that papers in tests bring with them.
_bodies = count(9_000_000_000)


@dataclass(frozen=True, slots=True)
class Resident:
    """Somebody on the register."""

    person: UUID
    record: UUID
    atena_number: str
    items: Particulars


def particulars(**items: Any) -> Particulars:  # Any: any item of a record
    """A Japanese resident of 五老内町 unless the items say otherwise."""
    settled: dict[str, Any] = {
        "kind": Kind.JAPANESE,
        "name": "見本　太郎",
        "name_kana": "ミホン　タロウ",
        "birth_date": LegalDate.of_day(date(1985, 4, 1)),
        "sex": Sex.MALE,
        "relationship_to_head": "世帯主",
        "member_order": 1,
        "domicile": "東京都架空区見本町1番地",
        "family_register_head": "見本　太郎",
        "municipality_code": "072010",
        "town_code": "066000",
        "town": "五老内町",
        "banchi": "3番1号",
        "address": "福島市五老内町3番1号",
        "address_since": LegalDate.of_day(MOVED_IN),
        "resident_since": LegalDate.of_day(MOVED_IN),
        **items,
    }
    settled.setdefault("head_name", settled["name"])
    settled.setdefault("household_number", "")
    if not settled["household_number"]:
        settled["household_number"] = next_household_number()
    return Particulars(**settled)


def foreigner(**items: Any) -> Particulars:  # Any: any item of a record
    """A mid- to long-term resident with a reading and an alias."""
    return particulars(
        **{
            "kind": Kind.FOREIGN,
            "name": "",
            "name_alphabet": "SAMPLE MARIA",
            "name_kana": "サンプル　マリア",
            "alias": "見本　真理",
            "alias_kana": "ミホン　マリ",
            "birth_date": LegalDate.of_day(date(1988, 2, 3), calendar=Calendar.SEIREKI),
            "sex": Sex.FEMALE,
            "domicile": "",
            "family_register_head": "",
            "resident_since": None,
            "foreign_resident_since": LegalDate.of_day(MOVED_IN),
            "nationality": "架空国",
            "residence_status": "永住者",
            "head_name": "SAMPLE MARIA",
            **items,
        }
    )


def make_resident(*, since: date = MOVED_IN, person: UUID | None = None, **items: Any) -> Resident:
    """Enter a Japanese resident from a day on."""
    return enter(particulars(**items), since=since, person=person)


def enter(items: Particulars, *, since: date = MOVED_IN, person: UUID | None = None) -> Resident:
    """Enter these particulars as a new record, of a new person unless one is named."""
    number = next_atena_number()
    key = person or new_person(number)
    record_change(
        key, (Segment(since, Status.PRESENT, items),), reason="entry_domestic_move_in", since=since
    )
    opened = ResidentRecord.objects.filter(person=key).order_by("ordinal").last()
    assert opened is not None
    return Resident(key, opened.key, opened.person.atena_number, items)


def change(
    who: Resident, *, on: date, reason: str = "correction_move_within", **items: Any
) -> Resident:
    """Say something else of a resident from a day on."""
    after = replace(who.items, **items)
    record_change(
        who.person,
        (Segment(on, Status.PRESENT, after),),
        reason=reason,
        since=on,
        record=who.record,
    )
    return replace(who, items=after)


def remove(who: Resident, *, on: date, removal: Removal = Removal.MOVED_OUT) -> Resident:
    """Remove a resident from a day on; a day to come is a plan (転出予定)."""
    after = replace(
        who.items,
        removal=removal,
        removal_reason="国内転出" if removal is Removal.MOVED_OUT else "死亡",
        removal_event_date=LegalDate.of_day(on),
        destination_planned="東京都架空区見本町9番地" if removal is Removal.MOVED_OUT else "",
    )
    reason = "removal_domestic_move_out" if removal is Removal.MOVED_OUT else "removal_death"
    record_change(
        who.person,
        (Segment(on, Status.REMOVED, after),),
        reason=reason,
        since=on,
        record=who.record,
    )
    return replace(who, items=after)


def record_change(
    person: UUID,
    segments: Sequence[Segment],
    *,
    reason: str,
    since: date,
    record: UUID | None = None,
) -> None:
    key = uuid4()
    facts = ChangeFacts(
        key=key,
        case=key,
        kind="test",
        reason=reason,
        basis="届出",
        event_date=LegalDate.of_day(since),
        processed_at=business_now(),
        notified_on=since,
        place="本庁",
        terminal="本庁1",
    )
    change = RecordChange(person=person, segments=tuple(segments), record=record)
    apply_changes([(facts, [change])])


def individual_number() -> tuple[str, UUID]:
    """A well-formed 個人番号 that belongs to nobody, and its reference in the vault."""
    number = INDIVIDUAL_NUMBER.number(f"{next(_bodies):011d}")
    assert number is not None
    return number, keep(NumberKind.INDIVIDUAL, number)


def resident_code() -> tuple[str, UUID]:
    """A well-formed 住民票コード, and its reference in the vault."""
    code = RESIDENT_RECORD_CODE.number(f"{next(_bodies):010d}")
    assert code is not None
    return code, keep(NumberKind.RESIDENT_CODE, code)
