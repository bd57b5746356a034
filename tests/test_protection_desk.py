"""The desk and somebody protected (交付の窓口): the badge, the alert to be confirmed, the error that stops."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from daicho.business.certificates.commands.set_certifier import set_certifier
from daicho.business.certificates.models import Issue
from daicho.business.movements.tests.paper import HEAD, WIFE, carry_through, move_in_paper, pool
from daicho.foundation.audit.models import Entry
from daicho.foundation.staff.tests.conftest import Person, enrolled, register, signed_in, system
from daicho.kernel.access import Access, Duty
from daicho.registers.protection.commands.register_notice import register_notice
from daicho.registers.protection.domain.levels import Restraint
from daicho.registers.protection.tests.scene import SUPPORTER, suppress
from daicho.registers.residents.models import Version
from tests.desk import name_people, step, take_in
from tests.test_protection_channels import connected

__all__ = ["connected", "enrolled", "register", "signed_in", "system"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today", "connected")]
SignIn = Callable[[], Client]


@pytest.fixture
def sign_in(
    register: Callable[..., Person],
    signed_in: Callable[..., Client],
    enrolled: Callable[..., Client],
    system: Access,
) -> SignIn:
    """A counter's browser on an enrolled terminal, in a town with a mayor."""
    set_certifier(system, valid_from=date(2020, 4, 1), title="見本市長", name="台帳　守")
    return lambda: enrolled(signed_in(register("窓口係", Duty.COUNTER)))


@pytest.fixture
def couple(clerk: Access, examiner: Access, approver: Access) -> Version:
    """The head of a household of two."""
    pool()
    carry_through(clerk, examiner, approver, "move_in", move_in_paper(HEAD, WIFE))
    return Version.objects.get(member_order=1)


def text(response: Any) -> str:  # Any: a test client's response
    return str(response.content.decode())


def asked(client: Client, couple: Version) -> UUID:
    """A request about the head, whose people are named."""
    key = take_in(client)
    name_people(client, key, [couple.record_id])
    return key


@pytest.mark.proves("STD-3.1/m4")
def test_an_alert_is_read_and_confirmed_before_the_sheet_is_seen(
    sign_in: SignIn, couple: Version
) -> None:
    suppress(couple.person_id, certificate=Restraint.ALERT)
    client = sign_in()
    key = asked(client, couple)
    people = f"/requests/{key}/people/?record={couple.record_id}"
    assert ">抑止<" in text(client.get(people))
    page = client.get(f"/requests/{key}/decide/")
    assert page.context["preview"] is None
    assert "抑止されている人が含まれています。" in text(page)
    alert = f"protected_alert:records.{couple.person_id}"
    assert f'name="confirm" value="{alert}"' in text(page)
    unread = step(client, "requests_decide", key, act="grant")
    assert unread.status_code == 422
    assert not Issue.objects.exists()
    shown = step(client, "requests_decide", key, confirm=alert)
    assert shown.context["preview"]
    issued = step(client, "requests_decide", key, act="grant", confirm=alert)
    assert issued.status_code == 302, text(issued)
    assert Issue.objects.count() == 1
    entry = Entry.objects.get(kind="certificates.issued", outcome="done")
    assert alert in entry.body


def test_an_error_stops_and_says_why_to_the_staff(sign_in: SignIn, couple: Version) -> None:
    suppress(couple.person_id, certificate=Restraint.ERROR)
    client = sign_in()
    key = asked(client, couple)
    forced = f"protected:records.{couple.person_id}"
    for answer in (
        client.get(f"/requests/{key}/decide/"),
        step(client, "requests_decide", key, act="grant", confirm=forced),
    ):
        assert "抑止されている人が含まれるため、証明書の交付はできません。" in text(answer)
        assert "抑止（令和8年10月1日から）。" in text(answer)
    assert not Issue.objects.exists()


def test_the_desk_shows_who_wants_to_be_told(
    sign_in: SignIn,
    couple: Version,
    settings: Any,  # Any: pytest-django's settings
) -> None:
    settings.THIRD_PARTY_NOTICE = True
    register_notice(
        SUPPORTER,
        key=couple.key,
        person=couple.person_id,
        starts_on=date(2026, 11, 1),
        ends_on=date(2027, 10, 31),
    )
    client = sign_in()
    page = f"/requests/{take_in(client)}/people/?record={couple.record_id}"
    assert text(client.get(page)).count(">本人通知<") == 1
    settings.THIRD_PARTY_NOTICE = False
    assert ">本人通知<" not in text(client.get(page))
