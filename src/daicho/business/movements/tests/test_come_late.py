"""Movements that come late (後から届いた異動): the household of that day is read whole, whoever has left it since."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest

from daicho.business.movements.selectors.cases import view_case
from daicho.business.movements.tests.family import NEXT_DOOR, Staff, moving, now
from daicho.business.movements.tests.paper import carry_through

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


def test_a_death_before_a_move_makes_nobody_head_beside_the_head(
    staff: Staff, family: list[UUID]
) -> None:
    father, mother, son, _ = family
    leaving = moving([mother, son], **NEXT_DOOR, event_date="2026-11-10", notified_on="2026-11-12")
    carry_through(
        *staff,
        "move_within",
        leaving | {f"relationship.{mother}": "世帯主", f"relationship.{son}": "子"},
    )

    death = {f"selected.{son}": "on", "event_date": "2026-10-10", "noticed_on": "2026-11-18"}
    carry_through(*staff, "death", death)

    then = {p: now(p, date(2026, 10, 20)).particulars for p in (father, mother)}
    assert then[father].is_head
    assert then[mother].relationship_to_head == "妻"
    assert then[mother].household_number == then[father].household_number
    assert now(mother).particulars.is_head
    assert now(mother).particulars.household_number != then[father].household_number


@pytest.mark.proves("STD-4.0.4/m4")
def test_a_household_that_lost_its_head_by_it_is_offered_a_head(
    staff: Staff, family: list[UUID]
) -> None:
    _, mother, son, _ = family
    leaving = moving([mother, son], **NEXT_DOOR, event_date="2026-11-10", notified_on="2026-11-12")
    labels = {f"relationship.{mother}": "世帯主", f"relationship.{son}": "子"}
    carry_through(*staff, "move_within", leaving | labels)
    number = now(son).particulars.household_number

    death = {f"selected.{mother}": "on", "event_date": "2026-10-10", "noticed_on": "2026-11-18"}
    case = carry_through(*staff, "death", death)

    steps = view_case(staff[0], case=case).next_steps
    assert {(s.kind, s.household) for s in steps} == {
        ("household_head_change", number),
        ("household_head_ex_officio", number),
    }
