"""A false card system (偽のカード管理システム, JUK-039): it gets not one byte, and the 送付先情報 stays 未提供."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from daicho.foundation.lines.domain.configuration import Address
from daicho.foundation.lines.models import Line, SentMessage
from daicho.foundation.lines.public import Party, deliver_lines
from daicho.foundation.lines.tests.authority import Authority
from daicho.nodes.municipal_cs.domain.dispatches import State
from daicho.nodes.municipal_cs.models import Dispatch
from daicho.nodes.municipal_cs.tasks import work_once
from daicho.nodes.municipal_cs.tests.conftest import Nation
from daicho.nodes.municipal_cs.tests.scene import CARDS, CORE, PREFECTURE, Scene
from daicho.nodes.municipal_cs.tests.test_dispatches import at_the_nation, body

pytestmark = pytest.mark.django_db


@dataclass(slots=True)
class Ear:
    """What the false one heard, once the handshake was over."""

    port: int
    greeted: int = 0
    heard: list[bytes] = field(default_factory=list)


@contextmanager
def listening(authority: Authority, party: Party, folder: Path) -> Iterator[Ear]:
    """Somebody with a certificate of this authority for this party, who takes whatever comes."""
    leaf, path = authority.line(party), folder / "false.pem"
    path.write_bytes(leaf.pem + authority.issuing.pem + leaf.key_pem)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(path)
    with socket.create_server(("127.0.0.1", 0)) as door:
        ear = Ear(door.getsockname()[1])

        def listen() -> None:
            while True:
                try:
                    met, _ = door.accept()
                except OSError:
                    return
                with suppress(OSError), context.wrap_socket(met, server_side=True) as held:
                    ear.greeted += 1
                    held.settimeout(5)
                    while said := held.recv(4096):
                        ear.heard.append(said)

        thread = threading.Thread(target=listen, daemon=True)
        thread.start()
        yield ear
        door.shutdown(socket.SHUT_RDWR)
        thread.join(10)


@pytest.mark.proves("JUK-039")
@pytest.mark.parametrize(
    ("whose", "party"), [("another authority", CARDS), ("our own", PREFECTURE), ("our own", CORE)]
)
def test_a_false_card_system_gets_nothing_and_the_dispatch_stays_unprovided(
    scene: Scene,
    nation: Nation,
    desk: Client,
    settings: Any,
    tmp_path: Path,
    whose: str,
    party: Party,
) -> None:
    nation.people["1"] = at_the_nation(1)
    scene.say(CORE, "dispatch.information", body(1))
    assert work_once()
    authority = scene.authority if whose == "our own" else Authority("よそ")
    with listening(authority, party, tmp_path) as ear:
        there = Address("127.0.0.1", ear.port)
        settings.LINES = replace(settings.LINES, peers={CARDS: there})
        assert deliver_lines() == 0
    assert ear.heard == []
    row, message = Dispatch.objects.get(), SentMessage.objects.get(kind="dispatch.information")
    assert (row.state, row.provided_at) == (State.SENDING.value, None)
    assert (message.state, message.attempts, message.answer_key) == ("waiting", 1, None)
    line = Line.objects.get(peer=str(CARDS))
    assert line.away_since is not None
    told = "証明書を信頼できません" if whose == "another authority" else str(party)
    assert told in line.last_error
    page = desk.get(reverse("cs_dispatches")).content.decode()
    assert "送信中（未提供）" in page
