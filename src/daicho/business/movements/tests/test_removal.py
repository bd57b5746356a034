"""失踪・職権消除・職権回復・失踪宣告の取消し・特例転出・転出先・事実上の世帯主."""

from __future__ import annotations

from datetime import date
from uuid import UUID, uuid4

import pytest

from daicho.business.movements.commands.submit import submit
from daicho.business.movements.domain.kinds import KINDS
from daicho.business.movements.models import Case
from daicho.business.movements.tests.family import Staff, moving, now
from daicho.business.movements.tests.paper import alerts_of, carry_through
from daicho.kernel.errors import Invalid
from daicho.registers.residents.domain.particulars import Removal, Status
from daicho.registers.residents.models import Change
from daicho.registers.residents.writes import holdings

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


def removing(people: list[UUID], **fields: str) -> dict[str, str]:
    """A 職権消除 after a survey."""
    return {
        "event_date": "2026-11-10",
        "removal_cause": "absent",
        "basis": "職権",
        "ground": "実態調査により不現住を確認",
        "survey": "2026-000012",
        "posted_on": "2026-10-01",
        **{f"selected.{p}": "on" for p in people},
        **fields,
    }


def restoring(people: list[UUID], **fields: str) -> dict[str, str]:
    """A 職権回復."""
    return {
        "event_date": "2026-11-19",
        "basis": "職権",
        "ground": "居住を確認",
        **{f"selected.{p}": "on" for p in people},
        **fields,
    }


def codes_against(staff: Staff, kind: str, paper: dict[str, str]) -> set[str]:
    with pytest.raises(Invalid) as caught:
        submit(staff[0], case=uuid4(), kind=kind, payload=paper, edition=0, confirmed=())
    return {p.code for p in caught.value.problems}


@pytest.mark.proves("STD-4.2.2.2/m1")
def test_a_disappearance_is_a_removal_and_no_death(staff: Staff, family: list[UUID]) -> None:
    paper = {
        f"selected.{family[1]}": "on",
        "event_date": "平成30年3月 日不詳",
        "noticed_on": "2026-11-17",
    }
    case = carry_through(*staff, "disappearance", paper)
    change = Change.objects.get(key=case)
    assert (change.reason, change.basis) == ("removal_ex_officio", "職権")
    gone = now(family[1])
    assert gone.status is Status.REMOVED
    assert gone.particulars.removal is Removal.REMOVED
    assert gone.particulars.removal_reason == "失踪宣告"
    assert gone.particulars.removal_event_date == change.event_date
    assert gone.valid.start == date(2026, 11, 17)


@pytest.mark.proves("STD-4.2.0.1/m1")
def test_a_removal_after_a_survey_wants_its_ground(staff: Staff, family: list[UUID]) -> None:
    paper = removing([family[2]])
    assert "blank" in codes_against(staff, "ex_officio_removal", {**paper, "ground": ""})
    assert "survey_blank:survey" in alerts_of("ex_officio_removal", {**paper, "survey": ""})
    late = {**paper, "posted_on": "2026-11-15"}
    assert "posted_after_removal" in codes_against(staff, "ex_officio_removal", late)
    carry_through(*staff, "ex_officio_removal", paper)
    gone = now(family[2])
    assert (gone.status, gone.particulars.removal_reason) == (Status.REMOVED, "職権消除（不現住）")
    assert now(family[3]).particulars.member_order == 3


@pytest.mark.proves("REG-033")
def test_somebody_removed_by_mistake_is_back_with_the_same_numbers(
    staff: Staff, family: list[UUID]
) -> None:
    before = now(family[2])
    carry_through(*staff, "ex_officio_removal", removing([family[2]]))
    carry_through(*staff, "restoration", restoring([family[2]]))
    back = now(family[2])
    assert back.status is Status.PRESENT
    assert back.record == before.record
    assert back.particulars == before.particulars
    assert back.particulars.resident_record_code_ref == before.particulars.resident_record_code_ref
    assert back.particulars.individual_number_ref == before.particulars.individual_number_ref
    assert back.atena_number == before.atena_number
    for day in (date(2026, 11, 9), date(2026, 11, 10), date(2026, 11, 20)):
        assert now(family[2], day).status is Status.PRESENT
    lines = sorted(holdings.of_persons([family[2]]), key=lambda h: h.history_number)
    assert [Change.objects.get(key=h.change).reason for h in lines] == [
        "entry_domestic_move_in",
        "removal_ex_officio",
        "entry_ex_officio",
    ]
    assert [now(p).particulars.member_order for p in family] == [1, 2, 3, 4]


