"""個人番号, 住民票コード and the card: what changes, what stays in the history, and what the pool gives."""

from __future__ import annotations

from uuid import UUID

import pytest

from daicho.business.movements.commands.save_draft import seal_numbers
from daicho.business.movements.domain.kinds import KINDS
from daicho.business.movements.domain.planning import preview_case
from daicho.business.movements.models import Case
from daicho.business.movements.selectors.cases import person_view
from daicho.business.movements.selectors.world import load_world
from daicho.business.movements.tests.amending import amendment, block, change_of, refused
from daicho.business.movements.tests.family import Staff, now
from daicho.business.movements.tests.paper import (
    HEAD,
    carry_through,
    codes,
    individual_number,
    move_in_paper,
    pool,
)
from daicho.business.movements.tests.paper import NOTIFIED as BY_THE_PERSON
from daicho.foundation.vault.public import pool_size
from daicho.kernel.access import Access
from daicho.kernel.clock import business_today
from daicho.registers.residents.domain.resident_query import ResidentQuery
from daicho.registers.residents.public import search

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]

EX_OFFICIO = {"basis": "職権", "ground": "機構の通知"}
REQUEST = {
    "basis": "請求",
    "requested_on": "2026-11-18",
    "ground": "番号の漏えい",
    **BY_THE_PERSON,
}


@pytest.fixture
def person(staff: Staff) -> UUID:
    """Somebody alone, with the 個人番号 1."""
    pool()
    someone = HEAD | {"individual_number": individual_number(1)}
    paper = move_in_paper(someone, event_date="2026-04-01", notified_on="2026-04-02")
    found: UUID = Case.objects.get(key=carry_through(*staff, "move_in", paper)).persons[0]
    return found


def number_paper(kind: str, person: UUID, body: int, **fields: str) -> dict[str, str]:
    typed = amendment(block(kind, person, individual_number=individual_number(body)), **fields)
    return seal_numbers(typed)


@pytest.mark.proves("STD-4.4/m1")
@pytest.mark.parametrize(
    ("kind", "fields", "reason"),
    [
        ("number_change_request", REQUEST, "number_change_request"),
        ("number_change_ex_officio", EX_OFFICIO, "number_ex_officio_correction"),
        ("number_correct", EX_OFFICIO, "number_ex_officio_correction"),
    ],
)
def test_a_changed_number_leaves_the_old_one_in_the_history(
    staff: Staff, clerk: Access, person: UUID, kind: str, fields: dict[str, str], reason: str
) -> None:
    before = now(person)
    case = carry_through(*staff, kind, number_paper(kind, person, 2, **fields))
    after = now(person)
    assert (change_of(case).kind, change_of(case).reason) == (kind, reason)
    assert after.particulars.individual_number_ref != before.particulars.individual_number_ref
    assert after.atena_number == before.atena_number
    assert str(Case.objects.get(key=case).payload).find(individual_number(2)) == -1
    for body, marked in ((2, False), (1, True)):
        found = search(clerk, ResidentQuery(individual_number=individual_number(body)))
        assert [line.atena_number for line in found.lines] == [after.atena_number]
        assert bool(found.lines[0].found_by) is marked, body


@pytest.mark.proves("STD-4.4/m1")
def test_a_first_number_is_designated_once(staff: Staff, family: list[UUID]) -> None:
    kind = "number_assign"
    case = carry_through(*staff, kind, number_paper(kind, family[0], 5, basis="職権"))
    assert now(family[0]).particulars.individual_number_ref is not None
    assert change_of(case).reason == "number_ex_officio_entry"
    again = number_paper(kind, family[0], 6, basis="職権")
    assert refused(staff, kind, again) == {"number_state"}
    same = number_paper(kind, family[1], 5, basis="職権")
    assert refused(staff, kind, same) == {"number_known"}
    none = amendment(block(kind, family[1]), basis="職権")
    assert refused(staff, kind, none) == {"blank_not_allowed"}


def test_a_change_needs_a_number_before(staff: Staff, family: list[UUID]) -> None:
    kind = "number_change_request"
    paper = number_paper(kind, family[0], 7, **REQUEST)
    assert refused(staff, kind, paper) == {"number_state"}


@pytest.mark.proves("STD-4.3.2/m1", "STD-4.3.2/n1", "STD-4.3.2/n2", "STD-4.3.1/m3")
def test_a_code_is_changed_on_request_and_put_right_ex_officio(staff: Staff, person: UUID) -> None:
    kind, first, left = "code_change", now(person).particulars.resident_record_code_ref, pool_size()
    asked = amendment(block(kind, person), operation="change", **REQUEST)
    world = load_world(asked, today=business_today(), case=None)
    plan, _ = preview_case(KINDS[kind], asked, world)
    assert plan is not None
    assert [row[0] for row in person_view(plan.people[0]).rows] == ["住民票コード"]
    case = carry_through(*staff, kind, asked)
    second = now(person).particulars.resident_record_code_ref
    assert second not in (None, first)
    assert pool_size() == left - 1
    assert change_of(case).reason == "code_change_request"
    typed = amendment(
        block(kind, person, resident_record_code=codes(5_000_000, 1)[0]),
        operation="correct",
        **EX_OFFICIO,
    )
    case = carry_through(*staff, kind, seal_numbers(typed))
    assert now(person).particulars.resident_record_code_ref not in (None, first, second)
    assert change_of(case).reason == "code_ex_officio_entry"
    assert refused(staff, kind, asked | {"basis": "職権"}) == {"basis_mismatch"}
    assert not [k for k in KINDS.values() if "返納" in k.title]


def test_whoever_has_a_code_is_given_no_second_one(staff: Staff, family: list[UUID]) -> None:
    paper = amendment(block("code_assign", family[0]), basis="職権")
    assert refused(staff, "code_assign", paper) == {"number_state"}


def test_the_state_of_the_card_and_the_serials_are_kept(staff: Staff, family: list[UUID]) -> None:
    for status in ("個人番号カード交付済", "個人番号カード一時停止", "個人番号カード返納"):
        paper = amendment(block("card_status", family[0], card_status=status), basis="職権")
        carry_through(*staff, "card_status", paper)
        assert now(family[0]).particulars.card_status == status
    wrong = amendment(block("card_status", family[0], card_status="何か"), basis="職権")
    assert refused(staff, "card_status", wrong) == {"choice"}
    serials = amendment(
        block("certificate_serials", family[0], sign_cert_serial="0A1B", auth_cert_serial="0A1C"),
        basis="職権",
    )
    carry_through(*staff, "certificate_serials", serials)
    items = now(family[0]).particulars
    assert (items.sign_cert_serial, items.auth_cert_serial) == ("0A1B", "0A1C")
