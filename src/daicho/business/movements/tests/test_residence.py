"""在留に関する修正 and 入管法の住居地届出: what each category asks for, and what is refused."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest

from daicho.business.movements.domain.sheet import CATEGORIES
from daicho.business.movements.models import ImmigrationMessage
from daicho.business.movements.tests.amending import (
    amendment,
    block,
    change_of,
    codes_of,
    foreigner,
    refused,
)
from daicho.business.movements.tests.family import Staff, now
from daicho.business.movements.tests.paper import NOTIFIED, carry_through

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]
KIND = "residence"


def paper(person: UUID, cause: str, **typed: str) -> dict[str, str]:
    return amendment(block(KIND, person, **typed), cause=cause, basis="職権")


@pytest.mark.proves("REG-070")
def test_a_renewed_period(staff: Staff) -> None:
    person = foreigner(staff)
    renewed = paper(person, "renewal", residence_until="2031-02-03", residence_period="5年")
    case = carry_through(*staff, KIND, renewed)
    items = now(person).particulars
    assert (items.residence_until, items.residence_period) == (date(2031, 2, 3), "5年")
    assert change_of(case).reason == "correction_ex_officio"
    assert refused(staff, KIND, paper(person, "renewal", residence_status="留学")) == {
        "cause_without_change"
    }


@pytest.mark.proves("REG-070")
def test_a_permanent_resident_has_no_end(staff: Staff) -> None:
    person = foreigner(staff)
    asked = paper(person, "permanent", residence_status="永住者", residence_period="無期限")
    assert refused(staff, KIND, asked) == {"term_without_end"}
    carry_through(*staff, KIND, asked | {f"edit.{person}.residence_until": ""})
    assert now(person).particulars.residence_until is None


@pytest.mark.proves("REG-070")
@pytest.mark.parametrize(
    ("category", "own"),
    [
        ("special_permanent", {"special_permanent_number": "AB12345678CD"}),
        ("temporary_refuge", {"landing_period": "6月"}),
        ("provisional_stay", {"provisional_stay_period": "6月"}),
        ("transitional_birth", {}),
        ("transitional_nationality_loss", {}),
    ],
)
def test_another_category_asks_for_its_own_items_alone(
    staff: Staff, category: str, own: dict[str, str]
) -> None:
    person = foreigner(staff)
    if own:
        bare = paper(person, "category", residence_category=category)
        assert refused(staff, KIND, bare) == {"blank_not_allowed"}
    carry_through(*staff, KIND, paper(person, "category", residence_category=category, **own))
    items = now(person).particulars
    assert items.residence_category.label == dict(CATEGORIES)[category]
    assert (items.residence_status, items.residence_until, items.residence_card_number) == (
        "",
        None,
        "",
    )


@pytest.mark.parametrize(
    "item", ["residence_status", "residence_period", "residence_until", "residence_card_number"]
)
def test_nothing_of_a_mid_long_term_resident_is_blank(staff: Staff, item: str) -> None:
    person = foreigner(staff)
    asked = paper(person, "status_change", **{"residence_status": "留学", item: ""})
    assert "blank_not_allowed" in refused(staff, KIND, asked)


def test_a_card_number_has_its_form(staff: Staff, family: list[UUID]) -> None:
    person = foreigner(staff)
    asked = paper(person, "card_number", residence_card_number="12345")
    assert refused(staff, KIND, asked) == {"card_number_form"}
    carry_through(*staff, KIND, paper(person, "card_number", residence_card_number="ZZ00000002ZZ"))
    assert now(person).particulars.residence_card_number == "ZZ00000002ZZ"
    assert "reason_kind_mismatch" in codes_of(KIND, paper(family[0], "renewal"))


@pytest.mark.proves("STD-4.5.7/m2")
def test_a_residence_notification_made_apart(staff: Staff) -> None:
    person = foreigner(staff)
    kind = "residence_notification"
    asked = amendment(
        {f"selected.{person}": "on"}, basis="届出", notified_on="2026-11-19", **NOTIFIED
    )
    assert "already_notified" in codes_of(kind, asked)
    case = carry_through(*staff, kind, asked)
    assert now(person).particulars.residence_notified
    assert change_of(case).notified_on == date(2026, 11, 19)
    assert ImmigrationMessage.objects.order_by("-id")[0].message_class == "immigration"
