"""本人通知 (STD-8.1.3): who asked for it is told, once, of copies that went to others, and never who asked."""

from __future__ import annotations

from datetime import date
from uuid import UUID, uuid4

import pytest
from pytest_django.fixtures import Settings

from daicho.business.certificates.commands.issue import issue
from daicho.business.certificates.commands.issue_letters import issue_delivery_notices
from daicho.business.certificates.domain.rights import Proof, Requester
from daicho.business.certificates.models import Issue
from daicho.business.certificates.selectors.deliveries import Delivery, Reach, view_deliveries
from daicho.business.certificates.tests.asking import TODAY, wish
from daicho.business.certificates.tests.conftest import words_of
from daicho.kernel.access import Access
from daicho.kernel.errors import Invalid
from daicho.registers.protection.commands.register_notice import register_notice
from daicho.registers.protection.tests.conftest import filled
from daicho.registers.protection.tests.scene import SUPPORTER
from daicho.registers.residents.tests.factories import Resident, make_resident

__all__ = ["filled"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today", "certifier")]


@pytest.fixture(autouse=True)
def offered(settings: Settings) -> None:
    settings.THIRD_PARTY_NOTICE = True


@pytest.fixture
def registered() -> Resident:
    """Somebody who wants to be told."""
    who = make_resident(name="見本　太郎")
    until = date(2027, 3, 31)
    register_notice(SUPPORTER, key=uuid4(), person=who.person, starts_on=TODAY, ends_on=until)
    return who


def copies(access: Access, who: Resident) -> tuple[UUID, UUID]:
    """One copy to the person, one to somebody else."""
    (own,) = issue(access, request=wish([who.record]))
    other = wish(
        [who.record],
        requester=Requester.THIRD_PARTY,
        requester_name="架空　債権",
        ground="貸金の返還を求めるため",
        proofs=frozenset({Proof.EVIDENCE}),
    )
    return own, issue(access, request=other)[0]


def seen(access: Access, reach: Reach) -> tuple[Delivery, ...]:
    return view_deliveries(access, since=TODAY, until=TODAY, reach=reach)


def test_one_of_three_reaches_is_chosen(desk_clerk: Access, registered: Resident) -> None:
    own, other = copies(desk_clerk, registered)
    _, stranger = copies(desk_clerk, make_resident(name="見本　次郎"))
    assert [d.issue for d in seen(desk_clerk, Reach.REGISTERED)] == [own, other]
    assert [d.issue for d in seen(desk_clerk, Reach.REGISTERED_OTHERS)] == [other]
    assert [d.issue for d in seen(desk_clerk, Reach.OTHERS)] == [other, stranger]


def test_the_letter_says_what_and_to_what_kind_of_requester_and_goes_out_once(
    desk_clerk: Access, registered: Resident
) -> None:
    copies(desk_clerk, registered)
    (delivery,) = seen(desk_clerk, Reach.REGISTERED_OTHERS)
    asked = {"since": TODAY, "until": TODAY, "reach": Reach.REGISTERED_OTHERS}
    asked |= {"occasions": [delivery.occasion]}
    assert issue_delivery_notices(desk_clerk, key=uuid4(), **asked) == 1  # type: ignore[arg-type]  # by name
    row = Issue.objects.get(kind="delivery_notice")
    text = words_of(desk_clerk, row.key)
    for words in (
        "住民票の写し等交付通知書",
        "見本太郎様",
        "交付した日令和8年11月20日",
        "請求者の区分第三者",
        "住民票の写し（世帯連記式）",
        "枚数1枚",
    ):
        assert words in text
    assert "架空債権" not in text
    assert "貸金" not in text
    assert seen(desk_clerk, Reach.REGISTERED_OTHERS)[0].told
    with pytest.raises(Invalid):
        issue_delivery_notices(desk_clerk, key=uuid4(), **asked)  # type: ignore[arg-type]  # by name
    assert Issue.objects.filter(kind="delivery_notice").count() == 1


def test_in_a_town_without_it_nobody_is_told_by_registration(
    desk_clerk: Access, registered: Resident, settings: Settings
) -> None:
    copies(desk_clerk, registered)
    settings.THIRD_PARTY_NOTICE = False
    assert seen(desk_clerk, Reach.REGISTERED) == ()
