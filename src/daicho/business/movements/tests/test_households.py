"""世帯分離・世帯合併・世帯変更・職権で世帯主を定める: on a family of four, and their neighbours at the same lot."""

from __future__ import annotations

from datetime import date
from uuid import UUID, uuid4

import pytest

from daicho.business.movements.commands.submit import submit
from daicho.business.movements.domain.kinds import KINDS
from daicho.business.movements.models import Case
from daicho.business.movements.selectors.forms import open_form
from daicho.business.movements.tests.amending import amendment, block
from daicho.business.movements.tests.family import NEXT_DOOR, Staff, moving, now
from daicho.business.movements.tests.paper import (
    HEAD,
    NOTIFIED,
    WIFE,
    alerts_of,
    carry_through,
    move_in_paper,
)
from daicho.foundation.outbox.models import Message
from daicho.kernel.errors import Invalid
from daicho.registers.residents.domain.particulars import Particulars, Status
from daicho.registers.residents.models import Change
from daicho.registers.residents.writes import holdings

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]

EX_OFFICIO = {"basis": "職権", "ground": "調査の結果", "event_date": "2026-11-01"}
BROTHER = {
    **HEAD,
    "name": "見本　次郎",
    "name_kana": "ミホン　ジロウ",
    "birth_date": "S63.1.1",
    "family_register_head": "見本　次郎",
}


@pytest.fixture
def brother(staff: Staff, family: list[UUID]) -> UUID:
    """The father's brother, in a household of his own at the same lot, in another room."""
    paper = move_in_paper(
        BROTHER, event_date="2026-05-01", notified_on="2026-05-02", katagaki="見本ハイツ202号"
    )
    case = carry_through(*staff, "move_in", paper)
    person: UUID = Case.objects.get(key=case).persons[0]
    assert now(person).particulars.address == now(family[0]).particulars.address
    return person


def numbers_of(*people: UUID) -> list[str]:
    return [now(p).particulars.household_number for p in people]


def problems(staff: Staff, kind: str, paper: dict[str, str]) -> set[str]:
    """The codes of what stands against a paper that nobody has confirmed."""
    with pytest.raises(Invalid) as caught:
        submit(staff[0], case=uuid4(), kind=kind, payload=paper, edition=0, confirmed=())
    return {p.code for p in caught.value.problems}


def reasons_of(person: UUID) -> list[tuple[str, str]]:
    """(異動事由, 根拠) of every line of a person's history, oldest first."""
    lines = sorted(holdings.of_persons([person]), key=lambda h: h.history_number)
    changes = Change.objects.in_bulk({h.change for h in lines})
    return [(changes[h.change].reason, changes[h.change].basis) for h in lines]


def place_of(items: Particulars) -> tuple[object, ...]:
    """What no change of a household may touch (H-601)."""
    return (
        items.address,
        items.banchi,
        items.katagaki,
        items.address_since,
        items.resident_since,
    )


@pytest.mark.proves("REG-017", "STD-4.1.4.1/m1")
def test_a_split_makes_two_households_with_a_head_each(staff: Staff, family: list[UUID]) -> None:
    father, mother, son, daughter = family
    before = {p: place_of(now(p).particulars) for p in family}
    paper = moving([mother, son]) | {
        f"relationship.{mother}": "世帯主",
        f"relationship.{son}": "子",
    }
    carry_through(*staff, "household_split", paper)
    assert len(set(numbers_of(mother, son))) == 1
    assert len(set(numbers_of(father, daughter))) == 1
    assert numbers_of(mother) != numbers_of(father)
    assert [now(p).particulars.relationship_to_head for p in family] == [
        "世帯主",
        "世帯主",
        "子",
        "子",
    ]
    assert now(mother).particulars.head_name == now(son).particulars.head_name == "見本　花子"
    assert {p: place_of(now(p).particulars) for p in family} == before
    assert reasons_of(mother)[-1] == ("household_split", "届出")
    assert now(father).history_number == 1


def test_everybody_is_no_split_and_two_heads_are_none(staff: Staff, family: list[UUID]) -> None:
    paper = moving(family) | {f"relationship.{family[0]}": "世帯主"}
    assert "everyone_selected" in problems(staff, "household_split", paper)
    paper = moving(family[1:3]) | {f"relationship.{p}": "世帯主" for p in family[1:3]}
    assert "choose_one_head" in problems(staff, "household_split", paper)


