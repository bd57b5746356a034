"""The whole process on real sockets: TLS on both sides, who is turned away, what goes on its own, restarts."""

from __future__ import annotations

import http.client
import socket
import ssl
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from threading import Thread
from typing import Any

import pytest

from outside import actors, codec, faults, signing
from outside.client import Away, Caller
from outside.codec import Envelope
from outside.desk import Accepted, Desk, Reply
from outside.line import Response
from outside.parties import IMMIGRATION, NATION, Party
from outside.server import Door
from outside.service import Service
from outside.settings import Settings
from outside.spec import Spec
from outside.tests.authority import Authority
from outside.tests.country import (
    CHIYODA,
    FUKUSHIMA,
    FUKUSHIMA_KEN,
    WAKO,
    Country,
    caller_of,
    code_of,
    key_of,
    open_country,
    outcome,
    person,
    until,
)
from outside.tests.test_towns import annex, arrival


@dataclass
class Scene:
    """A running process, and the towns that call it."""

    country: Country
    service: Service
    caller: Caller

    def post(self, raw: bytes, *, speaker: Party = FUKUSHIMA, at: Party) -> Response:
        headers = self.country.headers(raw, speaker)
        address = self.country.house.settings.listening[at]
        return self.caller.post(speaker, at, address, raw, headers)

    def update(self, number: int, position: int, **changes: str) -> bytes:
        body = {"layout": "identity-38", "items": person(number, i29=str(position), **changes)}
        order = (key_of(code_of(number)), position)
        return self.country.message("identity.update", body, receiver=FUKUSHIMA_KEN, order=order)

    def told(self, answer: Envelope) -> Mapping[str, Any] | None:
        """What the prefecture says in the end to the update to which this was its first answer."""
        rows = self.country.rows(
            "SELECT raw FROM sent WHERE kind = 'outcome' AND answers = %s", answer.answers
        )
        return codec.read(bytes(rows[0]["raw"]), self.country.house.spec).body if rows else None

    def update_twice(self) -> list[Envelope]:
        """Somebody moves in and then within the town; the prefecture's first answers."""
        moved = self.update(1, 2, i21="転居", i11="福島市松木町１番")
        return [
            self.country.answer(self.post(raw, at=FUKUSHIMA_KEN))
            for raw in (self.update(1, 1), moved)
        ]

    def turned_away(self) -> list[str]:
        rows = self.country.rows("SELECT reason FROM turned_away ORDER BY id")
        return [row["reason"] for row in rows]

    def tell(self, party: Party, fault: str, **about: Any) -> None:
        with self.country.house.pool.connection() as connection:
            faults.tell(connection, party, fault, **about)


@pytest.fixture
def scene(home: Settings, definitions: Spec) -> Iterator[Scene]:
    country = open_country(home, definitions)
    service = Service(country.house)
    service.start()
    yield Scene(country, service, caller_of(country))
    service.stop()
    country.towns.pool.close()


@contextmanager
def listening(scene: Scene) -> Iterator[None]:
    """福島市's CS listens, for as long as this."""
    house = scene.country.house
    door = Door(scene.country.towns, scene.caller, FUKUSHIMA, "127.0.0.1:0")
    house.settings = replace(
        house.settings, towns={**house.settings.towns, FUKUSHIMA: door.address}
    )
    Thread(target=door.serve_forever, args=(0.05,), daemon=True).start()
    yield
    door.shutdown()
    door.server_close()


