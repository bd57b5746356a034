"""Move within (転居, 住基法23条): people move inside the municipality, all or some, into a new household or another."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from daicho.business.movements.domain import basis, remaining, sheet
from daicho.business.movements.domain.basis import basis_section, read_basis
from daicho.business.movements.domain.destination import Destination, read_destination
from daicho.business.movements.domain.households import (
    check_no_later_history,
    chosen,
    household_of,
    place_key,
    read_relationship,
    tell,
)
from daicho.business.movements.domain.joining import check_joining, propose_joining_texts
from daicho.business.movements.domain.new_head import going_apart, new_head
from daicho.business.movements.domain.plan import NEW_HOUSEHOLD, Act, PersonPlan, Plan
from daicho.business.movements.domain.proposing import (
    REASON,
    check_against,
    for_new_head,
    proposed_texts,
    typed_relationships,
)
from daicho.business.movements.domain.reading import Reader
from daicho.business.movements.domain.standings import HEAD_CHANGE, acts_after, people_after
from daicho.business.movements.domain.world import World
from daicho.kernel.errors import Invalid
from daicho.kernel.periods import fourteen_days
from daicho.kernel.uncertain_dates import EXACT_PAST, LegalDate
from daicho.registers.residents.domain.household_events import change_head, relocate_household
from daicho.registers.residents.domain.household_moves import move_apart, move_into
from daicho.registers.residents.domain.households import Household, Outcome
from daicho.registers.residents.domain.relationships import HEAD, Relationship
from daicho.registers.residents.domain.segments import Holding

ALLOWED = (basis.NOTIFICATION, basis.EX_OFFICIO, basis.PETITION)
Labels = Mapping[UUID, Relationship | None]

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
                REASON,
            ),
        ),
        basis_section(ALLOWED),
        sheet.NOTIFIER,
        sheet.DESTINATION,
    ),
    selects=sheet.Selects.MEMBERS,
    relationships=True,
    remaining=True,
)


def plan(reader: Reader, world: World) -> Plan | None:
    """The plan of a 転居: 全全, 全一, 一全 or 一一 by who is chosen and where they go."""
    event = reader.legal_date("event_date", "転居した日", EXACT_PAST)
    ground = read_basis(reader, ALLOWED)
    day = event.sort_on if event else world.today
    movers = chosen(reader, world, day)
    destination = read_destination(reader, world, day)
    if not movers or destination is None or event is None:
        return None
    _check_other_place(reader, movers, destination)
    check_no_later_history(reader, world, movers, day)
    source = household_of(world, movers[0].particulars.household_number, day)
    labels = {h.person: read_relationship(reader, f"relationship.{h.person}") for h in movers}
    outcome = _settle(reader, world, source, labels, destination, day)
    if outcome is None or reader.has_errors:
        return None
    edits = {h.person: _edits(destination, event) for h in movers}
    people, further = acts_after(world, source, outcome, day, edits=edits)
    if not destination.household and len(movers) == len(source.members):
        changed = _head_changed(reader, world, source, labels, day, people)
        further += (Act(HEAD_CHANGE, ground.basis, changed),) if changed else ()
    if reader.has_errors:
        return None
    notified = ground.basis == basis.NOTIFICATION
    return Plan(
        kind="move_within",
        reason="correction_move_within",
        basis=ground.basis,
        event_date=event,
        deadline=fourteen_days(day, calendar=world.calendar) if notified else None,
        people=people,
        further=further,
        **ground.dates,
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
    source: Household,
    labels: Labels,
    destination: Destination,
    day: date,
) -> Outcome | None:
    alone = remaining.appoints(reader, world, day)
    try:
        if destination.household:
            target = household_of(world, destination.household, day)
            check_joining(reader, target, source, labels)
            outcome = move_into(
                source, target=target, relationships=labels, on=day, appoint_sole=alone
            )
        elif set(labels) == set(source.keys):
            outcome = relocate_household(source, place_key="new")
        else:
            head = new_head(reader, labels)
            if head is None:
                return None
            check_against(reader, going_apart(reader, world, day))
            outcome = move_apart(
                source,
                number=NEW_HOUSEHOLD,
                place_key="new",
                head=head,
                relationships={k: v for k, v in labels.items() if k != head},
                on=day,
                appoint_sole=alone,
            )
    except Invalid as error:
        tell(reader, error.problems, slots={})
        return None
    tell(reader, outcome.alerts, slots={})
    return outcome


def _head_changed(
    reader: Reader,
    world: World,
    source: Household,
    labels: Labels,
    day: date,
    moved: tuple[PersonPlan, ...],
) -> tuple[PersonPlan, ...]:
    """All move together and another is head in the new house: a 世帯主変更 follows the 転居 (H-302)."""
    heads = [key for key, label in labels.items() if label == HEAD]
    if not heads or (source.head is not None and heads == [source.head.key]):
        return ()
    if len(heads) > 1:
        new_head(reader, labels)
        return ()
    check_against(reader, for_new_head(world, source, heads[0], day))
    try:
        outcome = change_head(
            source,
            new_head=heads[0],
            relationships={k: v for k, v in labels.items() if k != heads[0]},
            on=day,
        )
    except Invalid as error:
        tell(reader, error.problems, slots={})
        return ()
    tell(reader, outcome.alerts, slots={})
    return people_after(world, outcome, day, earlier=moved)


def propose(reader: Reader, world: World, day: date) -> Mapping[UUID, str]:
    """The 続柄 in the household they go to, as far as it follows from what was typed; none where all move together."""
    if reader.raw("destination") == "existing":
        return propose_joining_texts(reader, world, day)
    movers = chosen(Reader(reader.payload, reader.today), world, day)
    if not movers:
        return {}
    source = household_of(world, movers[0].particulars.household_number, day)
    if len(movers) < len(source.members):
        return proposed_texts(going_apart(reader, world, day))
    typed = typed_relationships(reader, source.keys)
    heads = [key for key, label in typed.items() if label == HEAD]
    return proposed_texts(for_new_head(world, source, heads[0], day)) if len(heads) == 1 else {}