@pytest.mark.proves("STD-4.1.4.1/m1", "STD-4.1.4.1/n2", "STD-4.1.4.1/n3")
def test_households_with_other_rooms_merge_and_keep_their_rooms(
    staff: Staff, family: list[UUID], brother: UUID
) -> None:
    before = {p: place_of(now(p).particulars) for p in (*family, brother)}
    target = numbers_of(family[0])[0]
    paper = moving([brother], target_household=target) | {f"relationship.{brother}": "弟"}
    carry_through(*staff, "household_merge", paper)
    after = now(brother).particulars
    assert (after.household_number, after.relationship_to_head) == (target, "弟")
    assert (after.member_order, after.head_name) == (5, "見本　太郎")
    assert {p: place_of(now(p).particulars) for p in (*family, brother)} == before
    assert before[brother] != before[family[0]], "the rooms differ"
    assert {now(p).history_number for p in family} == {1}
    assert reasons_of(brother)[-1] == ("household_merge", "届出")


@pytest.mark.proves("STD-4.1.4.1/n1")
@pytest.mark.parametrize(
    "kind", ["household_split", "household_merge", "household_transfer", "household_head_change"]
)
def test_no_change_of_a_household_asks_for_an_address(kind: str) -> None:
    names = {spec.name for section in KINDS[kind].sheet.sections for spec in section.fields}
    assert names.isdisjoint({"town_code", "banchi", "katagaki", "destination", "postal_code"})


def test_another_lot_is_refused(staff: Staff, family: list[UUID]) -> None:
    other = move_in_paper(
        BROTHER, event_date="2026-05-01", notified_on="2026-05-02", **{"banchi": "7-7"}
    )
    person = Case.objects.get(key=carry_through(*staff, "move_in", other)).persons[0]
    paper = moving([person], target_household=numbers_of(family[0])[0])
    paper |= {f"relationship.{person}": "弟"}
    assert "place_differs" in problems(staff, "household_merge", paper)
    assert "place_differs" in problems(staff, "household_transfer", paper | {"where": "other"})


@pytest.mark.proves("STD-4.1.4.1/m1", "REG-019")
def test_one_passes_to_the_other_household(staff: Staff, family: list[UUID], brother: UUID) -> None:
    daughter = family[3]
    paper = moving([daughter], where="other", target_household=numbers_of(brother)[0])
    paper |= {f"relationship.{daughter}": "兄の子"}
    carry_through(*staff, "household_transfer", paper)
    niece = now(daughter).particulars
    assert (niece.household_number, niece.relationship_to_head) == (
        numbers_of(brother)[0],
        "兄の子",
    )
    assert [now(p).particulars.member_order for p in family[:3]] == [1, 2, 3]
    assert reasons_of(daughter)[-1] == ("household_transfer", "届出")


@pytest.mark.proves("REG-019")
def test_a_cohabitant_becomes_a_partner_and_the_old_word_stays_in_the_history(
    staff: Staff, family: list[UUID]
) -> None:
    number = numbers_of(family[0])[0]
    lodger = {**WIFE, "name": "例示　葉子", "relationship": "同居人"}
    entering = move_in_paper(lodger, destination="existing", target_household=number)
    person = Case.objects.get(key=carry_through(*staff, "move_in", entering)).persons[0]
    paper = moving([person], where="same", event_date="2026-11-18", notified_on="2026-11-19")
    paper |= {f"relationship.{person}": "妻（未届）"}
    carry_through(*staff, "household_transfer", paper)
    assert now(person).particulars.relationship_to_head == "妻（未届）"
    (before,) = holdings.on_day([person], date(2026, 11, 17))
    assert before.particulars.relationship_to_head == "同居人"
    again = paper | {"event_date": "2026-11-19"}
    assert "nothing_changed" in problems(staff, "household_transfer", again)
    head = moving([family[0]], where="same") | {f"relationship.{family[0]}": "夫"}
    assert "head_by_head_change" in problems(staff, "household_transfer", head)


