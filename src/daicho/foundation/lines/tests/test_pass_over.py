"""Passing over: after a node was brought back from an older state, nothing is handled in silence and nothing waits for ever."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from daicho.foundation.audit.models import Entry
from daicho.foundation.lines.envelopes import from_bytes
from daicho.foundation.lines.models import ArrivalOrder, ReceivedMessage
from daicho.foundation.lines.public import lines_waiting
from daicho.foundation.lines.selectors import trouble
from daicho.foundation.lines.tests.conftest import Network
from daicho.foundation.lines.tests.peers import CORE, CS, Ears, message
from daicho.foundation.lines.tests.test_screens import browse, desk
from daicho.foundation.staff.public import system_access
from daicho.foundation.staff.tests.conftest import enrolled, register, signed_in, system
from daicho.kernel.access import Duty, Purpose

__all__ = ["browse", "desk", "enrolled", "register", "signed_in", "system"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


def pass_url(raw: bytes) -> str:
    return reverse("lines_pass_over", args=[from_bytes(raw).id])


def test_what_comes_after_a_gap_that_stays_is_said_and_handled_by_hand(
    network: Network, ears: Ears, desk: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Messages 2 and 3 were settled for their sender before we were brought back; 4, 5 and 7 come."""
    order = uuid4().hex
    one, four, five, seven = (message(CS, CORE, order=(order, n)) for n in (1, 4, 5, 7))
    network.receive(one, CS)
    for raw in (five, four, seven):
        assert network.receive(raw, CS).body["problems"][0]["code"] == "order.gap"
    monkeypatch.setattr(trouble, "LONG", timedelta())
    keeper = system_access(Purpose.ADMINISTRATION, job="test")
    waiting = lines_waiting(replace(keeper, duties=frozenset({Duty.ADMINISTER})))
    assert "先の電文が1時間を過ぎて届かない電文" in [each.label for each in waiting]
    page = desk.get(reverse("lines_message", args=[from_bytes(five).id])).content.decode()
    assert "欠けた電文を待たずに処理する" in page
    assert desk.post(pass_url(five)).status_code == 302
    assert [r.id for r in ears.heard] == [from_bytes(raw).id for raw in (one, four, five)]
    assert ArrivalOrder.objects.get(key=order).next == 6
    assert ReceivedMessage.objects.get(early=True).order_number == 7
    body = json.loads(Entry.objects.get(kind="lines.passed_over").body)
    assert body["detail"]["missing"] == 2
    assert desk.post(pass_url(five)).status_code == 409
    late = message(CS, CORE, order=(order, 2))
    assert network.receive(late, CS).body["problems"][0]["code"] == "order.used"


def test_only_whoever_acts_on_messages_passes_over(
    network: Network, ears: Ears, browse: Callable[..., Client]
) -> None:
    raw = message(CS, CORE, order=(uuid4().hex, 2))
    network.receive(raw, CS)
    auditor = browse("kansa1", Duty.AUDIT)
    assert auditor.post(pass_url(raw)).status_code == 403
    assert ears.heard == []
    assert ReceivedMessage.objects.get().early
