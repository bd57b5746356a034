"""Move within (転居, 住基法23条): people move inside the municipality, all or some, into a new household or another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from daicho.business.movements.domain import sheet
from daicho.business.movements.domain.destination import Destination, read_destination
from daicho.business.movements.domain.households import (
    check_no_later_history,
    chosen,
    household_of,
    place_key,
    read_relationship,
    standings_after,
    tell,
    with_standing,
)
from daicho.business.movements.domain.plan import NEW_HOUSEHOLD, PersonPlan, Plan
from daicho.business.movements.domain.reading import Reader
from daicho.business.movements.domain.world import World
from daicho.kernel.errors import Invalid
from daicho.kernel.periods import fourteen_days
from daicho.kernel.uncertain_dates import EXACT_PAST, LegalDate
from daicho.registers.residents.domain.household_events import relocate_household
from daicho.registers.residents.domain.household_moves import move_apart, move_into
from daicho.registers.residents.domain.households import Outcome
from daicho.registers.residents.domain.particulars import Status
from daicho.registers.residents.domain.relationships import HEAD
from daicho.registers.residents.domain.segments import Holding, Segment

SHEET = sheet.Sheet(
    sections=(
        sheet.Section(
            "転居",
            (
                sheet.FieldSpec(
                    "event_date",
                    "転居した日（異動日）",
                    sheet.Input.DATE,
                    hint=sheet.DATE_HINT,
                    required=True,
                ),
                sheet.FieldSpec("other_house", "同じ地番の別の家屋への転居", sheet.Input.CHECK),
            ),
        ),
        sheet.NOTIFICATION,
        sheet.DESTINATION,
    ),
    selects=sheet.Selects.MEMBERS,
    relationships=True,
)


def plan(reader: Reader, world: World) -> Plan | None:
    """The plan of a 転居: 全全, 全一, 一全 or 一一 by who is chosen and where they go."""
    event = reader.legal_date("event_date", "転居した日", EXACT_PAST)
    notified = reader.exact_date("notified_on", "届出日", EXACT_PAST)
    day = event.sort_on if event else world.today
    movers = chosen(reader, world, day)
    destination = read_destination(reader, world, day)
    if not movers or destination is None or event is None:
        return None
    _check_other_place(reader, movers, destination)
    check_no_later_history(reader, world, movers, day)
    outcome = _settle(reader, world, movers, destination, day)
    if outcome is None or reader.has_errors:
        return None
    return Plan(
        kind="move_within",
        reason="correction_move_within",
        basis="届出",
        event_date=event,
        notified_on=notified,
        deadline=fourteen_days(day, calendar=world.calendar),
        people=people_after(
            world, outcome, day, edits={h.person: _edits(destination, event) for h in movers}
        ),
    )


def _edits(destination: Destination, event: LegalDate) -> dict[str, Any]:
    return {**destination.items, "address_since": event}


def _check_other_place(reader: Reader, movers: Sequence[Holding], destination: Destination) -> None:
    before = movers[0].particulars
    after = replace(before, **destination.items)
    same = place_key(before) == place_key(after)
    if same and before.katagaki == after.katagaki and not reader.has("other_house"):
        reader.note(
            "banchi",
            "same_address",
            "今の住所と同じです。",
            "転居は、別の住所へ移ったときの届出です。",
            "住所を確かめてください。同じ地番の別の家屋へ移ったときは、その欄に印を付けます。",
        )


def _settle(
    reader: Reader,
    world: World,
    movers: Sequence[Holding],
    destination: Destination,
    day: date,
) -> Outcome | None:
    source = household_of(world, movers[0].particulars.household_number, day)
    moving = {h.person for h in movers}
    everybody = moving == set(source.keys)
    labels = {key: read_relationship(reader, f"relationship.{key}") for key in moving}
    try:
        if destination.household:
            target = household_of(world, destination.household, day)
            outcome = move_into(source, target=target, relationships=labels, on=day)
        elif everybody:
            outcome = relocate_household(source, place_key="new")
        else:
            head = _new_head(reader, moving, labels)
            if head is None:
                return None
            outcome = move_apart(
                source,
                number=NEW_HOUSEHOLD,
                place_key="new",
                head=head,
                relationships={k: v for k, v in labels.items() if k != head},
                on=day,
            )
    except Invalid as error:
        tell(reader, error.problems, slots={})
        return None
    tell(reader, outcome.alerts, slots={})
    return outcome


def _new_head(reader: Reader, moving: set[UUID], labels: dict[UUID, Any]) -> UUID | None:
    heads = [key for key, label in labels.items() if label == HEAD]
    if len(moving) == 1:
        return next(iter(moving))
    if len(heads) != 1:
        reader.note(
            "relationship",
            "choose_one_head",
            "新しい世帯の世帯主が一人に決まっていません。",
            "新しい世帯には、世帯主が一人要ります。",
            "移る人のうち一人の続柄を「世帯主」にしてください。",
        )
        return None
    return heads[0]


def people_after(
    world: World,
    outcome: Outcome,
    day: date,
    *,
    edits: dict[UUID, dict[str, Any]],
) -> tuple[PersonPlan, ...]:
    """The plans of everybody whose standing changed, and of those whose items are edited.

    What the register already says of them from a later day on (転出予定) is said again in the new standing.
    """
    standings = standings_after(outcome)
    plans = []
    for key in dict.fromkeys((*edits, *standings)):
        held = world.present_on(key, day)
        if held is None:
            continue
        items = held.particulars
        later = later_segments(world, held, day)
        if key in standings:
            items = with_standing(items, standings[key])
            later = [
                replace(s, particulars=with_standing(s.particulars, standings[key])) for s in later
            ]
        items = replace(items, **edits.get(key, {}))
        plans.append(
            PersonPlan(
                slot=f"selected.{key}",
                person=key,
                record=held.record,
                segments=(Segment(day, Status.PRESENT, items), *later),
                before=held.particulars,
            )
        )
    return tuple(plans)


def later_segments(world: World, held: Holding, day: date) -> list[Segment]:
    """What a record says from days after `day` on."""
    return [
        Segment(h.valid.start, h.status, h.particulars)
        for h in sorted(world.of_person(held.person), key=lambda h: h.valid.start or day)
        if h.record == held.record
        and not h.valid.empty
        and h.valid.start is not None
        and h.valid.start > day
    ]
