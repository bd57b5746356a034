"""Move in (転入, 住基法22条): people come from another municipality or from abroad, alone or into a household."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from daicho.business.movements.domain import sheet
from daicho.business.movements.domain.destination import Destination, read_destination
from daicho.business.movements.domain.households import (
    entrants,
    household_of,
    slot_key,
    standing_items,
    standings_after,
    tell,
)
from daicho.business.movements.domain.person import Entered, read_person
from daicho.business.movements.domain.plan import NEW_HOUSEHOLD, PersonPlan, Plan
from daicho.business.movements.domain.reading import Reader
from daicho.business.movements.domain.returning import Returning, read_returning
from daicho.business.movements.domain.world import World
from daicho.kernel.errors import Invalid
from daicho.kernel.periods import fourteen_days
from daicho.kernel.uncertain_dates import EXACT_PAST, LegalDate
from daicho.registers.residents.domain.household_events import form_household, join_household
from daicho.registers.residents.domain.households import Outcome
from daicho.registers.residents.domain.particulars import Kind, Particulars, Status
from daicho.registers.residents.domain.segments import Segment

DOMESTIC_WITH_CERTIFICATE = "domestic_certificate"
DOMESTIC = "domestic"
OVERSEAS = "overseas"
UNREPORTED = "unreported"
ORIGINS = (
    (DOMESTIC_WITH_CERTIFICATE, "国内（転出証明書あり）"),
    (DOMESTIC, "国内（転出証明書なし）"),
    (OVERSEAS, "国外から"),
    (UNREPORTED, "未届の住所から"),
)
REASONS = {OVERSEAS: "entry_overseas_move_in"}

SHEET = sheet.Sheet(
    sections=(
        sheet.Section(
            "転入",
            (
                sheet.FieldSpec("origin", "転入の種類", sheet.Input.CHOICE, ORIGINS, required=True),
                sheet.FieldSpec(
                    "event_date",
                    "転入した日（異動日）",
                    sheet.Input.DATE,
                    hint=sheet.DATE_HINT,
                    required=True,
                ),
                sheet.FieldSpec(
                    "previous_municipality",
                    "転入前の市区町村",
                    sheet.Input.MUNICIPALITY,
                    hint="国内のとき。先頭の文字を入力して選びます",
                ),
                sheet.FieldSpec(
                    "previous_address", "転入前住所", hint="国外は国名など。分からなければ「不明」"
                ),
                sheet.FieldSpec("previous_head", "転入前の世帯主"),
                sheet.FieldSpec("certificate_seen", "転出証明書を確認した", sheet.Input.CHECK),
            ),
        ),
        sheet.NOTIFICATION,
        sheet.DESTINATION,
    ),
    persons=(
        sheet.IDENTITY,
        sheet.FAMILY_REGISTER,
        sheet.RESIDENCE,
        sheet.NUMBERS,
        sheet.INSURANCE,
        sheet.OTHERS,
    ),
)


def plan(reader: Reader, world: World) -> Plan | None:
    """The plan of a 転入; None when too little could be read. All problems are noted on the reader."""
    origin = reader.choice("origin", "転入の種類", [code for code, _ in ORIGINS])
    event = reader.legal_date("event_date", "転入した日", EXACT_PAST)
    notified = reader.exact_date("notified_on", "届出日", EXACT_PAST)
    previous = _previous(reader, origin)
    day = event.sort_on if event else world.today
    destination = read_destination(reader, world, day)
    people, returning = _people(reader, world, day)
    outcome = _settle(reader, world, people, destination, returning, day) if destination else None
    if reader.has_errors or destination is None or event is None or outcome is None:
        return None
    standings = standings_after(outcome)
    common = {
        **destination.items,
        **previous,
        "notification_date": notified,
        "resident_reason": "転入",
    }
    plans = (
        _person_plan(
            reader,
            person,
            returning[person.slot],
            {**common, **standing_items(standings[_key(person, returning)])},
            event,
        )
        for person in people
    )
    return Plan(
        kind="move_in",
        reason=REASONS.get(origin, "entry_domestic_move_in"),
        basis="届出",
        event_date=event,
        notified_on=notified,
        deadline=fourteen_days(day, calendar=world.calendar),
        attention="未届転入" if origin == UNREPORTED else "",
        people=tuple(plans),
    )


def _people(reader: Reader, world: World, day: date) -> tuple[list[Entered], dict[str, Returning]]:
    """Everybody entered, and who of them has been here before."""
    people = [
        read_person(reader.under(f"persons.{n}"), slot=f"persons.{n}")
        for n in reader.indexes("persons")
    ]
    if not people:
        reader.note(
            "",
            "nobody_entered",
            "転入する人が入力されていません。",
            "届出には、転入する人が一人以上要ります。",
            "転入する人を入力してください。",
        )
    returning = {p.slot: read_returning(reader, world, p, day=day) for p in people}
    for person in people:
        _check_birth(reader, person, day)
    known = [r.person for r in returning.values() if r.person]
    if len(set(known)) < len(known):
        reader.note(
            "",
            "returning_twice",
            "同じ以前の住民が、二人に選ばれています。",
            "一人の宛名番号を二人に引き継ぐことはできません。",
            "「以前の住民」の選択を確かめてください。",
        )
    return people, returning


def _key(person: Entered, returning: Mapping[str, Returning]) -> UUID:
    return returning[person.slot].person or slot_key(person.slot)


def _previous(reader: Reader, origin: str) -> dict[str, Any]:
    address = reader.required("previous_address", "転入前住所") if origin else ""
    if origin == DOMESTIC_WITH_CERTIFICATE and not reader.has("certificate_seen"):
        reader.note(
            "certificate_seen",
            "certificate_not_seen",
            "転出証明書の確認が済んでいません。",
            "「転出証明書あり」を選んだときは、確認が要ります。",
            "転出証明書を確かめて印を付けるか、転入の種類を選び直してください。",
        )
    if origin == DOMESTIC:
        reader.alert(
            "origin",
            "no_certificate",
            "転出証明書のない国内の転入です。",
            "転出証明書か、これに準ずる証明書を添える決まりです。",
            "転出地に確かめたうえで進めてください。",
        )
    if origin == UNREPORTED and address and not address.endswith("（未届）"):
        address += "（未届）"
    return {
        "previous_address": address,
        "previous_address_code": reader.raw("previous_municipality"),
    }


def _check_birth(reader: Reader, person: Entered, day: date) -> None:
    if person.birth and person.birth.exact and person.birth.exact > day:
        reader.under(person.slot).note(
            "birth_date",
            "born_after_event",
            "生年月日が、転入した日より後です。",
            "生まれる前に転入することはできません。",
            "生年月日と異動日を確かめてください。",
        )


def _settle(
    reader: Reader,
    world: World,
    people: list[Entered],
    destination: Destination,
    returning: Mapping[str, Returning],
    day: date,
) -> Outcome | None:
    if not people:
        return None
    keys = {p.slot: _key(p, returning) for p in people}
    coming, head = entrants(reader, people, keys=keys, today=world.today)
    slots = {key: slot for slot, key in keys.items()}
    try:
        if destination.household:
            outcome = join_household(
                household_of(world, destination.household, day), entrants=coming, on=day
            )
        else:
            outcome = form_household(
                coming, number=NEW_HOUSEHOLD, place_key="new", head=head, on=day
            )
    except Invalid as error:
        tell(reader, error.problems, slots=slots)
        return None
    tell(reader, outcome.alerts, slots=slots)
    return outcome


def _person_plan(
    reader: Reader,
    person: Entered,
    returning: Returning,
    common: Mapping[str, Any],
    event: LegalDate,
) -> PersonPlan:
    since = {
        "address_since": event,
        ("resident_since" if person.kind is Kind.JAPANESE else "foreign_resident_since"): event,
    }
    items = Particulars(**{**returning.inherited, **person.items, **common, **since})
    sealed = tuple(
        name
        for name in ("individual_number", "resident_record_code")
        if name not in returning.same_numbers and reader.under(person.slot).has(f"{name}.sealed")
    )
    has_code = "resident_record_code" in sealed or items.resident_record_code_ref is not None
    return PersonPlan(
        slot=person.slot,
        person=returning.person,
        record=None,
        segments=(Segment(event.sort_on, Status.PRESENT, items),),
        sealed=sealed,
        draws_code=not has_code,
    )
