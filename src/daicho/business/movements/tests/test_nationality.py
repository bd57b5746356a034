"""帰化・国籍取得・国籍喪失: the record of one 住民種別 is removed, that of the other is opened for the same person."""

from __future__ import annotations

from datetime import date
from uuid import UUID, uuid4

import pytest

from daicho.business.movements.commands.submit import submit
from daicho.business.movements.models import Case
from daicho.business.movements.selectors.forms import open_form
from daicho.business.movements.tests.family import Staff, moving, now
from daicho.business.movements.tests.paper import (
    CHILD,
    FOREIGNER,
    HEAD,
    carry_through,
    individual_number,
    move_in_paper,
    pool,
)
from daicho.kernel.errors import Invalid
from daicho.registers.residents.domain.particulars import Kind, ResidenceCategory, Status
from daicho.registers.residents.domain.segments import Holding
from daicho.registers.residents.models import Change
from daicho.registers.residents.writes import holdings

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]

DAY = "2026-11-10"
JAPANESE = {
    "name": "見本　真理",
    "name_kana": "ミホン　マリ",
    "domicile": "東京都架空区見本町1番地",
    "family_register_head": "見本　真理",
}
INHERITED = (
    "address",
    "katagaki",
    "address_since",
    "sex",
    "relationship_to_head",
    "household_number",
    "member_order",
    "resident_record_code_ref",
    "individual_number_ref",
    "previous_address",
)


@pytest.fixture
def foreign_head(staff: Staff) -> list[UUID]:
    """A foreign head with a 通称 and a Japanese child; moved in on 2026-04-01."""
    pool()
    maria = {
        **FOREIGNER,
        "relationship": "世帯主",
        "alias": "見本　真理",
        "alias_kana": "ミホン　マリ",
        "individual_number": individual_number(7),
        "nhi_insured": "yes",
        "nhi_acquired_on": "2026-04-01",
    }
    child = {**CHILD, "relationship": "子"}
    paper = move_in_paper(maria, child, event_date="2026-04-01", notified_on="2026-04-02")
    people = Case.objects.get(key=carry_through(*staff, "move_in", paper)).persons
    held = holdings.on_day(people, date(2026, 4, 1))
    return [h.person for h in sorted(held, key=lambda h: h.particulars.member_order or 0)]


def becoming(person: UUID, items: dict[str, str], **fields: str) -> dict[str, str]:
    """A notice about one person, with the items of the new record typed into the block."""
    block = {f"edit.{person}.{name}": value for name, value in {"shown": "on", **items}.items()}
    return {
        f"selected.{person}": "on",
        "event_date": DAY,
        "noticed_on": "2026-11-18",
        **block,
        **fields,
    }


def records_on(person: UUID, day: date) -> dict[Status, Holding]:
    return {h.status: h for h in holdings.on_day([person], day)}


def codes_against(staff: Staff, kind: str, paper: dict[str, str]) -> set[str]:
    with pytest.raises(Invalid) as caught:
        submit(staff[0], case=uuid4(), kind=kind, payload=paper, edition=0, confirmed=())
    return {p.code for p in caught.value.problems}


@pytest.mark.proves(
    "STD-4.5.3/m1", "STD-4.5.3/m2", "STD-4.5.3/m3", "STD-4.5.3/m4", "REG-023", "STD-1.1.2/m18"
)
def test_a_naturalized_head_keeps_what_is_inherited(staff: Staff, foreign_head: list[UUID]) -> None:
    mother, child = foreign_head
    before = now(mother)
    case = carry_through(*staff, "naturalization", becoming(mother, JAPANESE))
    found = records_on(mother, date(2026, 11, 10))
    old, new = found[Status.REMOVED], found[Status.PRESENT]
    assert (old.record, new.record != old.record) == (before.record, True)
    for name in INHERITED:
        assert getattr(new.particulars, name) == getattr(before.particulars, name), name
    assert new.particulars.individual_number_ref is not None
    assert new.atena_number == before.atena_number
    assert new.particulars.birth_date.exact == before.particulars.birth_date.exact
    assert new.particulars.resident_since == before.particulars.foreign_resident_since
    assert (new.particulars.name, new.particulars.domicile) == ("見本　真理", JAPANESE["domicile"])
    assert new.particulars.nhi_insured is True
    assert new.particulars.kind is Kind.JAPANESE
    gone = new.particulars
    assert (gone.nationality, gone.alias, gone.residence_status, gone.residence_card_number) == (
        "",
    ) * 4
    assert gone.residence_category is ResidenceCategory.NONE
    assert gone.foreign_resident_since is None
    assert old.particulars.alias == "見本　真理", "the 通称 stays in the history"
    reasons = [
        c.reason for c in Change.objects.filter(case=case).order_by("processed_at", "reason")
    ]
    assert sorted(reasons) == [
        "correction_ex_officio",
        "entry_ex_officio_naturalization",
        "removal_ex_officio_naturalization",
    ]
    assert {c.basis for c in Change.objects.filter(case=case)} == {"職権"}
    assert records_on(mother, date(2026, 11, 9))[Status.PRESENT].particulars.kind is Kind.FOREIGN
    assert now(child).particulars.head_name == "見本　真理"
    assert now(child).particulars.household_number == before.particulars.household_number


@pytest.mark.proves("STD-4.5.3/m1", "REG-023")
def test_the_japanese_items_are_asked_for(staff: Staff, foreign_head: list[UUID]) -> None:
    blank = becoming(foreign_head[0], {"name": "見本　真理"})
    assert "blank" in codes_against(staff, "naturalization", blank)
    assert "other_kind" in codes_against(
        staff, "naturalization", becoming(foreign_head[1], JAPANESE)
    )