@pytest.mark.proves("JUK-056")
def test_an_update_goes_through_the_prefecture_to_the_nation_and_a_refusal_comes_back(
    scene: Scene,
) -> None:
    answer = scene.country.answer(scene.post(scene.update(1, 1), at=FUKUSHIMA_KEN))
    assert (outcome(answer), answer.body["problems"][0]["code"]) == ("held", "prefecture.told")
    until(lambda: scene.told(answer))
    assert scene.told(answer) == {"outcome": "accepted", "problems": []}
    kept = scene.country.rows("SELECT party, items ->> '11' AS address FROM identity ORDER BY 1")
    assert [tuple(row.values()) for row in kept] == [
        (str(NATION), person()["11"]),
        (str(FUKUSHIMA_KEN), person()["11"]),
    ]

    scene.tell(FUKUSHIMA_KEN, "refuse", code="identity.wrong", times=1)
    moved = scene.update(1, 2, i21="転居", i11="福島市松木町１番")
    refused = scene.country.answer(scene.post(moved, at=FUKUSHIMA_KEN))
    (problem,) = refused.body["problems"]
    assert problem["code"] == "identity.wrong"
    assert problem["why"]


@pytest.mark.proves("JUK-056", "JUK-057")
def test_what_the_nation_refuses_comes_back_in_its_words(scene: Scene) -> None:
    scene.tell(NATION, "refuse", code="identity.wrong", kind="identity.update", times=1)
    answers = scene.update_twice()
    until(lambda: all(scene.told(answer) for answer in answers))
    said = [scene.told(answer) or {} for answer in answers]
    assert [each["outcome"] for each in said] == ["refused", "refused"]
    assert [[p["code"] for p in each["problems"]] for each in said] == [
        ["nation.refused", "identity.wrong"],
        ["nation.refused", "identity.unknown_person"],
    ]
    assert scene.country.rows("SELECT 1 FROM received WHERE state = 'held'") == []


def test_what_the_nation_had_to_hold_comes_back_when_it_has_settled_it(scene: Scene) -> None:
    scene.tell(FUKUSHIMA_KEN, "out-of-order", kind="identity.update", times=1)
    answers = scene.update_twice()
    until(lambda: all(scene.told(answer) for answer in answers))
    assert [scene.told(answer) for answer in answers] == [
        {"outcome": "accepted", "problems": []}
    ] * 2


def test_updates_wait_for_the_nation_and_arrive_in_their_order(scene: Scene) -> None:
    scene.tell(NATION, "silent", kind="identity.update")
    scene.post(scene.update(1, 1), at=FUKUSHIMA_KEN)
    for position in range(2, 6):
        moved = scene.update(1, position, i21="転居", i11=f"福島市松木町{position}番")
        scene.post(moved, at=FUKUSHIMA_KEN)
    assert len(scene.country.rows("SELECT 1 FROM sent WHERE state = 'waiting'")) == 5
    scene.tell(NATION, "well")
    until(
        lambda: scene.country.rows(
            "SELECT 1 FROM sent HAVING count(*) FILTER (WHERE state = 'accepted') = 5"
        )
    )
    taken = scene.country.rows(
        "SELECT order_number FROM received WHERE party = %s ORDER BY settled_at", str(NATION)
    )
    assert [row["order_number"] for row in taken] == [1, 2, 3, 4, 5]


@pytest.mark.parametrize("fault", ["twice", "out-of-order"])
def test_a_prefecture_that_sends_badly_changes_nothing_in_the_end(scene: Scene, fault: str) -> None:
    scene.tell(FUKUSHIMA_KEN, fault)
    scene.post(scene.update(1, 1), at=FUKUSHIMA_KEN)
    for position in range(2, 5):
        moved = scene.update(1, position, i21="転居", i11=f"福島市松木町{position}番")
        scene.post(moved, at=FUKUSHIMA_KEN)

    def is_settled() -> bool:
        rows = scene.country.rows("SELECT state FROM sent WHERE kind = 'identity.update'")
        return len(rows) == 4 and all(row["state"] == "accepted" for row in rows)

    until(is_settled)
    (row,) = scene.country.rows(
        "SELECT items ->> '11' AS address FROM identity WHERE party = %s", str(NATION)
    )
    assert row["address"] == "福島市松木町4番"
    assert len(scene.country.rows("SELECT 1 FROM update_taken WHERE party = %s", str(NATION))) == 4


