"""Screens of messages and lines: errors first, the next step in words, no body anywhere."""

from __future__ import annotations

from collections.abc import Callable
from types import ModuleType
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.urls import include, path, reverse

from daicho.foundation.lines.commands.turn_away import turn_away
from daicho.foundation.lines.domain.door import Reason, TurnedAway
from daicho.foundation.lines.models import Line, SendingAttempt, SentMessage
from daicho.foundation.lines.public import Outgoing, deliver_lines, queue
from daicho.foundation.lines.selectors.messages import states_of
from daicho.foundation.lines.tests.conftest import Network
from daicho.foundation.lines.tests.peers import CODE, CORE, CS, KIND, OTHER_CS, Ears, body, message
from daicho.foundation.lines.tests.stand_in import OTHER_SAYS, Peer, peer, status
from daicho.foundation.staff.tests.conftest import Person, enrolled, register, signed_in, system
from daicho.kernel.access import Duty

__all__ = ["enrolled", "peer", "register", "signed_in", "system"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


@pytest.fixture
def browse(
    settings: Any,  # Any: pytest-django's wrapper
    register: Callable[..., Person],
    enrolled: Callable[..., Client],
    signed_in: Callable[..., Client],
) -> Callable[..., Client]:
    """A signed-in browser, on a node that has these screens alone."""
    module = ModuleType("lines_test_urls")
    module.urlpatterns = [  # type: ignore[attr-defined]  # what Django reads
        path("", include("daicho.foundation.staff.web.urls")),
        path("lines/", include("daicho.foundation.lines.web.urls")),
    ]
    settings.ROOT_URLCONF = module
    terminals = iter(range(1, 99))

    def make(login: str, *duties: Duty) -> Client:
        return enrolled(signed_in(register(login, *duties)), f"本庁{next(terminals)}")

    return make


@pytest.fixture
def desk(browse: Callable[..., Client]) -> Client:
    return browse("mado1", Duty.COUNTER)


@pytest.fixture
def keeper(browse: Callable[..., Client]) -> Client:
    return browse("kanri1", Duty.ADMINISTER)


def text(answer: Any) -> str:
    assert answer.status_code == 200, answer.content.decode()[:2000]
    return str(answer.content.decode())


def queued(**more: Any) -> SentMessage:
    key = queue(Outgoing(kind=KIND, receiver=CS, body=body(), **more))
    return SentMessage.objects.get(key=key)


@pytest.mark.proves("STD-7.1.1.1/m17", "STD-7.1.2.4/m3")
def test_what_went_wrong_is_shown_first(peer: Peer, desk: Client) -> None:
    refused = queued(matter="case-1")
    peer.says = lambda _e: ("receipt", {"outcome": "refused", "problems": [OTHER_SAYS]})
    deliver_lines()
    stuck = queued()
    peer.says = lambda _e: status(503)
    deliver_lines()
    good = queued()
    peer.says = Peer(peer.network).says
    deliver_lines()
    page = text(desk.get(reverse("lines_messages")))
    places = [page.index(reverse("lines_message", args=[m.key])) for m in (refused, stuck, good)]
    assert max(places[:2]) < places[2]
    assert "理由を確かめ、元の記録を直してください" in page
    assert "後に自動で送り直します" in page
    assert "エラー" in page
    one = text(desk.get(reverse("lines_message", args=[refused.key])))
    assert OTHER_SAYS["what"] in one
    assert one.count("署名は正しく、内容は変わっていません") == 2
    failed = text(desk.get(reverse("lines_message", args=[stuck.key])))
    assert "相手方が、今は処理できないと応えました。" in failed
    assert CODE not in page + one + failed


def test_filters_and_counts(peer: Peer, network: Network, desk: Client) -> None:
    queued(matter="case-7")
    deliver_lines()
    waiting = queued()
    network.receive(message(CS, CORE), CS)
    assert peer.came
    page = text(desk.get(reverse("lines_messages"), {"way": "sent", "state": "waiting"}))
    assert str(waiting.key) in page
    assert "1件" in page
    assert "該当する電文はありません" in text(
        desk.get(reverse("lines_messages"), {"state": "refused"})
    )
    mine = text(desk.get(reverse("lines_messages"), {"matter": "case-7"}))
    assert "1件" in mine
    assert [m.state.value for m in states_of("case-7")] == ["accepted"]
    received = text(desk.get(reverse("lines_messages"), {"way": "received"}))
    assert "受領" in received
    assert text(desk.get(reverse("lines_messages"), {"state": "nonsense", "page": "x"}))


def test_a_changed_row_is_found_out(peer: Peer, desk: Client) -> None:
    row = queued()
    deliver_lines()
    assert peer.came
    other = queued()
    deliver_lines()
    SentMessage.objects.filter(seq=row.seq).update(
        signature=SentMessage.objects.get(seq=other.seq).signature
    )
    assert "署名が内容と合いません" in text(desk.get(reverse("lines_message", args=[row.key])))


@pytest.mark.proves("STD-7.1.1.1/m11")
def test_a_line_is_switched_and_a_message_sent_by_hand(
    peer: Peer, keeper: Client, desk: Client
) -> None:
    assert desk.post(reverse("lines_switch"), {"party": str(CS), "to": "manual"}).status_code == 403
    keeper.post(reverse("lines_switch"), {"party": str(CS), "to": "manual"})
    row = queued()
    assert deliver_lines() == 0
    assert "手動の回線です。送信を押してください" in text(desk.get(reverse("lines_messages")))
    desk.post(reverse("lines_send", args=[row.key]))
    assert deliver_lines() == 1
    assert peer.came
    stopped = queued()
    desk.post(reverse("lines_stop", args=[stopped.key]))
    assert SentMessage.objects.get(seq=stopped.seq).state == "stopped"
    assert desk.post(reverse("lines_stop", args=[stopped.key])).status_code == 409
    assert desk.post(reverse("lines_stop", args=[uuid4()])).status_code == 404
    keeper.post(reverse("lines_switch"), {"party": str(CS), "to": "automatic"})
    assert not Line.objects.get(peer=str(CS)).manual
    assert keeper.post(reverse("lines_switch"), {"party": "x", "to": "manual"}).status_code == 404


@pytest.mark.proves("STD-7.1.2.4/m2")
def test_a_line_that_is_down_is_shown_as_stopped(
    network: Network, ears: Ears, keeper: Client
) -> None:
    assert ears
    queued()
    assert "まだ通信していません" in text(keeper.get(reverse("lines_lines")))
    # Nobody listens at the peer's port.
    assert deliver_lines() == 0
    page = text(keeper.get(reverse("lines_lines")))
    assert "停止（つながりません）" in page
    assert "相手方が接続を受け付けていません。" in page
    assert f"{network.line.certificate.serial_number:x}" in page
    assert "失効リスト" in page
    assert SendingAttempt.objects.count() == 1


@pytest.mark.proves("STD-7.1.2.4/m2")
def test_a_line_that_works_is_shown_as_running(peer: Peer, keeper: Client) -> None:
    queued()
    deliver_lines()
    assert peer.came
    assert "稼働中" in text(keeper.get(reverse("lines_lines")))


def test_without_lines_the_screens_say_so(settings: Any, desk: Client, keeper: Client) -> None:
    settings.LINES = None
    queued()
    assert "回線が設定されていません" in text(desk.get(reverse("lines_messages")))
    page = text(keeper.get(reverse("lines_lines")))
    assert "回線が設定されていません" in page
    assert "回線なし" in page


@pytest.mark.proves("JUK-055")
def test_who_was_turned_away_is_listed_by_day(browse: Callable[..., Client], desk: Client) -> None:
    auditor = browse("kansa1", Duty.AUDIT)
    for address, reason in (("192.0.2.7", Reason.UNREGISTERED), ("192.0.2.8", Reason.REVOKED)):
        turn_away(TurnedAway(reason, claimed=OTHER_CS, serial="1f"), address=address)
    page = text(auditor.get(reverse("lines_door")))
    for words in ("192.0.2.7", "192.0.2.8", "未登録の機器", "失効した証明書", OTHER_CS.label):
        assert words in page
    only = text(auditor.get(reverse("lines_door"), {"only": "unregistered"}))
    assert "192.0.2.7" in only
    assert "192.0.2.8" not in only
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM audit_entry WHERE kind = 'lines.door_seen'")
        assert cursor.fetchone() == (2,)
    assert "断った接続はありません" in text(auditor.get(reverse("lines_door"), {"day": "H1.1.8"}))
    assert auditor.get(reverse("lines_door"), {"day": "きのう"}).status_code == 200
    assert desk.get(reverse("lines_door")).status_code == 403


def test_a_visitor_sees_nothing(browse: Callable[..., Client]) -> None:
    stranger = browse("dare1", Duty.EXTRACT)
    for name in ("lines_messages", "lines_lines", "lines_door"):
        assert stranger.get(reverse(name)).status_code == 403