@pytest.mark.proves("STD-4.5.4/m1", "STD-4.5.4/m2", "STD-4.5.4/m3", "STD-4.5.4/m4", "REG-022")
def test_a_child_acquires_the_nationality(staff: Staff) -> None:
    pool()
    foreign_child = {
        **FOREIGNER,
        "name_alphabet": "SAMPLE ANNA",
        "birth_date": "2019-05-05",
        "relationship": "子",
        "residence_card_number": "ZZ00000002ZZ",
    }
    youngest = {**CHILD, "name": "見本　末", "birth_date": "R2.1.1"}
    paper = move_in_paper(
        HEAD, foreign_child, youngest, event_date="2026-04-01", notified_on="2026-04-02"
    )
    people = Case.objects.get(key=carry_through(*staff, "move_in", paper)).persons
    order = {p: now(p).particulars.member_order for p in people}
    child = next(p for p in people if now(p).particulars.kind is Kind.FOREIGN)
    before = now(child)
    items = {**JAPANESE, "name": "見本　杏奈", "family_register_head": "見本　太郎"}
    blank = becoming(child, {"name": "見本　杏奈"})
    assert "blank" in codes_against(staff, "nationality_acquisition", blank)
    case = carry_through(*staff, "nationality_acquisition", becoming(child, items))
    found = records_on(child, date(2026, 11, 10))
    for name in INHERITED:
        assert getattr(found[Status.PRESENT].particulars, name) == getattr(before.particulars, name)
    assert (
        found[Status.PRESENT].particulars.resident_since
        == before.particulars.foreign_resident_since
    )
    assert found[Status.PRESENT].particulars.residence_status == ""
    assert found[Status.PRESENT].particulars.residence_card_number == ""
    assert found[Status.PRESENT].atena_number == before.atena_number
    assert found[Status.REMOVED].record == before.record
    assert {p: now(p).particulars.member_order for p in people} == order
    assert {c.reason for c in Change.objects.filter(case=case)} == {
        "entry_ex_officio_naturalization",
        "removal_ex_officio_naturalization",
    }


LOST = {"name_alphabet": "MIHON TARO", "nationality": "架空国"}


@pytest.mark.proves("STD-4.5.5/m1", "STD-4.5.5/m2", "STD-4.5.5/m3", "STD-4.5.5/m4", "REG-024")
@pytest.mark.parametrize(
    ("lost", "since"), [("2026-06-01", "2026-06-01"), ("2025-01-01", "2026-04-01")]
)
def test_loss_of_nationality(staff: Staff, family: list[UUID], lost: str, since: str) -> None:
    father = family[0]
    before = now(father)
    paper = becoming(father, LOST, event_date=lost)
    case = carry_through(*staff, "nationality_loss", paper)
    found = records_on(father, date(2026, 11, 20))
    old, new = found[Status.REMOVED], found[Status.PRESENT]
    assert new.particulars.kind is Kind.FOREIGN
    assert new.particulars.foreign_resident_since is not None
    assert new.particulars.foreign_resident_since.exact == date.fromisoformat(since)
    assert new.valid.start == date.fromisoformat(since)
    assert new.particulars.residence_category is ResidenceCategory.TRANSITIONAL_NATIONALITY_LOSS
    for name in INHERITED:
        assert getattr(new.particulars, name) == getattr(before.particulars, name), name
    assert new.atena_number == before.atena_number
    blank = new.particulars
    assert (blank.domicile, blank.family_register_head, blank.voter_registered) == ("", "", None)
    assert blank.resident_since is None
    change = Change.objects.get(key=case)
    assert change.reason == "removal_ex_officio_nationality_loss"
    assert change.event_date.exact == date.fromisoformat(lost)
    assert old.particulars.removal_event_date == change.event_date
    assert {now(p).particulars.head_name for p in family} == {"MIHON TARO"}


@pytest.mark.proves("STD-4.5.5/n1")
def test_the_old_day_of_registration_is_never_taken_from_the_japanese_record(
    staff: Staff, family: list[UUID]
) -> None:
    carry_through(*staff, "nationality_loss", becoming(family[1], LOST))
    assert now(family[1]).particulars.old_alien_registration_date is None
    view = open_form(
        staff[0],
        kind="nationality_loss",
        payload={"household": now(family[0]).particulars.household_number},
    )
    names = {spec.name for section in view.kind.sheet.edits for spec in section.fields}
    assert "old_alien_registration_date" not in names


def test_a_planned_move_out_and_a_move_go_on_in_the_new_record(
    staff: Staff, family: list[UUID]
) -> None:
    """What is entered late leaves standing what came after: the new record has moved, and will move out."""
    daughter = family[3]
    carry_through(
        *staff,
        "move_within",
        moving(
            family, banchi="9-9", town_code="066000", town_code_text="五老内町", destination="new"
        ),
    )
    leaving = moving(
        [daughter],
        event_date="2026-12-01",
        notified_on="2026-11-20",
        abroad="domestic",
        destination_address="大阪府架空市",
    )
    carry_through(*staff, "move_out", leaving)
    carry_through(*staff, "nationality_loss", becoming(daughter, LOST, event_date="2026-10-01"))
    assert records_on(daughter, date(2026, 10, 15))[Status.PRESENT].particulars.banchi == "3-1"
    moved = records_on(daughter, date(2026, 11, 20))[Status.PRESENT].particulars
    assert (moved.kind, moved.banchi) == (Kind.FOREIGN, "9-9")
    gone = records_on(daughter, date(2026, 12, 1))
    assert set(gone) == {Status.REMOVED}
    newest = max(holdings.on_day([daughter], date(2026, 12, 1)), key=lambda h: h.history_number)
    assert newest.particulars.destination_planned == "大阪府架空市"
