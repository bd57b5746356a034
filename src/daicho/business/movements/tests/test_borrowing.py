"""Borrowing (一括入力・本籍入力補助): each source of a field, what is kept apart, and what is never lent."""

from __future__ import annotations

from datetime import date
from uuid import UUID, uuid4

import pytest

from daicho.business.movements.domain.borrowing import (
    SOURCES,
    Circle,
    borrowed,
    child_of,
    exists_now,
    sources_of,
    with_borrowed,
)
from daicho.business.movements.tests.paper import CHILD, FOREIGNER, HEAD, WIFE, move_in_paper
from daicho.kernel.uncertain_dates import LegalDate
from daicho.registers.residents.domain.particulars import Kind, Particulars, Sex, Status
from daicho.registers.residents.domain.segments import Holding, Stretch

HERE = "福島県福島市五老内町3-1"
SECOND = {"kind": "japanese", "name": "", "relationship": "妻"}


def holding(**items: object) -> Holding:
    """A member of the household that people enter."""
    given: dict[str, object] = {
        "kind": Kind.JAPANESE,
        "birth_date": LegalDate.of_day(date(1980, 1, 1)),
        "household_number": "0000000019",
        "municipality_code": "072010",
        "address": "福島市五老内町3-1",
        **items,
    }
    return Holding(
        version=uuid4(),
        record=uuid4(),
        person=uuid4(),
        atena_number="0000000019",
        history_number=1,
        change=uuid4(),
        status=Status.PRESENT,
        valid=Stretch(date(2020, 1, 1), None),
        particulars=Particulars(**given),  # type: ignore[arg-type]  # items by name
    )


def circle(*people: dict[str, str], members: tuple[Holding, ...] = (), **fields: str) -> Circle:
    return Circle(payload=move_in_paper(*people, **fields), members=members, here=HERE)


@pytest.mark.proves("STD-4.0.6/m1", "STD-4.0.10/m6")
@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("here", HERE),
        ("previous", "東京都架空区見本町1番地"),
        ("head", "東京都架空区見本町1番地"),
        ("member", "大阪府架空市2番"),
    ],
)
def test_a_domicile_is_chosen_among_four(code: str, text: str) -> None:
    other = CHILD | {"domicile": "大阪府架空市2番"}
    paper = circle(HEAD, other, SECOND)
    assert [s.code for s in sources_of(paper, "persons.2.domicile")] == [
        "here",
        "previous",
        "head",
        "member",
    ]
    assert borrowed(paper, "persons.2.domicile", code) == text
    assert with_borrowed(paper, "persons.2.domicile", code)["persons.2.domicile"] == text


def test_a_domicile_of_the_household_that_is_entered() -> None:
    head = holding(relationship_to_head="世帯主", domicile="京都府例町1番", name="例示　一")
    wife = holding(relationship_to_head="妻", domicile="奈良県例町2番", name="例示　花")
    paper = circle({"kind": "japanese", "relationship": "母"}, members=(head, wife))
    assert borrowed(paper, "persons.0.domicile", "head") == "京都府例町1番"
    assert borrowed(paper, "persons.0.domicile", "member") == "京都府例町1番"
    assert borrowed(paper, "persons.0.family_register_head", "head_name") == "例示　一"


def test_a_correction_borrows_from_the_member_as_corrected() -> None:
    head = holding(relationship_to_head="世帯主", domicile="京都府例町1番")
    wife = holding(relationship_to_head="妻", domicile="京都府例町1番")
    payload = {f"edit.{head.person}.domicile": "奈良県例町2番"}
    paper = Circle(payload, (head, wife), HERE)
    path = f"edit.{wife.person}.domicile"
    assert borrowed(paper, path, "member") == "奈良県例町2番"
    assert borrowed(paper, path, "here") == HERE
    assert sources_of(paper, f"edit.{wife.person}.name") == ()


@pytest.mark.proves("STD-4.0.10/m3")
@pytest.mark.parametrize(
    ("people", "code", "text"),
    [
        ((HEAD, SECOND), "head_surname", "見本\u3000"),
        ((WIFE | {"name": "例示　花"}, SECOND), "member_surname", "例示\u3000"),
        ((HEAD, SECOND), "register_surname", ""),
        ((HEAD, SECOND | {"family_register_head": "架空　太郎"}), "register_surname", "架空\u3000"),
        ((HEAD | {"name": "見本太郎"}, SECOND), "head_surname", ""),
    ],
)
def test_a_surname_comes_from_the_head_the_one_before_or_the_register(
    people: tuple[dict[str, str], ...], code: str, text: str
) -> None:
    assert borrowed(circle(*people), "persons.1.name", code) == text


