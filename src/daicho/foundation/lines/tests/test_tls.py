"""TLS at the door: only a peer with a good certificate is heard; everybody else is written down with address and reason."""

from __future__ import annotations

import http.client
import socket
import ssl
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
import pytest_django

from daicho.foundation.audit.models import Entry
from daicho.foundation.lines.adapters.client import Away, LineClient
from daicho.foundation.lines.domain.configuration import Address
from daicho.foundation.lines.domain.door import PATH, Reason
from daicho.foundation.lines.domain.parties import Party
from daicho.foundation.lines.envelopes import MOST_BYTES, from_bytes
from daicho.foundation.lines.models import DoorAttempt, ReceivedMessage
from daicho.foundation.lines.tests.authority import DAY, Authority, Leaf, install
from daicho.foundation.lines.tests.nodes import Node, free_port, make_node, until
from daicho.foundation.lines.tests.peers import CORE, CS, OTHER_CS, headers, message
from daicho.kernel.clock import real_now
from daicho.operations.postgres import Cluster


class Door:
    """The running door of the core, and what knocks at it."""

    def __init__(self, node: Node, authority: Authority, folder: Path) -> None:
        self.node, self.authority, self.folder = node, authority, folder
        self.signing = authority.signing(CS)

    def context(self, leaf: Leaf | None, *, newest: ssl.TLSVersion | None = None) -> ssl.SSLContext:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
        if newest is not None:
            context.maximum_version = newest
        if leaf is not None:
            path = self.folder / f"{leaf.certificate.serial_number:x}.pem"
            path.write_bytes(leaf.pem + self.authority.issuing.pem + leaf.key_pem)
            context.load_cert_chain(path)
        return context

    def connect(self, leaf: Leaf | None, **options: ssl.TLSVersion) -> http.client.HTTPSConnection:
        context = self.context(leaf, **options)
        return http.client.HTTPSConnection("127.0.0.1", self.node.port, timeout=60, context=context)

    def post(self, connection: http.client.HTTPConnection, raw: bytes) -> tuple[int, bytes]:
        connection.request("POST", PATH, raw, headers(raw, self.signing))
        answer = connection.getresponse()
        return answer.status, answer.read()

    def refused(self, leaf: Leaf | None, **options: ssl.TLSVersion) -> None:
        """Nothing is answered, however far the handshake seems to get."""
        with pytest.raises((OSError, http.client.HTTPException)):
            self.post(self.connect(leaf, **options), message(CS, CORE))

    def noted(self, reason: Reason) -> DoorAttempt:
        until(lambda: DoorAttempt.objects.filter(reason=reason.value).exists())
        return DoorAttempt.objects.get(reason=reason.value)


@pytest.fixture(scope="module")
def standing(
    cluster: Cluster,
    template: str,
    tmp_path_factory: pytest.TempPathFactory,
    django_db_blocker: pytest_django.DjangoDbBlocker,
) -> Iterator[Door]:
    folder, authority = tmp_path_factory.mktemp("door"), Authority()
    node = make_node(
        cluster, template, folder / "core", authority, CORE, listen=free_port(), peers={CS: 9}
    )
    with django_db_blocker.unblock():  # the process inherits what it is allowed
        node.start()
    yield Door(node, authority, folder)
    node.stop()


@pytest.fixture
def door(standing: Door, fresh_database: str, settings: object) -> Door:
    """The door, with this process looking into its database (restored afterwards by the fixtures)."""
    assert fresh_database
    assert settings
    standing.node.enter()
    return standing


@pytest.mark.proves("JUK-038", "JUK-052")
def test_a_good_certificate_is_answered_and_the_connection_stays(door: Door) -> None:
    connection = door.connect(door.authority.line(CS))
    for _ in range(3):
        raw = message(CS, CORE)
        status, answer = door.post(connection, raw)
        assert (status, from_bytes(answer).answers) == (200, from_bytes(raw).id)
    assert ReceivedMessage.objects.filter(state="accepted", address="127.0.0.1").count() >= 3


@pytest.mark.proves("JUK-038", "JUK-052")
@pytest.mark.parametrize(
    "reason",
    [Reason.NO_CERTIFICATE, Reason.FOREIGN, Reason.EXPIRED, Reason.REVOKED, Reason.OLD_TLS],
    ids=lambda r: r.value,
)
def test_without_a_good_certificate_there_is_no_answer(door: Door, reason: Reason) -> None:
    now, before = real_now(), ReceivedMessage.objects.count()
    options: dict[str, ssl.TLSVersion] = {}
    leaf: Leaf | None = None
    if reason is Reason.FOREIGN:
        leaf = Authority("よそ").line(CS)
    elif reason is Reason.EXPIRED:
        leaf = door.authority.line(CS, begins=now - 9 * DAY, ends=now - timedelta(seconds=5))
    elif reason is Reason.REVOKED:
        leaf = door.authority.line(CS)
        door.authority.revoke(leaf)
        # The list is taken up without a restart.
        (door.node.home / "lines" / "crl.pem").write_bytes(door.authority.lists())
    elif reason is Reason.OLD_TLS:
        leaf = door.authority.line(CS)
        options = {"newest": ssl.TLSVersion.TLSv1_2}
    door.refused(leaf, **options)
    found = door.noted(reason)
    assert (found.address, found.times) == ("127.0.0.1", 1)
    assert Entry.objects.filter(kind="lines.door_refused", body__contains=reason.label).exists()
    assert ReceivedMessage.objects.count() == before


