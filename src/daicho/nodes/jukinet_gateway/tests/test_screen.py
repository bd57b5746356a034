"""The screen of the gateway's records (中継の受付記録), as the register's staff see it (JUK-060)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.db import transaction
from django.test import Client
from django.urls import reverse

from daicho.foundation.audit.models import Entry
from daicho.foundation.lines.domain.handing_on import HandedOn
from daicho.foundation.lines.models import SentMessage
from daicho.foundation.lines.public import Outgoing, deliver_lines, queue
from daicho.foundation.lines.tests.peers import CODE, CORE, CS, KIND, OTHER_CS, body, message
from daicho.foundation.lines.tests.test_screens import browse, text
from daicho.foundation.staff.tests.conftest import enrolled, register, signed_in, system
from daicho.foundation.vault import keys
from daicho.kernel.access import Duty
from daicho.kernel.clock import TOKYO, real_now
from daicho.nodes.jukinet_gateway.ledger import FILE, Ledger
from daicho.nodes.jukinet_gateway.tests.between import Between

__all__ = ["browse", "enrolled", "register", "signed_in", "system"]


@pytest.fixture
def office(between: Between) -> Between:
    """The register's own process, with the gateway and the CS running."""
    between.cs.start()
    between.gateway.start()
    between.core.enter()
    keys.load(django_settings.HOME)
    return between


@pytest.fixture
def keeper(office: Between, browse: Callable[..., Client]) -> Client:
    assert office
    return browse("kanri1", Duty.ADMINISTER)


def sent() -> SentMessage:
    with transaction.atomic():
        key = queue(Outgoing(kind=KIND, receiver=CS, body=body()))
    assert deliver_lines() == 1
    return SentMessage.objects.get(key=key)


@pytest.mark.proves("JUK-060")
def test_the_records_are_shown_beside_our_own(office: Between, keeper: Client) -> None:
    url = reverse("lines_gateway")
    assert "該当する受付記録はありません" in text(keeper.get(url))
    row = sent()
    page = text(keeper.get(url))
    assert "1件" in page
    assert reverse("lines_message", args=[row.key]) in page
    assert row.digest in page
    for words in ("こちらと同じ内容", "受領", "既存住基 → 市町村CS"):
        assert words in page
    assert CODE not in page
    ledger = Ledger(office.gateway.home / FILE)
    ledger._do("UPDATE handed_on SET digest = ?", ["0" * 64])
    ledger.close()
    assert "こちらと違う内容" in text(keeper.get(url))
    office.post(message(OTHER_CS, CS), office.authority.signing(OTHER_CS), line=OTHER_CS)
    page = text(keeper.get(url))
    for words in ("中継の入口で断った接続", "相手方として登録されていない", OTHER_CS.label):
        assert words in page
    seen = Entry.objects.filter(kind="lines.gateway_seen")
    assert seen.count() == 4
    assert "住基ネットゲートウェイを通る" in text(keeper.get(reverse("lines_lines")))


def test_records_are_narrowed_and_paged(office: Between, keeper: Client) -> None:
    ledger, now, url = Ledger(office.gateway.home / FILE), real_now(), reverse("lines_gateway")
    for number in range(60):
        record = HandedOn(
            message=f"00000000-0000-4000-8000-{number:012}",
            kind="identity.update",
            sender=str(CORE),
            receiver=str(CS),
            address="127.0.0.1",
            certificate="1",
            digest="1" * 64,
            size=1,
            received_at=now - timedelta(days=number),
            attempted_at=now,
            attempts=1,
        )
        assert ledger.begin(record)
    ledger.close()
    assert text(keeper.get(url)).count("こちらに記録なし") == 50
    assert text(keeper.get(url, {"page": "2"})).count("こちらに記録なし") == 10
    day = (now - timedelta(days=3)).astimezone(TOKYO).date().isoformat()
    for narrowed, count in (
        ({"outcome": "waiting"}, 60),
        ({"outcome": "accepted"}, 0),
        ({"sender": str(CS)}, 0),
        ({"kind": "identity.update", "day": day}, 1),
        ({"outcome": "nonsense", "page": "x"}, 60),
    ):
        page = text(keeper.get(url, narrowed))
        assert page.count("こちらに記録なし") == min(count, 50), narrowed
    assert keeper.get(url, {"day": "きのう"}).status_code == 422


def test_a_gateway_that_is_away_is_said_so(office: Between, keeper: Client) -> None:
    office.gateway.kill()
    page = text(keeper.get(reverse("lines_gateway")))
    assert "住基ネットゲートウェイから受付記録を受け取れません" in page
    assert "相手方が接続を受け付けていません。" in page


def test_without_a_gateway_the_screen_says_so_and_is_not_offered(
    office: Between, keeper: Client, settings: Any
) -> None:
    assert "中継の受付記録" in text(keeper.get(reverse("lines_lines")))
    settings.LINES = replace(office.core.lines, gateway=None)
    assert "中継の受付記録" not in text(keeper.get(reverse("lines_lines")))
    assert "住基ネットゲートウェイは置いていません" in text(keeper.get(reverse("lines_gateway")))


def test_a_clerk_of_the_counter_has_no_business_there(
    office: Between, browse: Callable[..., Client]
) -> None:
    assert office
    clerk = browse("mado1", Duty.COUNTER)
    assert clerk.get(reverse("lines_gateway")).status_code == 403
    assert not Entry.objects.filter(kind="lines.gateway_seen", outcome="done").exists()
