"""The desk and somebody protected (交付の窓口): the badge, the alert to be confirmed, the error that stops."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Any

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


def hidden(page: str) -> dict[str, str]:
    found = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page)
    return {name: value for name, value in found if name != "csrfmiddlewaretoken"}


def ask(client: Client, couple: Version, page: str, **more: str) -> Any:  # Any: as above
    wish = {
        "form": "individual",
        "records": str(couple.record_id),
        "requester": "self",
        "requester_name": "見本　太郎",
        "documents": "individual_number_card",
        "copies": "1",
    }
    return client.post(f"/certificates/desk/{couple.record_id}/", wish | hidden(page) | more)


@pytest.mark.proves("STD-3.1/m4")
def test_an_alert_is_read_and_confirmed_before_the_sheet_is_seen(
    sign_in: SignIn, couple: Version
) -> None:
    suppress(couple.person_id, certificate=Restraint.ALERT)
    client = sign_in()
    page = text(client.get(f"/certificates/desk/{couple.record_id}/"))
    assert ">抑止<" in page
    answer = ask(client, couple, page, act="preview")
    assert answer.status_code == 422
    assert "抑止されている人が含まれています。" in text(answer)
    key = f"protected_alert:records.{couple.person_id}"
    assert f'name="confirm" value="{key}"' in text(answer)
    shown = ask(client, couple, page, act="preview", confirm=key)
    assert shown.status_code == 200
    assert not Issue.objects.exists()
    issued = ask(client, couple, text(shown), act="issue")
    assert issued.status_code == 302, text(issued)
    assert Issue.objects.count() == 1
    entry = Entry.objects.get(kind="certificates.issued", outcome="done")
    assert key in entry.body


def test_an_error_stops_and_says_why_to_the_staff(sign_in: SignIn, couple: Version) -> None:
    suppress(couple.person_id, certificate=Restraint.ERROR)
    client = sign_in()
    page = text(client.get(f"/certificates/desk/{couple.record_id}/"))
    for act in ("preview", "issue"):
        key = f"protected:records.{couple.person_id}"
        answer = ask(client, couple, page, act=act, confirm=key)
        assert answer.status_code == 422
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
    page = f"/certificates/desk/{couple.record_id}/"
    assert text(client.get(page)).count(">本人通知<") == 1
    settings.THIRD_PARTY_NOTICE = False
    assert ">本人通知<" not in text(client.get(page))
