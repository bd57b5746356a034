"""The screens: the list, one person's with its forms, the history and the card system's lines; and who may open them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse

from daicho.config.lines_core import HANDLERS
from daicho.gateways.dispatch.models import UnmatchedTarget
from daicho.gateways.dispatch.tests.conftest import designated, made, problem, states, told, wish_of
from daicho.gateways.dispatch.tests.test_desk import HOSPITAL, targets
from daicho.kernel.access import Duty
from daicho.registers.protection.tests.scene import support

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]
Browse = Callable[..., Client]


def text(answer: Any) -> str:  # Any: the test client's own response
    assert answer.status_code == 200, answer.status_code
    drawn: str = answer.content.decode()
    return drawn


@pytest.fixture
def desk(browse: Browse) -> Client:
    return browse(Duty.COUNTER)


def form(person: UUID, **fields: str) -> dict[str, str]:
    row = wish_of(person)
    return {"wishes": str(row.key), f"edition-{row.key}": str(row.edition), **fields}


def elsewhere() -> dict[str, str]:
    named = ("print_class", "postal_code", "address", "recipient", "ground", "evidence")
    return {"where": "elsewhere", **{name: getattr(HOSPITAL, name) for name in named}}


@pytest.mark.proves("STD-7.1.1.1/m3")
def test_from_the_list_to_the_envelope_and_what_became_of_it(
    family: list[UUID], desk: Client
) -> None:
    assert "該当する人はいません" in text(desk.get(reverse("dispatch_list")))
    designated(family[1], family[2])
    page = text(desk.get(reverse("dispatch_list")))
    assert "見本　花子" in page
    assert "個人番号の指定" in page
    address = reverse("dispatch_wish", args=[wish_of(family[1]).key])
    page = text(desk.get(address))
    assert "見本　一郎を選ぶ" in page, "the other of the household who is due"
    assert 'value="MIHON HANAKO"' in page
    posting = reverse("dispatch_arrange", args=[wish_of(family[1]).key])
    wrong = desk.post(posting, form(family[1], **{**elsewhere(), "evidence": ""}))
    assert wrong.status_code == 422
    assert "確かめた書類などが書かれていません。" in wrong.content.decode()
    assert "架空病院" in wrong.content.decode(), "what was typed is still there"
    right = form(family[1], **elsewhere())
    assert desk.post(posting, right).status_code == 302
    assert desk.post(posting, right).status_code == 409
    (envelope,) = made()
    told(envelope, "refused", problem("dispatch.mismatch", "「住所」が機構と一致しません。"))
    page = text(desk.get(reverse("dispatch_list"), {"shown": "wrong"}))
    assert "「住所」が機構と一致しません。" in page
    page = text(desk.get(address))
    assert "作り直して送る" in page
    assert "不一致" in page
    anew = reverse("dispatch_step", args=[wish_of(family[1]).key, "make_anew"])
    assert desk.post(anew, {"edition": wish_of(family[1]).edition}).status_code == 302
    told(made()[0], "accepted")
    page = text(desk.get(reverse("dispatch_history"), {"state": "provided"}))
    assert "見本　花子" in page
    assert "提供済" in page
    page = text(desk.get(address))
    assert "指定して送る" not in page
    assert "送った内容は残しません" in page


def test_letters_withdrawal_and_taking_it_back(family: list[UUID], desk: Client) -> None:
    designated(family[1])
    key = wish_of(family[1]).key
    roman = reverse("dispatch_roman", args=[key])
    assert desk.post(roman, {"name": "みほん"}).status_code == 422
    assert desk.post(roman, {"name": "MIHON HANAKO"}).status_code == 302
    assert "今の記録: MIHON HANAKO" in text(desk.get(reverse("dispatch_wish", args=[key])))
    step = reverse("dispatch_step", args=[key, "withdraw"])
    assert desk.post(step, {"edition": "0", "words": ""}).status_code == 422
    assert desk.post(step, {"edition": "0", "words": "窓口で渡した"}).status_code == 302
    assert desk.post(step, {"edition": "0", "words": "窓口で渡した"}).status_code == 409
    page = text(desk.get(reverse("dispatch_wish", args=[key])))
    assert "窓口で渡した" in page
    back = reverse("dispatch_step", args=[key, "reopen"])
    assert desk.post(back, {"edition": "1"}).status_code == 302
    assert states() == ["unmade"]
    assert desk.post(reverse("dispatch_step", args=[key, "burn"]), {}).status_code == 404


def test_the_card_systems_lines_are_settled(desk: Client) -> None:
    page = reverse("dispatch_targets")
    assert "突合できない更新対象者はいません" in text(desk.get(page))
    HANDLERS["dispatch.targets"](targets({"code": "99999999997", "reason": "returned"}))
    assert "DT-20261120" in text(desk.get(page))
    assert "99999999997" not in text(desk.get(page))
    row = UnmatchedTarget.objects.get()
    settle = reverse("dispatch_settle_target", args=[row.key])
    assert desk.post(settle, {"words": ""}).status_code == 422
    assert desk.post(settle, {"words": "他市の人"}).status_code == 302
    assert desk.post(settle, {"words": "他市の人"}).status_code == 409


def test_a_date_that_is_none_is_said_beside_its_field(desk: Client) -> None:
    answer = desk.get(reverse("dispatch_history"), {"since": "きのう"})
    assert answer.status_code == 422
    assert "該当する送信はありません" in answer.content.decode()


def test_whoever_may_not_sees_and_does_nothing(
    family: list[UUID], browse: Browse, desk: Client
) -> None:
    designated(family[1])
    key = wish_of(family[1]).key
    stranger = browse(Duty.EXTRACT)
    for name in ("dispatch_list", "dispatch_history", "dispatch_targets"):
        assert stranger.get(reverse(name)).status_code == 403
    approver = browse(Duty.DECIDE)
    assert "指定して送る" not in text(approver.get(reverse("dispatch_wish", args=[key])))
    posting = reverse("dispatch_arrange", args=[key])
    assert approver.post(posting, form(family[1], print_class="1")).status_code == 403
    assert wish_of(family[1]).state == "unmade"
    support(family[1])
    page = desk.get(reverse("dispatch_list")).content.decode()
    assert "支援" in page
