"""The other kinds (転居・転出・転入通知・出生・死亡・世帯主変更) on a family of four, and what may not be done."""

from __future__ import annotations

from datetime import date
from uuid import UUID, uuid4

import pytest

from daicho.business.movements.commands.submit import submit
from daicho.business.movements.models import Case
from daicho.business.movements.tests.family import NEXT_DOOR, Staff, moving, now
from daicho.business.movements.tests.paper import (
    CHILD,
    HEAD,
    NOTIFIED,
    PLACE,
    WIFE,
    alerts_of,
    carry_through,
    individual_number,
    move_in_paper,
    pool,
)
from daicho.kernel.errors import Invalid
from daicho.registers.residents.domain.particulars import Status
from daicho.registers.residents.writes import holdings

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


@pytest.mark.proves("STD-4.1.2.1/m1", "STD-4.0.2/m6")
def test_the_whole_household_moves_within(staff: Staff, family: list[UUID]) -> None:
    before = [now(p).particulars for p in family]
    carry_through(*staff, "move_within", moving(family, **NEXT_DOOR))
    after = [now(p) for p in family]
    assert {h.particulars.banchi for h in after} == {"9-9"}
    assert {h.particulars.household_number for h in after} == {before[0].household_number}
    assert [h.particulars.relationship_to_head for h in after] == ["世帯主", "妻", "子", "子"]
    assert {h.history_number for h in after} == {2}
    for old, held in zip(before, after, strict=True):
        assert held.particulars.resident_since == old.resident_since
        assert held.particulars.address_since != old.address_since


def test_some_move_into_a_new_household_and_the_head_stays(
    staff: Staff, family: list[UUID]
) -> None:
    mother, son = family[1], family[2]
    paper = moving([mother, son], **NEXT_DOOR)
    paper |= {f"relationship.{mother}": "世帯主", f"relationship.{son}": "子"}
    carry_through(*staff, "move_within", paper)
    moved, stayed = now(mother).particulars, now(family[0]).particulars
    assert moved.household_number != stayed.household_number
    assert moved.head_name == "見本　花子"
    assert now(son).particulars.member_order == 2
    assert now(family[3]).particulars.member_order == 2
    assert now(family[0]).history_number == 1


def test_all_or_some_move_into_an_existing_household(staff: Staff, family: list[UUID]) -> None:
    uncle = {
        **HEAD,
        "name": "例示　次男",
        "family_register_head": "例示　次男",
        "birth_date": "S50.1.1",
    }
    paper = move_in_paper(uncle, event_date="2026-05-01", notified_on="2026-05-02", banchi="7-7")
    case = carry_through(*staff, "move_in", paper)
    target = now(Case.objects.get(key=case).persons[0]).particulars.household_number
    joined = moving([family[3]], destination="existing", target_household=target)
    carry_through(*staff, "move_within", joined | {f"relationship.{family[3]}": "弟の子"})
    niece = now(family[3]).particulars
    assert (niece.household_number, niece.relationship_to_head, niece.banchi) == (
        target,
        "弟の子",
        "7-7",
    )
    rest = family[:3]
    paper = moving(rest, destination="existing", target_household=target)
    labels = ("弟", "弟の妻", "弟の子")
    paper |= {f"relationship.{p}": label for p, label in zip(rest, labels, strict=True)}
    carry_through(*staff, "move_within", paper | {"event_date": "2026-11-02"})
    assert {now(p).particulars.household_number for p in family} == {target}
    assert now(family[0]).particulars.head_name == "例示　次男"


def test_a_move_to_the_same_address_is_refused_unless_another_house(
    staff: Staff, family: list[UUID]
) -> None:
    paper = moving(family, **PLACE)
    with pytest.raises(Invalid) as caught:
        submit(staff[0], case=uuid4(), kind="move_within", payload=paper, edition=0, confirmed=())
    assert "same_address" in {p.code for p in caught.value.problems}
    carry_through(*staff, "move_within", paper | {"other_house": "on"})
    assert now(family[0]).particulars.address_since != now(family[0]).particulars.resident_since


@pytest.mark.proves("STD-1.1.5/m5")
def test_present_until_the_day_before_the_planned_day(staff: Staff, family: list[UUID]) -> None:
    paper = moving(
        family[2:],
        event_date="2026-12-01",
        notified_on="2026-11-20",
        abroad="domestic",
        destination_address="大阪府架空市",
    )
    carry_through(*staff, "move_out", paper)
    assert now(family[2], date(2026, 11, 30)).status is Status.PRESENT
    assert now(family[2], date(2026, 11, 30)).particulars.destination_planned == ""
    gone = now(family[2], date(2026, 12, 1))
    assert gone.status is Status.REMOVED
    assert gone.particulars.destination_planned == "大阪府架空市"


@pytest.mark.proves("STD-1.1.5/m2", "STD-4.1.3.1.1/m1", "STD-4.1.3.1.1/m2")
@pytest.mark.parametrize(
    ("planned", "arrived", "removed"),
    [("2026-11-18", "2026-11-15", "2026-11-15"), ("2026-11-15", "2026-11-18", "2026-11-15")],
)
def test_the_earlier_of_planned_and_arrived_counts(
    staff: Staff, family: list[UUID], planned: str, arrived: str, removed: str
) -> None:
    leaving = moving(
        [family[1]],
        event_date=planned,
        notified_on="2026-11-10",
        abroad="domestic",
        destination_address="大阪府架空市",
    )
    carry_through(*staff, "move_out", leaving)
    notice = {
        f"selected.{family[1]}": "on",
        "event_date": arrived,
        "noticed_on": "2026-11-20",
        "confirmed_address": "大阪府架空市見本町1-1",
    }
    carry_through(*staff, "arrival_notice", notice)
    held = now(family[1])
    assert held.valid.start == date.fromisoformat(removed)
    assert held.particulars.destination_planned == "大阪府架空市"
    assert held.particulars.destination_confirmed == "大阪府架空市見本町1-1"
    assert held.particulars.move_out_date == date.fromisoformat(arrived)