def test_a_head_comes_back_to_a_household_that_had_none(staff: Staff, family: list[UUID]) -> None:
    carry_through(*staff, "ex_officio_removal", removing([family[0]]))
    assert now(family[1]).particulars.head_name == ""
    carry_through(*staff, "restoration", restoring([family[0]]))
    assert [now(p).particulars.relationship_to_head for p in family] == ["世帯主", "妻", "子", "子"]
    assert {now(p).particulars.head_name for p in family} == {"見本　太郎"}
    assert now(family[1], date(2026, 11, 10)).particulars.head_name == "見本　太郎"


def test_a_former_head_finds_another_head(staff: Staff, family: list[UUID]) -> None:
    """C-05: the change of head that followed stays; the 続柄 is asked for, and holds from that day."""
    father, mother, son, daughter = family
    carry_through(*staff, "ex_officio_removal", removing([father]))
    change = {
        "household": now(mother).particulars.household_number,
        "new_head": str(mother),
        "event_date": "2026-11-15",
        "basis": "職権",
        f"relationship.{son}": "子",
        f"relationship.{daughter}": "子",
    }
    carry_through(*staff, "household_head_ex_officio", change)
    paper = restoring([father], **{f"relationship.{father}": "夫"})
    carry_through(*staff, "restoration", paper)
    assert [now(p).particulars.relationship_to_head for p in family] == ["夫", "世帯主", "子", "子"]
    assert now(father).particulars.head_name == "見本　花子"
    between = now(father, date(2026, 11, 12))
    assert (between.status, between.particulars.relationship_to_head) == (Status.PRESENT, "世帯主")
    assert len({now(p).particulars.member_order for p in family}) == 4


def test_a_whole_household_comes_back_under_a_new_number(staff: Staff, family: list[UUID]) -> None:
    """C-03."""
    number = now(family[0]).particulars.household_number
    carry_through(*staff, "ex_officio_removal", removing(family))
    carry_through(*staff, "restoration", restoring(family))
    after = {now(p).particulars.household_number for p in family}
    assert len(after) == 1
    assert after != {number}
    assert [now(p).particulars.relationship_to_head for p in family] == ["世帯主", "妻", "子", "子"]


def test_what_may_not_be_restored(staff: Staff, family: list[UUID]) -> None:
    assert "not_removed" in codes_against(staff, "restoration", restoring([family[0]]))
    missing = {
        f"selected.{family[1]}": "on",
        "event_date": "2018-03-01",
        "noticed_on": "2026-11-17",
    }
    carry_through(*staff, "disappearance", missing)
    assert "disappearance_cancel_instead" in codes_against(
        staff, "restoration", restoring([family[1]])
    )
    early = restoring([family[1]], event_date="2026-11-16")
    assert "restored_before_removal" in codes_against(staff, "disappearance_cancel", early)
    carry_through(*staff, "disappearance_cancel", restoring([family[1]]))
    assert now(family[1]).status is Status.PRESENT
    assert now(family[1]).particulars.removal_reason == ""
    carry_through(*staff, "ex_officio_removal", removing([family[2]], event_date="2026-11-18"))
    assert "not_declared_missing" in codes_against(
        staff, "disappearance_cancel", restoring([family[2]])
    )


def leaving(people: list[UUID], **fields: str) -> dict[str, str]:
    return moving(people, event_date="2026-12-01", notified_on="2026-11-19", **fields)