@pytest.mark.proves("STD-4.2.0.2/m1", "STD-4.2.0.2/m2")
@pytest.mark.parametrize(
    ("kind", "fields"),
    [
        ("household_split", {}),
        ("move_within", NEXT_DOOR),
        ("move_out", {"abroad": "domestic", "destination_address": "大阪府架空市"}),
    ],
)
def test_what_nobody_notifies_is_done_ex_officio_without_a_day_of_notification(
    staff: Staff, family: list[UUID], kind: str, fields: dict[str, str]
) -> None:
    paper = EX_OFFICIO | fields | {f"selected.{family[3]}": "on"}
    case = carry_through(*staff, kind, paper)
    change = Change.objects.get(key=case)
    assert (change.basis, change.notified_on) == ("職権", None)
    assert Case.objects.get(key=case).deadline is None
    # The rules of the notification hold all the same.
    future = paper | {
        "event_date": "2026-12-24",
        f"selected.{family[3]}": "",
        f"selected.{family[2]}": "on",
    }
    if kind != "move_out":
        assert "future" in " ".join(problems(staff, kind, future))
    again = paper | {"event_date": "2026-03-01"}
    assert "not_present" in problems(staff, kind, again)


@pytest.mark.proves("STD-4.1.4.2/m1")
def test_the_proposal_is_shown_and_another_word_wants_a_reason(
    staff: Staff, family: list[UUID]
) -> None:
    father, mother, son, daughter = family
    paper = {
        "household": numbers_of(father)[0],
        "new_head": str(son),
        "event_date": "2026-11-01",
        "notified_on": "2026-11-10",
        **NOTIFIED,
    }
    shown = open_form(staff[0], kind="household_head_change", payload=paper).payload
    words = [shown.get(f"relationship.{p}") for p in (father, mother, daughter)]
    assert words == ["父", "母", "妹"]
    other = paper | {f"relationship.{father}": "父の兄", f"relationship.{mother}": "母"}
    other |= {f"relationship.{daughter}": "妹"}
    asked = {key for key in alerts_of("household_head_change", other) if "reason" in key}
    assert asked == {"relationship_reason_blank:relationship_reason"}
    other["relationship_reason"] = "戸籍により実父でないことを確認"
    assert not [k for k in alerts_of("household_head_change", other) if "reason_blank" in k]
    case = carry_through(*staff, "household_head_change", other)
    assert Case.objects.get(key=case).payload["relationship_reason"] == other["relationship_reason"]
    assert now(father).particulars.relationship_to_head == "父の兄"


def test_those_who_join_follow_from_the_one_who_was_related(
    staff: Staff, family: list[UUID], brother: UUID
) -> None:
    """K25: the clerk says 兄 of the father; the rest of the family follows."""
    father = family[0]
    paper = moving(family, target_household=numbers_of(brother)[0])
    paper |= {f"relationship.{father}": "兄"}
    shown = open_form(staff[0], kind="household_merge", payload=paper).payload
    assert [shown[f"relationship.{p}"] for p in family] == ["兄", "兄の妻", "兄の子", "兄の子"]


@pytest.mark.proves("STD-4.0.4/m1", "REG-017")
def test_the_one_left_by_a_split_becomes_head_by_a_change_of_its_own(
    staff: Staff, family: list[UUID]
) -> None:
    father, mother, son, daughter = family
    paper = moving([father, mother, son]) | {
        f"relationship.{father}": "世帯主",
        f"relationship.{mother}": "妻",
        f"relationship.{son}": "子",
    }
    assert "headless_one:head" in alerts_of("household_split", paper)
    carry_through(*staff, "household_split", paper)
    alone = now(daughter).particulars
    assert (alone.relationship_to_head, alone.head_name, alone.member_order) == (
        "世帯主",
        "見本　二葉",
        1,
    )
    assert reasons_of(daughter) == [
        ("entry_domestic_move_in", "届出"),
        ("household_head_change", "職権"),
    ]
    assert reasons_of(father)[-1] == ("household_split", "届出")


@pytest.mark.proves("STD-4.0.4/m1", "STD-4.0.5/m1")
def test_the_clerk_may_leave_the_one_without_a_head_and_decide_later(
    staff: Staff, family: list[UUID]
) -> None:
    father, mother = family[:2]
    carry_through(
        *staff,
        "move_out",
        moving(family[2:], abroad="domestic", destination_address="大阪府架空市"),
    )
    death = {
        f"selected.{father}": "on",
        "event_date": "2026-11-17",
        "noticed_on": "2026-11-19",
        "sole_remaining": "leave",
    }
    carry_through(*staff, "death", death)
    widow = now(mother).particulars
    assert (widow.relationship_to_head, widow.head_name) == ("妻", "")
    paper = {
        "household": widow.household_number,
        "new_head": str(mother),
        "event_date": "2026-11-18",
        "basis": "職権",
    }
    carry_through(*staff, "household_head_ex_officio", paper)
    assert now(mother).particulars.relationship_to_head == "世帯主"
    assert reasons_of(mother)[-1] == ("household_head_change", "職権")
    assert "household_has_head" in problems(
        staff, "household_head_ex_officio", paper | {"event_date": "2026-11-19"}
    )