def test_birth_into_the_household(staff: Staff, family: list[UUID]) -> None:
    number = now(family[0]).particulars.household_number
    baby = {
        **CHILD,
        "name": "見本　三太",
        "name_kana": "ミホン　サンタ",
        "birth_date": "2026-11-15",
    }
    paper = {"target_household": number, "noticed_on": "2026-11-19"}
    paper |= {f"persons.0.{k}": v for k, v in baby.items()}
    case = carry_through(*staff, "birth", paper)
    child = now(Case.objects.get(key=case).persons[0]).particulars
    assert child.household_number == number
    assert child.member_order == 5
    assert child.previous_address == ""
    assert child.resident_since == child.birth_date
    assert child.resident_record_code_ref is not None


def test_the_death_of_the_head_leaves_the_household_without_one(
    staff: Staff, family: list[UUID]
) -> None:
    paper = {
        f"selected.{family[0]}": "on",
        "event_date": "2026-11-18",
        "noticed_on": "2026-11-19",
    }
    assert any(key.startswith("headless") for key in alerts_of("death", paper))
    carry_through(*staff, "death", paper)
    widow = now(family[1]).particulars
    assert widow.relationship_to_head == "妻"
    assert widow.head_name == ""
    dead = now(family[0])
    assert dead.status is Status.REMOVED
    assert dead.particulars.relationship_to_head == "世帯主"


def test_a_planned_move_out_survives_the_death_of_the_head(
    staff: Staff, family: list[UUID]
) -> None:
    leaving = moving(
        [family[3]],
        event_date="2026-12-01",
        notified_on="2026-11-20",
        abroad="domestic",
        destination_address="大阪府架空市",
    )
    carry_through(*staff, "move_out", leaving)
    paper = {
        f"selected.{family[0]}": "on",
        "event_date": "2026-11-18",
        "noticed_on": "2026-11-19",
    }
    carry_through(*staff, "death", paper)
    assert now(family[3], date(2026, 11, 30)).particulars.head_name == ""
    assert now(family[3], date(2026, 12, 1)).status is Status.REMOVED


@pytest.mark.proves("STD-4.1.4.2/m1")
def test_the_son_becomes_head(staff: Staff, family: list[UUID]) -> None:
    father, mother, son, daughter = family
    paper = {
        "household": now(father).particulars.household_number,
        "new_head": str(son),
        "event_date": "2026-11-01",
        "notified_on": "2026-11-10",
        **NOTIFIED,
        f"relationship.{father}": "父",
        f"relationship.{mother}": "母",
        f"relationship.{daughter}": "妹",
    }
    carry_through(*staff, "household_head_change", paper)
    assert [now(p).particulars.relationship_to_head for p in family] == [
        "父",
        "母",
        "世帯主",
        "妹",
    ]
    assert {now(p).particulars.head_name for p in family} == {"見本　一郎"}
    assert {now(p).history_number for p in family} == {2}


@pytest.mark.proves("STD-4.1.1.2/m4", "STD-4.1.1.2/m2")
def test_a_returning_person_keeps_the_number(staff: Staff, family: list[UUID]) -> None:
    leaving = moving(
        [family[1]], abroad="overseas", destination_address="架空国", notified_on="2026-11-01"
    )
    carry_through(*staff, "move_out", leaving)
    back = move_in_paper(
        {**WIFE, "relationship": "世帯主"},
        origin="overseas",
        event_date="2026-11-18",
        notified_on="2026-11-19",
        previous_address="架空国",
    )
    assert "same_person_removed:persons.0.returning" in alerts_of("move_in", back)
    back["persons.0.returning"] = str(family[1])
    carry_through(*staff, "move_in", back)
    records = holdings.on_day([family[1]], date(2026, 11, 20))
    assert len(records) == 2
    present = next(h for h in records if h.status is Status.PRESENT)
    removed = next(h for h in records if h.status is Status.REMOVED)
    assert present.atena_number == removed.atena_number
    assert present.history_number == removed.history_number + 1
    assert (
        present.particulars.resident_record_code_ref == removed.particulars.resident_record_code_ref
    )
    assert present.particulars.household_number != removed.particulars.household_number


def test_the_same_number_forces_the_choice(staff: Staff) -> None:
    pool()
    person = {**HEAD, "individual_number": individual_number(21)}
    paper = move_in_paper(person, event_date="2026-04-01", notified_on="2026-04-02")
    case = carry_through(*staff, "move_in", paper)
    key = Case.objects.get(key=case).persons[0]
    carry_through(
        *staff, "move_out", moving([key], abroad="domestic", destination_address="大阪府架空市")
    )
    again = move_in_paper({**person, "name": "別名　太郎"})
    with pytest.raises(Invalid) as caught:
        submit(staff[0], case=uuid4(), kind="move_in", payload=again, edition=0, confirmed=())
    # Numbers are sealed before the register is asked, as on a screen.
    assert "returning_must_be_chosen" in {p.code for p in caught.value.problems}
    again["persons.0.returning"] = str(key)
    carry_through(*staff, "move_in", again, confirmed=set())
    assert now(key).particulars.individual_number_ref is not None