@pytest.mark.proves("STD-4.1.3.0.2/m1", "STD-4.1.3.0.2/m2", "STD-4.1.3.0.2/m3")
@pytest.mark.parametrize(
    ("fields", "written"),
    [
        ({"abroad": "domestic", "destination_municipality": "271004"}, "大阪府大阪市"),
        (
            {
                "abroad": "domestic",
                "destination_municipality": "271004",
                "destination_address": "北区見本町1-1",
            },
            "大阪府大阪市北区見本町1-1",
        ),
        ({"abroad": "domestic", "destination_address": "大阪府架空市"}, "大阪府架空市"),
        ({"abroad": "overseas", "destination_address": "架空国 架空都"}, "架空国 架空都"),
    ],
)
def test_whither_from_the_dictionary_or_as_typed(
    staff: Staff, family: list[UUID], fields: dict[str, str], written: str
) -> None:
    carry_through(*staff, "move_out", leaving([family[3]], **fields))
    gone = now(family[3], date(2026, 12, 1)).particulars
    assert gone.destination_planned == written
    assert gone.destination_planned_code == fields.get("destination_municipality", "")


@pytest.mark.proves("STD-1.1.5/m3")
def test_a_child_of_a_special_adoption_leaves_no_destination(
    staff: Staff, family: list[UUID]
) -> None:
    paper = leaving(
        [family[3]], abroad="domestic", special_adoption="on", destination_address="大阪府架空市"
    )
    assert "destination_left_blank:special_adoption" in alerts_of("move_out", paper)
    carry_through(*staff, "move_out", paper)
    assert now(family[3], date(2026, 12, 1)).particulars.destination_planned == ""
    blank = leaving([family[2]], abroad="domestic")
    assert "blank" in codes_against(staff, "move_out", blank)


@pytest.mark.proves("STD-4.1.3.0.4/m1", "STD-4.1.3.0.4/n2")
def test_a_special_move_out_is_a_kind_of_its_own(staff: Staff, family: list[UUID]) -> None:
    paper = leaving([family[3]], destination_municipality="271004")
    assert "no_card_recorded:selected" in alerts_of("special_move_out", paper)
    case = carry_through(*staff, "special_move_out", paper)
    assert Change.objects.get(key=case).reason == "removal_domestic_move_out"
    assert now(family[3], date(2026, 12, 1)).status is Status.REMOVED
    ordinary = {f.name for s in KINDS["move_out"].sheet.sections for f in s.fields}
    assert not {name for name in ordinary if "special_move" in name or "card" in name}


@pytest.mark.proves("STD-4.1.4.3/m1", "STD-4.1.4.3/m2")
def test_a_de_facto_head_stands_in_the_remarks_alone(staff: Staff, family: list[UUID]) -> None:
    number = now(family[0]).particulars.household_number
    people = len(holdings.present_in([number], date(2026, 11, 20)))
    paper = {
        "target_household": number,
        "event_date": "2026-11-10",
        "basis": "職権",
        "de_facto_head": "SAMPLE JOHN（在外米軍）",
    }
    case = carry_through(*staff, "de_facto_head", paper)
    assert Change.objects.get(key=case).reason == "correction_ex_officio"
    remarks = {now(p).particulars.remarks for p in family}
    assert remarks == {"事実上の世帯主　SAMPLE JOHN（在外米軍）"}
    assert len(holdings.present_in([number], date(2026, 11, 20))) == people
    assert [now(p).particulars.relationship_to_head for p in family] == ["世帯主", "妻", "子", "子"]
    again = {**paper, "event_date": "2026-11-12"}
    assert "nothing_changed" in codes_against(staff, "de_facto_head", again)
    carry_through(*staff, "de_facto_head", {**again, "de_facto_head": "SAMPLE JANE"})
    assert {now(p).particulars.remarks for p in family} == {"事実上の世帯主　SAMPLE JANE"}
    gone = {**paper, "event_date": "2026-11-14", "de_facto_head": ""}
    carry_through(*staff, "de_facto_head", gone)
    assert {now(p).particulars.remarks for p in family} == {""}
    assert Case.objects.filter(kind="de_facto_head").count() == 3