def shake(scene: Scene, context: ssl.SSLContext) -> None:
    """Shake hands with the prefecture, and ask for something."""
    host, _, port = scene.country.house.settings.listening[FUKUSHIMA_KEN].rpartition(":")
    connection = http.client.HTTPSConnection(host, int(port), context=context, timeout=120)
    try:
        connection.request("POST", "/lines/2026.1/messages", body=b"{}")
        connection.getresponse().read()
    finally:
        connection.close()


def bare_context() -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context


def test_a_peer_without_a_certificate_gets_nothing_and_is_recorded(scene: Scene) -> None:
    with pytest.raises(OSError):  # noqa: PT011  # TLS alerts, resets: whatever the system says
        shake(scene, bare_context())
    until(scene.turned_away)
    (row,) = scene.country.rows("SELECT * FROM turned_away")
    assert (row["party"], row["address"]) == (str(FUKUSHIMA_KEN), "127.0.0.1")
    assert "certificate" in row["reason"].lower()


@pytest.mark.parametrize("about", ["foreign", "expired"])
def test_another_authority_and_an_expired_certificate_get_nothing(
    scene: Scene, authority: Authority, about: str
) -> None:
    folder = scene.country.house.settings.home / about
    issuer = Authority() if about == "foreign" else authority
    issuer.equip(folder, FUKUSHIMA, expired=about == "expired")
    context = bare_context()
    context.load_cert_chain(folder / "tls.pem", folder / "tls.key")
    with pytest.raises(OSError):  # noqa: PT011  # as above
        shake(scene, context)
    until(scene.turned_away)
    assert scene.country.rows("SELECT 1 FROM received") == []


def test_an_older_tls_gets_nothing(scene: Scene) -> None:
    context = bare_context()
    context.maximum_version = ssl.TLSVersion.TLSv1_2
    with pytest.raises(OSError):  # noqa: PT011  # as above
        shake(scene, context)
    until(scene.turned_away)


def test_words_in_the_clear_get_nothing(scene: Scene) -> None:
    host, _, port = scene.country.house.settings.listening[NATION].rpartition(":")
    with socket.create_connection((host, int(port)), timeout=120) as plain:
        plain.sendall(b"POST /lines/2026.1/messages HTTP/1.1\r\n\r\n")
        with suppress(ConnectionResetError):
            assert b"HTTP" not in plain.recv(1000)
    until(scene.turned_away)


def test_a_revoked_certificate_gets_nothing_even_on_a_connection_that_stands(
    scene: Scene, authority: Authority
) -> None:
    home = scene.country.house.settings.home
    assert scene.post(scene.update(1, 1), at=FUKUSHIMA_KEN).status == 200
    authority.revoke(home, home / "towns" / "parties" / FUKUSHIMA.folder / "tls.pem")
    second = scene.update(1, 2, i21="転居")
    assert scene.post(second, at=FUKUSHIMA_KEN).status == 403
    assert scene.turned_away() == ["失効した証明書です"]
    with pytest.raises(Away):
        scene.post(second, at=NATION)  # a new handshake
    until(lambda: len(scene.turned_away()) == 2)
    assert len(scene.country.rows("SELECT 1 FROM received WHERE sender = %s", str(FUKUSHIMA))) == 1


def test_a_revoked_signature_counts_for_nothing(scene: Scene, authority: Authority) -> None:
    home = scene.country.house.settings.home
    authority.revoke(home, home / "towns" / "parties" / FUKUSHIMA.folder / "sign.pem")
    assert scene.post(scene.update(1, 1), at=FUKUSHIMA_KEN).status == 403
    assert scene.turned_away() == ["失効した証明書です"]


