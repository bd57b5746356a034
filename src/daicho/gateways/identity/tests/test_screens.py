"""The screens of 本人確認 as a clerk and an approver go; no number that was typed comes back."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.urls import reverse

from daicho.business.movements import ports as movements_ports
from daicho.business.movements.models import Case
from daicho.business.movements.public import open_draft
from daicho.business.movements.selectors.cases import view_case
from daicho.business.movements.tests.family import now
from daicho.business.movements.tests.paper import HEAD, WIFE, individual_number, move_in_paper
from daicho.foundation.audit.models import Entry
from daicho.foundation.lines.models import SentMessage
from daicho.foundation.staff.tests.conftest import enrolled, register, signed_in, system
from daicho.gateways.identity.public import facts_of_case
from daicho.gateways.identity.tests.conftest import CODE, NUMBER, PERSON, Cs
from daicho.kernel.access import Access, Duty

__all__ = ["enrolled", "register", "signed_in", "system"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


@pytest.fixture
def window(register: Any, signed_in: Any, enrolled: Any) -> Client:
    client: Client = enrolled(signed_in(register("係1", Duty.COUNTER)), name="本庁係1")
    return client


@pytest.fixture
def decider(register: Any, signed_in: Any, enrolled: Any) -> Client:
    client: Client = enrolled(signed_in(register("決裁9", Duty.DECIDE)), name="本庁係9")
    return client


@pytest.mark.proves("JUK-004")
def test_a_card_is_compared_on_the_screen(window: Client, cs: Cs) -> None:
    url = reverse("identity_ask")
    assert "照会の目的" in window.get(url).content.decode()
    typed = {"purpose": "special_move_in", "code": CODE, "card": "on", "name": "架空　太郎"}
    page = window.post(url, typed | {"address": "埼玉県和光市本町31-1"}).content.decode()
    assert "相違あり" in page
    assert "埼玉県和光市広沢1-5" in page
    assert NUMBER not in page
    cs.serial = {"state": "revoked"}
    assert "確認不可" in window.post(url, typed).content.decode()
    cs.people = []
    assert "該当なし（0件）" in window.post(url, typed).content.decode()
    assert window.post(url, {"code": CODE}).status_code == 422


@pytest.mark.proves("JUK-004")
def test_the_paper_of_a_draft_stands_beside_the_card(window: Client, clerk: Access, cs: Cs) -> None:
    paper = move_in_paper(
        HEAD | {"name": "架空　太郎", "birth_date": "S55.7.15"},
        WIFE,
        previous_address="埼玉県和光市本町31-1",
    )
    case = Case.objects.get(key=open_draft(clerk, kind="move_in", payload=paper))
    url = reverse("identity_ask")
    page = window.get(url, {"case": case.number}).content.decode()
    for words in ("架空　太郎", "S55.7.15", "埼玉県和光市本町31-1", WIFE["name"]):
        assert words in page
    second = window.get(url, {"case": case.number, "person": "2"}).content.decode()
    assert f'value="{WIFE["name"]}"' in second
    assert window.get(url, {"case": "R8-999999"}).status_code == 422
    assert cs.asked == []
    assert Entry.objects.filter(kind="identity.paper_read", outcome="done").count() == 2


def test_the_case_says_whether_its_number_is_authentic(
    window: Client, clerk: Access, cs: Cs, family: list[UUID], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert family
    monkeypatch.setattr(movements_ports, "facts_of_case", facts_of_case)
    case = Case.objects.order_by("-number")[0]
    told = dict(view_case(clerk, case=case.key).reception)
    assert "個人番号の真正性確認" not in told
    cs.people = []
    window.post(
        reverse("identity_verify"), {"code": CODE, "number": NUMBER, "case_number": case.number}
    )
    told = dict(view_case(clerk, case=case.key).reception)
    assert told["個人番号の真正性確認"].startswith("該当なし（")


def test_many_are_turned_over_page_by_page(window: Client, cs: Cs) -> None:
    cs.people = [PERSON | {"address": f"埼玉県和光市広沢{n}番地"} for n in range(1, 31)]
    typed = {"purpose": "move_in", "name": "架空　太郎", "birth_on": "S55.7.15"}
    first = window.post(reverse("identity_ask"), typed).content.decode()
    second = window.post(reverse("identity_ask"), typed | {"page": "2"}).content.decode()
    assert "埼玉県和光市広沢1番地" in first
    assert "埼玉県和光市広沢30番地" not in first
    assert "埼玉県和光市広沢30番地" in second


@pytest.mark.proves("JUK-026")
def test_a_number_is_verified_and_not_shown_again(
    window: Client, cs: Cs, family: list[UUID]
) -> None:
    url = reverse("identity_verify")
    assert "届出書の番号を確かめる" in window.get(url).content.decode()
    page = window.post(url, {"code": CODE, "number": NUMBER}).content.decode()
    assert "真正性確認済" in page
    assert not [each for each in (CODE, NUMBER) if each in page]
    cs.people = [PERSON | {"individual_number": individual_number(8)}]
    atena = now(family[0]).atena_number
    answer = window.post(reverse("identity_verify_resident"), {"atena_number": atena})
    assert "不一致" in answer.content.decode()
    assert window.post(url, {"code": CODE, "number": "1"}).status_code == 422


def test_a_change_is_asked_for_by_one_and_decided_by_another(
    window: Client, decider: Client, family: list[UUID]
) -> None:
    url = reverse("identity_change")
    assert "決定を待つ個人番号の変更" not in decider.get("/").content.decode()
    atena = now(family[0]).atena_number
    wrong = window.post(url, {"key": str(uuid4()), "atena_number": atena})
    assert wrong.status_code == 422
    paper = {
        "key": str(uuid4()),
        "atena_number": atena,
        "reason": "ex_officio",
        "ground": "警察からの通知",
    }
    asked = window.post(url, paper)
    assert asked.status_code == 302
    page = window.get(asked["Location"]).content.decode()
    assert "ほかの職員の決定を待っています" in page
    assert "変更を決定して機構に要求する" not in page
    assert window.post(url, paper).status_code == 409
    assert SentMessage.objects.filter(kind="number.request").count() == 0

    decision = asked["Location"] + "decide/"
    assert window.post(decision, {"decision": "approve"}).status_code == 403
    assert "決定を待つ個人番号の変更" in decider.get("/").content.decode()
    following = decider.get(reverse("identity_next_change"))
    assert following["Location"] == asked["Location"]
    assert "変更を決定して機構に要求する" in decider.get(asked["Location"]).content.decode()
    assert decider.post(decision, {"decision": "decline"}).status_code == 422
    assert decider.post(decision, {"decision": "approve"}).status_code == 302
    assert "機構の番号を待っています" in decider.get(asked["Location"]).content.decode()
    assert decider.post(decision, {"decision": "approve"}).status_code == 409
    assert SentMessage.objects.filter(kind="number.request").count() == 1
    assert decider.get(reverse("identity_next_change"))["Location"] == "/"


def test_symbols_are_listed_and_asked_for_by_hand(window: Client, family: list[UUID]) -> None:
    url = reverse("identity_symbols")
    assert "該当する要求はありません" in window.get(url).content.decode()
    ask = reverse("identity_symbol_ask")
    assert window.post(ask, {"atena_number": "1"}).status_code == 422
    atena = now(family[0]).atena_number
    assert window.post(ask, {"atena_number": atena}).status_code == 302
    page = window.get(url + "?state=waiting").content.decode()
    assert atena in page
    assert "送信待ち" in page


@pytest.mark.proves("STD-7.1.2.4/m1")
def test_a_serial_is_shown(window: Client, cs: Cs, family: list[UUID]) -> None:
    url, atena = reverse("identity_serial"), now(family[0]).atena_number
    assert "シリアル番号を照会する" in window.get(url).content.decode()
    page = window.post(url, {"atena_number": atena, "record": "on"}).content.decode()
    assert "0A1B2C（記録済み）" in page
    assert [kind for kind, _ in cs.asked] == ["serial.query"]
