"""住民異動届受理通知 of every procedure, the notice of an adult ward's going, and that of a number without the number."""

from __future__ import annotations

from uuid import UUID

import pytest

from daicho.business.certificates.models import Issue
from daicho.business.certificates.selectors.occasions import view_case_notices
from daicho.business.certificates.tests.conftest import words_of
from daicho.business.certificates.tests.notice_paper import AGENT, died, leave, lines_of, send
from daicho.business.movements.commands.save_draft import seal_numbers
from daicho.business.movements.tests.amending import amendment, block
from daicho.business.movements.tests.family import NEXT_DOOR, Staff, moving
from daicho.business.movements.tests.paper import (
    HEAD,
    carry_through,
    individual_number,
    move_in_paper,
    pool,
)
from daicho.kernel.access import Access

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today", "certifier")]

BY_AN_AGENT = {"notifier": "代理　一子", "notifier_relation": "agent", **AGENT}


def five(people: list[UUID]) -> dict[str, tuple[str, dict[str, str]]]:
    """The five procedures of the standard: the kind of movement, and the paper of an agent."""
    late = leave(people, event_date="2026-10-20", notified_on="2026-11-20")
    split = moving(people[1:2], household="new", **{f"relationship.{people[1]}": "世帯主"})
    return {
        "転居": ("move_within", moving(people, **NEXT_DOOR)),
        "国内転出": ("move_out", leave(people)),
        "世帯分離": ("household_split", split),
        "転出証明書に準ずる証明書の交付": ("move_out", late),
    }


@pytest.mark.proves("STD-4.1.0.3/m1")
@pytest.mark.parametrize("what", ["転居", "国内転出", "世帯分離", "転出証明書に準ずる証明書の交付"])
def test_each_of_the_procedures_is_acknowledged(
    desk_clerk: Access, staff: Staff, family: list[UUID], what: str
) -> None:
    kind, paper = five(family)[what]
    case = carry_through(*staff, kind, paper | BY_AN_AGENT)
    line = lines_of(desk_clerk, case)["acceptance_notice"]
    assert line.in_flow
    text = words_of(desk_clerk, send(desk_clerk, case, "acceptance_notice"))
    for words in (f"異動事由{what}", "代理一子（任意代理人", "受理しましたので", "届出日"):
        assert words in text


@pytest.mark.proves("STD-4.1.0.3/m1")
def test_moving_in_is_acknowledged(desk_clerk: Access, staff: Staff) -> None:
    pool()
    case = carry_through(*staff, "move_in", move_in_paper(HEAD) | BY_AN_AGENT)
    assert lines_of(desk_clerk, case)["acceptance_notice"].in_flow
    text = words_of(desk_clerk, send(desk_clerk, case, "acceptance_notice"))
    assert "異動事由国内転入" in text


def test_what_is_no_notification_is_not_acknowledged(
    desk_clerk: Access, staff: Staff, family: list[UUID]
) -> None:
    case = carry_through(*staff, "death", died(family[0]))
    assert "acceptance_notice" not in lines_of(desk_clerk, case)


@pytest.mark.proves("STD-9.4/m1", "STD-9.4/m2")
def test_the_municipality_where_an_adult_ward_goes_is_told(
    desk_clerk: Access, staff: Staff, family: list[UUID]
) -> None:
    ground = {"basis": "通知", "noticed_on": "2026-11-19", "ground": "登記の通知"}
    begin = amendment(block("adult_ward", family[3], adult_ward="on"), **ground)
    carry_through(*staff, "adult_ward", begin)
    case = carry_through(*staff, "move_out", leave(family[2:], destination_municipality="271004"))
    wards = [x for x in view_case_notices(desk_clerk, case=case).lines if x.kind == "ward_notice"]
    assert [(x.about, x.in_flow) for x in wards] == [("見本　二葉", True)]
    text = words_of(desk_clerk, send(desk_clerk, case, "ward_notice"))
    for words in (
        "成年被後見人の転出通知書",
        "大阪府大阪市長様",
        "見本二葉",
        "大阪府架空市例示1番地",
        "令和8年11月25日",
    ):
        assert words in text
    assert "見本一郎" not in text
    # On every other sheet nothing is said of it.
    certificate = words_of(desk_clerk, send(desk_clerk, case, "move_out_certificate"))
    assert "後見" not in certificate


@pytest.mark.proves("STD-9.4/m2")
def test_a_ward_who_stays_or_goes_abroad_gives_rise_to_no_notice(
    desk_clerk: Access, staff: Staff, family: list[UUID]
) -> None:
    ground = {"basis": "通知", "noticed_on": "2026-11-19", "ground": "登記の通知"}
    begin = amendment(block("adult_ward", family[3], adult_ward="on"), **ground)
    carry_through(*staff, "adult_ward", begin)
    case = carry_through(*staff, "move_out", leave(family[2:3]))
    assert "ward_notice" not in lines_of(desk_clerk, case)
    abroad = leave(family[3:], abroad="overseas", destination_address="架空国")
    case = carry_through(*staff, "move_out", abroad)
    assert "ward_notice" not in lines_of(desk_clerk, case)


def test_a_number_is_told_of_without_the_number(
    desk_clerk: Access, staff: Staff, family: list[UUID]
) -> None:
    typed = block("number_assign", family[1], individual_number=individual_number(77))
    case = carry_through(*staff, "number_assign", seal_numbers(amendment(typed, basis="職権")))
    text = words_of(desk_clerk, send(desk_clerk, case, "number_notice"))
    for words in ("個人番号の指定のお知らせ", "見本花子様", "個人番号通知書"):
        assert words in text
    assert individual_number(77) not in text
    assert Issue.objects.get().items == []