def test_a_town_cannot_post_what_another_signed(scene: Scene) -> None:
    raw = scene.update(1, 1)
    headers = scene.country.headers(raw, FUKUSHIMA)
    address = scene.country.house.settings.listening[FUKUSHIMA_KEN]
    answer = scene.caller.post(WAKO, FUKUSHIMA_KEN, address, raw, headers)
    assert answer == Response(403)
    assert scene.turned_away() == ["接続した当事者が、電文の送信元と違います"]


def test_a_caller_tells_a_false_prefecture_nothing(scene: Scene) -> None:
    address = scene.country.house.settings.listening[IMMIGRATION]
    raw = scene.update(1, 1)
    headers = scene.country.headers(raw, FUKUSHIMA)
    with pytest.raises(Away, match="000000:immigration"):
        scene.caller.post(FUKUSHIMA, FUKUSHIMA_KEN, address, raw, headers)
    assert scene.country.rows("SELECT 1 FROM received") == []


def test_a_message_to_another_municipality_is_carried_and_his_answer_comes_back(
    scene: Scene,
) -> None:
    raw = scene.country.message("annex.notice", annex(), receiver=CHIYODA)
    first = scene.post(raw, at=NATION)
    answer = scene.country.answer(first)
    assert (answer.sender, outcome(answer)) == (CHIYODA, "accepted")
    signed = signing.opened(first.raw, first.headers)
    assert scene.country.house.trust.check_signing(signed.certificate) == CHIYODA
    assert scene.post(raw, at=NATION) == first

    rows = scene.country.rows("SELECT kind, digest, status FROM carried")
    assert [(row["kind"], row["digest"], row["status"]) for row in rows] == [
        ("annex.notice", signing.digest_of(raw), 200)
    ] * 2
    assert scene.country.rows("SELECT 1 FROM received WHERE party = %s", str(NATION)) == []


def test_a_connected_town_gets_the_first_senders_bytes(scene: Scene) -> None:
    body = arrival(1, origin=FUKUSHIMA.municipality, municipality="112291")
    raw = scene.country.message("arrival.notice", body, sender=WAKO, receiver=FUKUSHIMA)
    with listening(scene):
        answer = scene.country.answer(scene.post(raw, speaker=WAKO, at=NATION))
    assert (answer.sender, outcome(answer)) == (FUKUSHIMA, "accepted")
    (row,) = scene.country.rows("SELECT raw, sender, signature FROM received")
    assert (bytes(row["raw"]), row["sender"]) == (raw, str(WAKO))
    assert bytes(row["signature"]) == scene.country.towns.signer(WAKO).sign(raw)


def test_a_town_that_is_away_is_a_503_and_one_that_is_not_is_refused(scene: Scene) -> None:
    away = scene.country.message("annex.notice", annex(), receiver=WAKO)
    assert scene.post(away, at=NATION) == Response(503)
    nobody = scene.country.message(
        "annex.notice", annex(), receiver=Party("472018", "municipal_cs")
    )
    answer = scene.country.answer(scene.post(nobody, at=NATION))
    assert (answer.sender, outcome(answer)) == (NATION, "line.unknown_municipality")


def test_a_number_goes_back_to_the_town_when_the_town_listens_again(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []

    def take(_desk: Desk, envelope: codec.Envelope) -> Reply:
        told.append(envelope.body["number"])
        return Accepted()

    monkeypatch.setitem(actors.HANDLERS, ("municipal_cs", "number.assigned"), take)
    body = {"code": code_of(1), "reason": "new"}
    raw = scene.country.message("number.request", body, receiver=NATION)
    assert outcome(scene.country.answer(scene.post(raw, at=NATION))) == "accepted"
    until(lambda: scene.country.rows("SELECT 1 FROM sent WHERE attempts > 0"))
    with listening(scene):
        until(lambda: scene.country.rows("SELECT 1 FROM sent WHERE state = 'accepted'"))
    (row,) = scene.country.rows("SELECT number FROM number")
    assert told == [row["number"]]