@pytest.mark.proves("STD-4.0.10/m4")
def test_japanese_and_foreign_residents_are_kept_apart() -> None:
    foreign = FOREIGNER | {"relationship": "世帯主"}
    paper = circle(foreign, SECOND, {"kind": "foreign", "relationship": "子"})
    assert borrowed(paper, "persons.1.name", "head_surname") == ""
    assert borrowed(paper, "persons.1.name", "member_surname") == ""
    assert borrowed(paper, "persons.2.name_alphabet", "member_surname") == "SAMPLE "
    mixed = circle(HEAD, {"kind": "foreign", "relationship": "妻"})
    assert borrowed(mixed, "persons.1.name_alphabet", "member_surname") == ""
    head = holding(kind=Kind.FOREIGN, name_alphabet="SAMPLE MARIA", relationship_to_head="世帯主")
    assert borrowed(circle(SECOND, members=(head,)), "persons.0.name", "head_surname") == ""


@pytest.mark.proves("STD-4.0.10/m5")
@pytest.mark.parametrize(
    ("path", "code", "text"),
    [
        ("persons.0.family_register_head", "own", "見本　太郎"),
        ("persons.1.family_register_head", "head_name", "見本　太郎"),
        ("persons.1.family_register_head", "member", "見本　太郎"),
        ("persons.1.family_register_head", "previous_head", "前　世帯主"),
        ("previous_head", "first", "見本　太郎"),
        ("previous_head", "register", "見本　太郎"),
        ("previous_head", "head_name", "見本　太郎"),
        ("destination_head", "first", "見本　太郎"),
    ],
)
def test_names_borrow_from_each_other(path: str, code: str, text: str) -> None:
    paper = circle(HEAD, SECOND, previous_head="前　世帯主")
    assert borrowed(paper, path, code) == text


@pytest.mark.proves("STD-4.0.10/m6")
@pytest.mark.parametrize(
    ("path", "code", "text"),
    [
        ("previous_address", "register_place", "東京都架空区見本町1番地"),
        ("previous_address", "here", HERE),
        ("destination_address", "register_place", "東京都架空区見本町1番地"),
        ("destination_address", "previous", "大阪府架空市1番"),
        ("persons.0.domicile", "previous", "大阪府架空市1番"),
    ],
)
def test_addresses_borrow_from_each_other(path: str, code: str, text: str) -> None:
    assert borrowed(circle(HEAD, previous_address="大阪府架空市1番"), path, code) == text


@pytest.mark.proves("STD-4.0.10/m7")
def test_a_former_surname_is_neither_lent_nor_borrowed() -> None:
    former = {"former_surname": "旧姓", "former_surname_kana": "キュウセイ"}
    paper = circle(HEAD | former, SECOND)
    for name in former:
        assert sources_of(paper, f"persons.1.{name}") == ()
        assert borrowed(paper, f"persons.1.{name}", "member") == ""
    for name, sources in SOURCES.items():
        for source in sources:
            for path in (name, f"persons.1.{name}"):
                assert "旧姓" not in borrowed(paper, path, source.code)


def test_a_source_that_a_field_has_not_gives_nothing() -> None:
    paper = circle(HEAD, SECOND)
    assert with_borrowed(paper, "persons.1.individual_number", "member") == paper.payload
    assert with_borrowed(paper, "persons.1.domicile", "own") == paper.payload
    assert with_borrowed(paper, "quoted.x", "here") == paper.payload


@pytest.mark.parametrize(
    ("mother", "child"),
    [
        ("世帯主", "子"),
        ("妻", "子"),
        ("妻（未届）", "妻（未届）の子"),
        ("子", "子の子"),
        ("子の妻", "子の子"),
        ("子（子の妻）", "子の子"),
        ("子の子", "子の子の子"),
        ("子の子の妻", "子の子の子"),
        ("妹", "妹の子"),
        ("母", ""),
        ("縁故者", ""),
        ("同居人", ""),
        ("", ""),
        ("子の子の子の子", "縁故者"),
        ("でたらめ", ""),
    ],
)
def test_the_relationship_of_a_newborn_follows_from_its_mother(mother: str, child: str) -> None:
    assert child_of(mother) == child


def test_only_a_newborn_is_offered_as_somebodys_child() -> None:
    mother = holding(relationship_to_head="子の妻", name="例示　花", sex=Sex.FEMALE)
    father = holding(relationship_to_head="子", name="例示　二", sex=Sex.MALE)
    born = Circle({"persons.0.kind": "japanese"}, (father, mother), HERE, newborn=True)
    path = "persons.0.relationship"
    (source,) = sources_of(born, path)
    assert source.label == "例示　花の子"
    assert borrowed(born, path, source.code) == "子の子"
    assert borrowed(born, path, f"child_of.{UUID(int=0)}") == ""
    assert sources_of(Circle(born.payload, born.members, HERE), path) == ()


def test_what_a_merger_ended_is_told_by_the_list_of_municipalities() -> None:
    assert exists_now("福島県福島市")
    assert exists_now("北海道川上郡標茶町")
    assert exists_now("北海道標茶町")
    assert not exists_now("埼玉県大宮市")
    assert exists_now("なし")
