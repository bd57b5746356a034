"""What the system records by itself (システム決裁), and the pool of 住民票コード."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

import pytest
from django.test import override_settings

from daicho.business.movements.commands.receive_codes import receive_codes
from daicho.business.movements.commands.record_by_notice import record_by_notice
from daicho.business.movements.domain.system_approved import GROUNDS
from daicho.business.movements.models import Case
from daicho.business.movements.public import waiting_for
from daicho.business.movements.selectors.code_pool import view_code_pool
from daicho.business.movements.selectors.lists import LISTS
from daicho.business.movements.tests.amending import amendment, block
from daicho.business.movements.tests.family import Staff, now
from daicho.business.movements.tests.paper import (
    HEAD,
    carry_through,
    codes,
    individual_number,
    move_in_paper,
    pool,
)
from daicho.foundation.audit.models import Entry
from daicho.foundation.vault.public import pool_size, reveal
from daicho.kernel.access import Access, Duty, Purpose
from daicho.kernel.errors import Conflict, Invalid, Refused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


@pytest.fixture
def system(clerk: Access) -> Access:
    """The system itself, as a connector acts."""
    return replace(
        clerk, duties=frozenset({Duty.SYSTEM}), purpose=Purpose.BATCH, login="system:cards"
    )


def card_paper(person: UUID, status: str) -> dict[str, str]:
    return amendment(block("card_status", person, card_status=status), basis="職権")


def test_a_notice_of_the_card_is_recorded_without_a_second_person(
    system: Access, family: list[UUID]
) -> None:
    paper = card_paper(family[0], "個人番号カード交付済")
    case = record_by_notice(system, kind="card_status", notice="C-1", payload=paper)
    assert now(family[0]).particulars.card_status == "個人番号カード交付済"
    row = Case.objects.get(key=case)
    assert (row.state, row.examined_by, row.approved_by) == ("approved", None, system.staff_key)
    entry = Entry.objects.filter(kind="movements.case_by_notice").order_by("-seq")[0]
    assert entry.case_ref == case
    with pytest.raises(Conflict):
        record_by_notice(system, kind="card_status", notice="C-1", payload=paper)


def test_a_person_does_not_record_by_notice(staff: Staff, family: list[UUID]) -> None:
    for access in staff:
        with pytest.raises(Refused):
            record_by_notice(
                access,
                kind="card_status",
                notice="C-1",
                payload=card_paper(family[0], "個人番号カード交付済"),
            )
    assert now(family[0]).history_number == 1


def test_only_kinds_of_the_list_are_recorded_by_notice(system: Access, family: list[UUID]) -> None:
    assert set(GROUNDS) == {
        "number_assign",
        "number_change_request",
        "number_change_ex_officio",
        "card_status",
        "certificate_serials",
        "arrival_notice",
    }
    with pytest.raises(Refused):
        record_by_notice(
            system, kind="death", notice="D-1", payload={f"selected.{family[0]}": "on"}
        )
    assert now(family[0]).history_number == 1


def test_what_is_wrong_leaves_nothing(system: Access, family: list[UUID]) -> None:
    before = Case.objects.count()
    with pytest.raises(Invalid):
        record_by_notice(
            system, kind="card_status", notice="C-1", payload=card_paper(family[0], "何か")
        )
    assert Case.objects.count() == before


@pytest.mark.proves("STD-4.4/m1")
def test_a_designated_number_comes_by_notice(system: Access, family: list[UUID]) -> None:
    typed = amendment(
        block("number_assign", family[0], individual_number=individual_number(9)), basis="職権"
    )
    record_by_notice(system, kind="number_assign", notice="B-1", payload=typed)
    assert now(family[0]).particulars.individual_number_ref is not None


@pytest.mark.proves("STD-4.3.1/m1", "STD-4.3.1/m2", "STD-4.3.1/m3")
def test_codes_are_received_whole_and_given_at_random(system: Access, staff: Staff) -> None:
    delivery = codes(2_000_000, 60)
    wrong = [*delivery[:5], "12345678901"]
    with pytest.raises(Invalid) as caught:
        receive_codes(system, wrong)
    assert wrong[-1] not in str(caught.value.problems)
    assert pool_size() == 0
    assert receive_codes(system, delivery) == len(delivery)
    assert receive_codes(system, delivery) == 0
    with pytest.raises(Refused):
        receive_codes(staff[0], delivery)
    people = [{**HEAD, "name": f"見本　第{n}"} for n in range(8)]
    people = [p if n == 0 else {**p, "relationship": "同居人"} for n, p in enumerate(people)]
    paper = move_in_paper(*people, event_date="2026-04-01", notified_on="2026-04-02")
    case = carry_through(*staff, "move_in", paper)
    refs = [now(p).particulars.resident_record_code_ref for p in Case.objects.get(key=case).persons]
    given = [reveal(ref) for ref in refs if ref]
    assert len(set(given)) == len(people)
    assert given != delivery[: len(given)]


@pytest.mark.proves("STD-4.3.1/m4")
@pytest.mark.parametrize(("level", "alert"), [(50, False), (51, True)])
def test_the_first_below_the_level_is_told(clerk: Access, level: int, alert: bool) -> None:
    pool(50)
    left = pool_size()
    with override_settings(RESIDENT_CODE_POOL_LEVEL=level - 50 + left):
        told = [w for w in waiting_for(clerk) if "住民票コード" in w.label]
        assert bool(told) is alert
        assert view_code_pool(clerk).low is alert


@pytest.mark.proves("STD-4.3.1/n1")
def test_there_is_no_list_of_what_was_given(clerk: Access) -> None:
    assert set(type(view_code_pool(clerk)).__slots__) == {"left", "level"}
    assert not [one.title for one in LISTS.values() if "コード" in one.title or "付番" in one.title]
