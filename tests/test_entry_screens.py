"""Entry screens (入力画面): the buttons beside the fields, the household shown while 続柄 are typed, the menu."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.urls import reverse

from daicho.business.movements.domain.kind import Group
from daicho.business.movements.domain.kinds import KINDS
from daicho.business.movements.models import Case
from daicho.business.movements.tests.amending import block, refused
from daicho.business.movements.tests.conftest import family, staff
from daicho.business.movements.tests.family import Staff, moving, now
from daicho.business.movements.tests.paper import (
    CHILD,
    HEAD,
    PLACE,
    WIFE,
    alerts_of,
    carry_through,
    move_in_paper,
    pool,
)
from daicho.registers.residents.domain.resident_query import ResidentQuery
from daicho.registers.residents.models import ResidentRecord
from daicho.registers.residents.public import search
from tests.test_screens import SignIn, sign_in
from tests.town import DUTIES

__all__ = ["family", "sign_in", "staff"]

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]
COUNTER = next(iter(DUTIES))
SECOND = {"persons.1.kind": "japanese", "persons.1.relationship": "妻"}


@pytest.fixture
def counter(sign_in: SignIn) -> Client:
    """The clerk at the counter."""
    return sign_in(COUNTER)


def post(client: Client, kind: str, paper: dict[str, str], **pressed: str) -> str:
    """The page after a button, whatever was typed."""
    url = reverse("movements_edit", args=[uuid4(), kind])
    answer = client.post(url, {**paper, "edition": "0", **pressed})
    assert answer.status_code == 200
    return answer.content.decode()


def value_of(page: str, name: str) -> str:
    """What stands in one input of a page."""
    tag = page.split(f'name="{name}"', 1)[1].split(">", 1)[0]
    return tag.split('value="', 1)[1].split('"', 1)[0]


@pytest.mark.proves("STD-4.0.6/m1", "STD-4.0.10/m2")
def test_a_button_beside_a_field_borrows_and_keeps_the_focus(counter: Client) -> None:
    paper = move_in_paper(HEAD) | SECOND
    page = post(counter, "move_in", paper)
    for words in ("現住所", "転入前住所", "世帯主の本籍", "世帯員の本籍"):
        assert words in page.split('name="persons.1.domicile"', 1)[1]
    aid = "borrow:persons.1.domicile:head"
    page = post(counter, "move_in", paper, aid=aid)
    assert value_of(page, "persons.1.domicile") == HEAD["domicile"]
    pressed = page.split(f'value="{aid}"', 1)[1].split(">", 1)[0]
    assert "data-focus-on-load" in pressed
    # The days of the paper are asked once, whoever else is entered.
    assert page.count('name="event_date"') == page.count('name="notified_on"') == 1
    assert value_of(page, "event_date") == paper["event_date"]


def test_enter_in_a_field_checks_and_hands_nothing_in(counter: Client) -> None:
    page = counter.get(reverse("movements_new", args=["move_in"])).content.decode()
    first = page.split("<form class", 1)[1].split("<button", 1)[1].split(">", 1)[0]
    assert 'name="act"' in first
    assert 'value="check"' in first


@pytest.mark.proves("STD-4.0.2/m3")
@pytest.mark.parametrize("kind", ["move_in", "birth", "address_setting", "art_30_46"])
def test_the_household_that_is_entered_is_shown_while_relationships_are_typed(
    counter: Client, family: list[UUID], kind: str
) -> None:
    number = now(family[0]).particulars.household_number
    paper = {"destination": "existing", "target_household": number, "persons.0.kind": "japanese"}
    page = post(counter, kind, paper)
    shown = page.split("入る世帯（", 1)[1].split("</ul>", 1)[0]
    for person in family:
        assert now(person).particulars.name in shown
        assert now(person).particulars.relationship_to_head in shown
    assert page.count("入る世帯（") == 1
    assert 'name="persons.0.relationship"' in page.split("入る世帯（", 1)[1]


@pytest.mark.proves("STD-4.2.0.3/m2")
def test_a_newborn_takes_over_the_family_register_of_its_household(
    counter: Client, family: list[UUID]
) -> None:
    mother = now(family[1])
    paper = {
        "destination": "existing",
        "target_household": mother.particulars.household_number,
        "persons.0.kind": "japanese",
    }
    for field, source, expected in (
        ("domicile", "head", mother.particulars.domicile),
        ("family_register_head", "member", "見本　太郎"),
        ("relationship", f"child_of.{mother.person}", "子"),
    ):
        page = post(counter, "birth", paper, aid=f"borrow:persons.0.{field}:{source}")
        assert value_of(page, f"persons.0.{field}") == expected


@pytest.mark.proves("STD-4.0.2/m1")
@pytest.mark.parametrize("kind", ["move_in", "birth", "unreported_move_in", "move_within"])
def test_who_stays_a_resident_forms_a_household_or_enters_one(
    staff: Staff, family: list[UUID], kind: str
) -> None:
    pool()
    head = now(family[0]).particulars.household_number
    for place in (
        {**PLACE, "banchi": "8-8"},
        {"destination": "existing", "target_household": head},
    ):
        new = place["destination"] == "new"
        person = CHILD | {
            "name": f"見本　{kind[0]}{'新' if new else '入'}",
            "birth_date": "2026-11-15" if kind == "birth" else "H10.1.1",
            "relationship": "世帯主" if new else "子",
        }
        paper = move_in_paper(person, unreported_address="架空の地", from_where="domestic")
        paper = {k: v for k, v in paper.items() if k not in PLACE} | place
        paper["noticed_on"] = "2026-11-19"
        if kind == "move_within":
            mover = family[3]
            paper = moving([mover], **place) | {f"relationship.{mover}": "世帯主" if new else "子"}
            paper["event_date"] = "2026-11-01" if new else "2026-11-02"
        case = carry_through(*staff, kind, paper)
        people = [family[3]] if kind == "move_within" else Case.objects.get(key=case).persons
        entered = {now(p).particulars.household_number for p in people}
        assert len(entered) == 1
        assert (head in entered) is not new


@pytest.mark.proves("STD-4.1.0.1/m1", "STD-4.1.0.1/m4")
def test_the_menu_has_the_four_notifications_and_the_four_changes_of_a_household(
    counter: Client,
) -> None:
    page = counter.get(reverse("movements_draft")).content.decode()
    for title in ("転入", "転居", "転出"):
        assert f"<strong>{title}</strong>" in page
    group = page.split(f"<h2>{Group.HOUSEHOLD}</h2>", 1)[1].split("</section>", 1)[0]
    for title in ("世帯分離", "世帯合併", "世帯変更", "世帯主変更"):
        assert f"<strong>{title}</strong>" in group
    notified = [k.title for k in KINDS.values() if k.group is Group.HOUSEHOLD and asks_day(k.code)]
    assert sorted(notified) == ["世帯主変更", "世帯分離", "世帯合併", "世帯変更"]


def asks_day(code: str) -> bool:
    """Whether a kind is notified: its form asks for the 届出日."""
    return any(spec.name == "notified_on" for s in KINDS[code].sheet.sections for spec in s.fields)


@pytest.mark.proves("STD-4.0.1/m2")
def test_all_or_some_of_a_household_are_chosen_from_a_person_or_a_household(
    counter: Client, family: list[UUID]
) -> None:
    number = now(family[0]).particulars.household_number
    url = reverse("movements_new", args=["move_within"])
    for query in (f"?household={number}", f"?person={family[1]}"):
        page = counter.get(url + query).content.decode()
        for person in family:
            ticked = page.split(f'name="selected.{person}"', 1)[1].split(">", 1)[0]
            assert ("checked" in ticked) is (query.endswith(str(person)))
    for count, told in ((2, "一全転居"), (4, "全全転居")):
        page = post(counter, "move_within", moving(family[:count], **PLACE, household=number))
        assert told in page.split("<h1", 1)[1].split("</h1>", 1)[0]


@pytest.mark.proves("REG-043")
def test_a_correction_begins_when_one_record_is_found(staff: Staff) -> None:
    pool()
    for banchi in ("3-1", "9-9"):
        paper = move_in_paper(WIFE | {"relationship": "世帯主"}, banchi=banchi)
        carry_through(*staff, "move_in", paper, confirmed=alerts_of("move_in", paper))
    query = ResidentQuery(name="見本花子", birth="S62.5.2")
    people = found(staff, query)
    assert len(people) == 2
    facts = {
        "event_date": "2026-11-20",
        "basis": "職権",
        "ground": "届書の再確認",
        "amend_reason": "届出の誤り",
        "permitted_by": "市民課長",
    }
    assert "nobody_chosen" in refused(staff, "amend", facts)
    both = facts | block("amend", people[0], sex="") | block("amend", people[1], sex="")
    assert "two_households" in refused(staff, "amend", both)
    (person,) = found(staff, replace(query, town="066000", banchi="9-9"))
    carry_through(*staff, "amend", facts | block("amend", person, sex=""))
    assert [p for p in people if now(p).particulars.sex == ""] == [person]


def found(staff: Staff, query: ResidentQuery) -> list[UUID]:
    """The people whom a search shows."""
    records = [line.record for line in search(staff[0], query).lines]
    return [ResidentRecord.objects.get(key=record).person_id for record in records]
