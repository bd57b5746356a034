"""The screen of 転出証明書情報: those that came, those that were asked for, and the form that asks."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from daicho.gateways.jukinet.models import AskedCertificate
from daicho.kernel.access import Duty

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]
Browse = Callable[..., Client]
CODE = "92128315677"


def text(answer: Any, status: int = 200) -> str:  # Any: the test client's own response
    assert answer.status_code == status, answer.status_code
    drawn: str = answer.content.decode()
    return drawn


def test_the_counter_asks_and_sees_the_answer_come(browse: Browse) -> None:
    desk = browse(Duty.COUNTER)
    page = text(desk.get(reverse("jukinet_certificates")))
    assert "該当する転出証明書情報はありません" in page
    assert "転出地に求める" in page
    asking = reverse("jukinet_ask")
    key = "73307534-db1c-4806-9740-d243447d7d11"
    wrong = text(desk.post(asking, {"request": key, "code": "1", "origin": "112291"}), 422)
    assert "住民票コード" in wrong
    assert 'value="112291"' in wrong, "what was chosen is still there"
    for _ in range(2):
        sent = desk.post(asking, {"request": key, "code": CODE, "origin": "112291"})
        assert sent.status_code == 302
    assert AskedCertificate.objects.count() == 1
    page = text(desk.get(reverse("jukinet_certificates")))
    assert "埼玉県和光市" in page
    assert "問合せ中" in page
    assert CODE not in page


def test_who_only_looks_is_not_offered_to_ask(browse: Browse) -> None:
    approver = browse(Duty.DECIDE)
    assert "転出地に求める" not in text(approver.get(reverse("jukinet_certificates")))
    assert approver.post(reverse("jukinet_ask"), {}).status_code == 403