@pytest.mark.proves("STD-4.0.4/m2", "STD-4.0.4/m4", "STD-4.0.5/m1")
def test_two_left_without_a_head_are_told_and_the_next_step_follows(
    staff: Staff, family: list[UUID]
) -> None:
    father, mother, son, daughter = family
    death = {f"selected.{father}": "on", "event_date": "2026-11-17", "noticed_on": "2026-11-19"}
    assert "headless_two_or_more:head" in alerts_of("death", death)
    carry_through(*staff, "death", death)
    number = numbers_of(mother)[0]
    paper = {
        "household": number,
        "new_head": str(mother),
        "event_date": "2026-11-17",
        "basis": "職権",
    }
    shown = open_form(staff[0], kind="household_head_ex_officio", payload=paper).payload
    assert [shown[f"relationship.{p}"] for p in (son, daughter)] == ["子", "子"]
    paper |= {f"relationship.{p}": "子" for p in (son, daughter)}
    carry_through(*staff, "household_head_ex_officio", paper)
    assert {now(p).particulars.head_name for p in family[1:]} == {"見本　花子"}
    assert now(father).status is Status.REMOVED
    assert now(father).particulars.relationship_to_head == "世帯主"


def test_all_move_and_the_head_changes_in_one_go_as_two_changes(
    staff: Staff, family: list[UUID]
) -> None:
    """H-302."""
    father, mother, son, daughter = family
    paper = moving(family, **NEXT_DOOR) | {
        f"relationship.{father}": "夫",
        f"relationship.{mother}": "世帯主",
        f"relationship.{son}": "子",
        f"relationship.{daughter}": "子",
    }
    case = carry_through(*staff, "move_within", paper)
    assert [now(p).particulars.relationship_to_head for p in family] == ["夫", "世帯主", "子", "子"]
    assert {now(p).particulars.banchi for p in family} == {"9-9"}
    assert {now(p).particulars.head_name for p in family} == {"見本　花子"}
    assert len(set(numbers_of(*family))) == 1
    assert reasons_of(son)[1:] == [
        ("correction_move_within", "届出"),
        ("household_head_change", "届出"),
    ]
    assert Change.objects.filter(case=case).count() == 2


def test_a_later_change_of_household_survives_an_earlier_death(
    staff: Staff, family: list[UUID], brother: UUID
) -> None:
    """The father died before the daughter passed to her uncle: only her days in the family's household change."""
    daughter = family[3]
    paper = moving([daughter], where="other", target_household=numbers_of(brother)[0])
    paper |= {f"relationship.{daughter}": "兄の子", "event_date": "2026-11-10"}
    carry_through(*staff, "household_transfer", paper)
    death = {f"selected.{family[0]}": "on", "event_date": "2026-11-02", "noticed_on": "2026-11-19"}
    carry_through(*staff, "death", death)
    (mourning,) = holdings.on_day([daughter], date(2026, 11, 5))
    assert mourning.particulars.head_name == ""
    assert now(daughter).particulars.household_number == numbers_of(brother)[0]
    assert now(daughter).particulars.head_name == "見本　次郎"


@pytest.mark.proves("STD-4.1.4.1/n4")
def test_what_is_told_to_the_others_keeps_the_order_of_the_approvals(
    staff: Staff, family: list[UUID], brother: UUID
) -> None:
    """A correction of the 方書 after a merge is told after it: nothing puts the address first."""
    paper = moving([brother], target_household=numbers_of(family[0])[0])
    carry_through(*staff, "household_merge", paper | {f"relationship.{brother}": "弟"})
    paper = amendment(
        *(block("minor_amend", p) for p in (*family, brother)),
        minor_ground="building_renamed",
        town_code="066000",
        town_code_text="五老内町",
        banchi="3-1",
        katagaki="見本ハイツ101号",
    )
    carry_through(*staff, "minor_amend", paper)
    told = Message.objects.filter(kind="movements.approved").order_by("id")
    movements = [m.payload["movement"] for m in told]
    assert [m for m in movements if m != "move_in"] == ["household_merge", "minor_amend"]
    assert now(brother).particulars.katagaki == "見本ハイツ101号"
