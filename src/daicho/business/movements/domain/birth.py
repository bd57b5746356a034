"""Birth (出生, 住基法8条・戸籍法49条): a child is entered ex officio into the household where it lives."""

from __future__ import annotations

from typing import Any

from daicho.business.movements.domain import sheet
from daicho.business.movements.domain.destination import ADDRESS_ITEMS
from daicho.business.movements.domain.households import (
    entrants,
    household_of,
    slot_key,
    standing_items,
    standings_after,
    tell,
)
from daicho.business.movements.domain.person import Entered, read_person
from daicho.business.movements.domain.plan import PersonPlan, Plan
from daicho.business.movements.domain.reading import Reader
from daicho.business.movements.domain.world import World
from daicho.kernel.errors import Invalid
from daicho.kernel.uncertain_dates import EXACT_PAST, LegalDate
from daicho.registers.residents.domain.household_events import join_household
from daicho.registers.residents.domain.households import Outcome
from daicho.registers.residents.domain.particulars import Kind, Particulars, Status
from daicho.registers.residents.domain.segments import Holding, Segment

SHEET = sheet.Sheet(
    sections=(
        sheet.Section(
            "出生",
            (
                sheet.FieldSpec(
                    "target_household",
                    "入る世帯の世帯番号",
                    sheet.Input.HOUSEHOLD,
                    hint="通常は母の世帯",
                    required=True,
                ),
                sheet.FieldSpec(
                    "noticed_on",
                    "戸籍届出・通知日",
                    sheet.Input.DATE,
                    required=True,
                    initial="today",
                ),
            ),
        ),
    ),
    persons=(sheet.IDENTITY, sheet.FAMILY_REGISTER, sheet.RESIDENCE, sheet.OTHERS),
    many_persons=False,
)


def plan(reader: Reader, world: World) -> Plan | None:
    """The plan of a 出生: resident from the day of birth, 転入前住所 blank, a 住民票コード drawn."""
    noticed = reader.exact_date("noticed_on", "戸籍届出・通知日", EXACT_PAST)
    household = reader.required("target_household", "入る世帯の世帯番号")
    block = reader.under("persons.0")
    child = read_person(block, slot="persons.0")
    if child.birth is None or not household:
        return None
    day = child.birth.sort_on
    if day > world.today:
        block.note(
            "birth_date",
            "born_in_future",
            "生年月日が今日より後です。",
            "生まれていない人は記載できません。",
            "生年月日を確かめてください。",
        )
        return None
    members = world.members(household, day)
    if not members:
        reader.note(
            "target_household",
            "household_missing",
            "この世帯番号の世帯は、出生の日にはありません。",
            "番号の誤りか、後からできた世帯です。",
            "世帯番号と生年月日を確かめてください。",
        )
        return None
    _check_not_here(block, world)
    outcome = _settle(reader, world, child, household)
    if outcome is None or reader.has_errors:
        return None
    return Plan(
        kind="birth",
        reason="entry_birth",
        basis="職権",
        event_date=child.birth,
        noticed_on=noticed,
        people=(_child_plan(child, child.birth, members[0], outcome),),
    )


def _check_not_here(block: Reader, world: World) -> None:
    if any(a.slot == "persons.0" and a.present for a in world.lookalikes):
        block.alert(
            "name",
            "same_person_present",
            "氏名・性別・生年月日が同じ住民がいます。",
            "同じ子を二度記載するおそれがあります。",
            "別の人であることを確かめてください。",
        )


def _settle(reader: Reader, world: World, child: Entered, household: str) -> Outcome | None:
    assert child.birth is not None
    key = slot_key(child.slot)
    day = child.birth.sort_on
    coming, _ = entrants(reader, [child], keys={child.slot: key}, today=world.today)
    try:
        outcome = join_household(household_of(world, household, day), entrants=coming, on=day)
    except Invalid as error:
        tell(reader, error.problems, slots={key: child.slot})
        return None
    tell(reader, outcome.alerts, slots={key: child.slot})
    return outcome


def _child_plan(child: Entered, birth: LegalDate, member: Holding, outcome: Outcome) -> PersonPlan:
    since = "resident_since" if child.kind is Kind.JAPANESE else "foreign_resident_since"
    items: dict[str, Any] = {
        **child.items,
        **{name: getattr(member.particulars, name) for name in ADDRESS_ITEMS},
        **standing_items(standings_after(outcome)[slot_key(child.slot)]),
        "address_since": birth,
        since: birth,
        "resident_reason": "出生",
    }
    return PersonPlan(
        slot=child.slot,
        person=None,
        record=None,
        segments=(Segment(birth.sort_on, Status.PRESENT, Particulars(**items)),),
        draws_code=True,
    )