@pytest.mark.proves("JUK-052")
def test_plain_http_is_not_spoken(door: Door) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", door.node.port, timeout=60)
    with pytest.raises((OSError, http.client.HTTPException)):
        door.post(connection, message(CS, CORE))
    assert door.noted(Reason.PLAIN).address == "127.0.0.1"


@pytest.mark.parametrize(
    "party", [OTHER_CS, Party("112291", "core"), Party("072010", "card_system")], ids=str
)
def test_another_party_of_the_network_is_no_peer(door: Door, party: Party) -> None:
    """Another municipality's and another node's certificate are good ones, but not of a peer of ours."""
    connection = door.connect(door.authority.line(party))
    assert door.post(connection, message(CS, CORE)) == (403, b"")
    until(lambda: DoorAttempt.objects.filter(claimed=str(party)).exists())
    found = DoorAttempt.objects.get(claimed=str(party))
    assert found.reason == Reason.NO_PEER.value


def test_a_standing_connection_ends_with_its_certificate(door: Door) -> None:
    leaf = door.authority.line(CS)
    connection = door.connect(leaf)
    assert door.post(connection, message(CS, CORE))[0] == 200
    door.authority.revoke(leaf)
    (door.node.home / "lines" / "crl.pem").write_bytes(door.authority.lists())
    assert door.post(connection, message(CS, CORE)) == (403, b"")


def test_what_is_too_big_or_misplaced_is_not_read(door: Door) -> None:
    leaf = door.authority.line(CS)
    connection = door.connect(leaf)
    connection.putrequest("POST", PATH)
    connection.putheader("Content-Length", str(MOST_BYTES + 1))
    connection.endheaders()
    assert connection.getresponse().status == 413
    for method, path, expected in (("GET", PATH, 405), ("POST", "/lines/2020.1/messages", 404)):
        other = door.connect(leaf)
        other.request(method, path, b"{}")
        assert other.getresponse().status == expected


def test_a_slow_peer_is_cut_off_and_keeps_nobody_waiting(door: Door) -> None:
    leaf = door.authority.line(CS)
    slow = [door.connect(leaf) for _ in range(3)]
    for each in slow:
        each.connect()
        each.putrequest("POST", PATH)
        each.putheader("Content-Length", "1000")
        each.endheaders(b"{")
    silent = [socket.create_connection(("127.0.0.1", door.node.port)) for _ in range(3)]
    cut_off = DoorAttempt.objects.filter(reason=Reason.SLOW.value)
    assert door.post(door.connect(leaf), message(CS, CORE))[0] == 200
    assert not cut_off.exists(), "it waited until the slow ones were gone"
    until(cut_off.exists)
    for quiet in silent:
        quiet.settimeout(120)
        assert quiet.recv(1) == b""


@pytest.mark.proves("JUK-055")
def test_a_device_that_nobody_registered_is_written_down(door: Door) -> None:
    with socket.create_connection(
        ("127.0.0.1", door.node.port), source_address=("127.0.0.7", 0)
    ) as strange:
        strange.sendall(b"\x16\x03\x01\x00\x00")
    until(lambda: DoorAttempt.objects.filter(address="127.0.0.7").exists())
    reasons = set(DoorAttempt.objects.filter(address="127.0.0.7").values_list("reason", flat=True))
    assert Reason.UNREGISTERED.value in reasons


@pytest.mark.proves("JUK-038")
def test_we_send_nothing_to_whom_we_do_not_trust(door: Door, tmp_path: Path) -> None:
    """A server with another party's certificate, or of another authority, gets not one byte of a message."""
    install(tmp_path, door.authority, door.authority.line(CS), door.authority.signing(CS))
    before = ReceivedMessage.objects.count()
    client = LineClient(tmp_path, OTHER_CS, Address("127.0.0.1", door.node.port))
    with pytest.raises(Away) as found:
        client.post(message(CS, CORE), {})
    assert "072010:core" in found.value.words
    other = Authority("よそ")
    install(tmp_path, other, other.line(CS), other.signing(CS))
    with pytest.raises(Away) as found:
        LineClient(tmp_path, CORE, Address("127.0.0.1", door.node.port)).post(b"{}", {})
    assert "信頼できません" in found.value.words
    assert ReceivedMessage.objects.count() == before
