"""The door: whoever is not who they say, or not for us, gets nothing, and it is written down."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings as django_settings

from daicho.foundation.audit.models import Entry
from daicho.foundation.lines.commands.receive import receive
from daicho.foundation.lines.domain.door import Reason, TurnedAway
from daicho.foundation.lines.domain.parties import Party
from daicho.foundation.lines.models import DoorAttempt, ReceivedMessage
from daicho.foundation.lines.tests.authority import DAY, Authority, Leaf
from daicho.foundation.lines.tests.conftest import Network, line_settings
from daicho.foundation.lines.tests.peers import (
    CORE,
    CS,
    NATION,
    OTHER_CS,
    PREFECTURE,
    Ears,
    headers,
    message,
)
from daicho.kernel.clock import real_now

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("ears")]


def _expired(network: Network) -> Leaf:
    now = real_now()
    return network.authority.signing(CS, begins=now - 9 * DAY, ends=now - timedelta(seconds=5))


def _revoked(network: Network) -> Leaf:
    leaf = network.authority.signing(CS)
    network.authority.revoke(leaf)
    network.publish()
    return leaf


SIGNERS: dict[Reason, Callable[[Network], Leaf]] = {
    Reason.EXPIRED: _expired,
    Reason.REVOKED: _revoked,
    Reason.EARLY: lambda n: n.authority.signing(
        CS, begins=real_now() + DAY, ends=real_now() + 2 * DAY
    ),
    Reason.FOREIGN: lambda _n: Authority("よそ").signing(CS),
    # An authority of the same name whose key is another.
    Reason.SIGNER: lambda n: n.authority.signing(Party("112291", "municipal_cs")),
    Reason.WRONG_USE: lambda n: n.authority.line(CS),
}


@pytest.mark.parametrize("reason", SIGNERS, ids=lambda r: r.value)
def test_a_signer_who_does_not_count_gets_nothing(
    network: Network, ears: Ears, reason: Reason
) -> None:
    signing = SIGNERS[reason](network)
    with pytest.raises(TurnedAway) as found:
        network.receive(message(CS, CORE), CS, signing=signing)
    assert (found.value.reason, found.value.status) == (reason, 403)
    _nothing_but_the_attempt(ears, reason)


def test_an_authority_of_the_same_name_is_another(network: Network, ears: Ears) -> None:
    with pytest.raises(TurnedAway) as found:
        network.receive(message(CS, CORE), CS, signing=Authority().signing(CS))
    assert found.value.reason is Reason.FOREIGN
    _nothing_but_the_attempt(ears, Reason.FOREIGN)


def _nothing_but_the_attempt(ears: Ears, reason: Reason) -> None:
    assert not ears.heard
    assert not ReceivedMessage.objects.exists()
    attempt = DoorAttempt.objects.get()
    assert (attempt.reason, attempt.address, attempt.times) == (reason.value, "127.0.0.1", 1)
    entry = Entry.objects.get(kind="lines.door_refused")
    detail = json.loads(entry.body)["detail"]
    assert (detail["address"], detail["why"]) == ("127.0.0.1", reason.label)


@pytest.mark.proves("JUK-052")
@pytest.mark.parametrize("at", [0, 40, -2])
def test_one_changed_byte_is_turned_away(network: Network, ears: Ears, at: int) -> None:
    raw = bytearray(message(CS, CORE))
    proof = headers(bytes(raw), network.signing_of(CS))
    raw[at] ^= 1
    with pytest.raises(TurnedAway) as found:
        receive(bytes(raw), proof, CS, "127.0.0.1")
    assert found.value.reason is Reason.DIGEST
    forged = headers(bytes(raw), network.signing_of(CS))
    with pytest.raises(TurnedAway) as signed:
        receive(bytes(raw), {**proof, "Daicho-Digest": forged["Daicho-Digest"]}, CS, "127.0.0.1")
    assert signed.value.reason in (Reason.SIGNATURE, Reason.UNREADABLE)
    assert not ears.heard


@pytest.mark.parametrize("missing", ["Daicho-Certificate", "Daicho-Signature", "Daicho-Digest"])
def test_a_message_without_a_header_is_turned_away(network: Network, missing: str) -> None:
    raw = message(CS, CORE)
    proof = headers(raw, network.signing_of(CS))
    del proof[missing]
    with pytest.raises(TurnedAway) as found:
        receive(raw, proof, CS, "127.0.0.1")
    assert found.value.reason is Reason.HEADERS


def test_a_peer_speaks_for_itself_alone(network: Network, ears: Ears) -> None:
    with pytest.raises(TurnedAway) as found:
        network.receive(message(CS, CORE), CS, peer=PREFECTURE)
    assert found.value.reason is Reason.ANOTHER_PARTY
    with pytest.raises(TurnedAway) as found:
        network.receive(message(CS, PREFECTURE), CS)
    assert found.value.reason is Reason.NOT_FOR_ME
    with pytest.raises(TurnedAway) as found:
        network.receive(message(OTHER_CS, CORE), OTHER_CS)
    assert found.value.reason is Reason.NO_PEER
    with pytest.raises(TurnedAway) as found:
        network.receive(message(OTHER_CS, CORE), OTHER_CS, peer=NATION)
    assert found.value.reason is Reason.ANOTHER_PARTY
    assert not ears.heard


def test_the_nation_carries_between_two_css(network: Network, settings: Any) -> None:
    settings.LINES = line_settings(CS)
    network.signing = network.authority.signing(CS)
    network.publish()
    answer = network.receive(message(OTHER_CS, CS), OTHER_CS, peer=NATION)
    assert answer.body["outcome"] == "accepted"
    row = ReceivedMessage.objects.get()
    assert (row.sender, row.peer) == (str(OTHER_CS), str(NATION))
    with pytest.raises(TurnedAway):
        network.receive(message(PREFECTURE, CS), PREFECTURE, peer=NATION)


def test_without_a_list_of_revocations_nobody_is_trusted(network: Network) -> None:
    raw = message(CS, CORE)
    (django_settings.HOME / "lines" / "crl.pem").write_bytes(b"")
    with pytest.raises(TurnedAway) as found:
        network.receive(raw, CS)
    assert found.value.reason is Reason.NO_LIST


def test_the_same_attempt_again_is_counted(network: Network) -> None:
    for _ in range(5):
        with pytest.raises(TurnedAway):
            network.receive(message(CS, PREFECTURE), CS)
    assert sum(a.times for a in DoorAttempt.objects.all()) == 5
    assert DoorAttempt.objects.count() <= 2
    assert Entry.objects.filter(kind="lines.door_refused").count() == DoorAttempt.objects.count()


def test_noise_is_not_read(network: Network) -> None:
    for raw in (b"", b"{}", b"\xff\xfe", message(CS, CORE).replace(b'":', b'" :', 1)):
        with pytest.raises(TurnedAway) as found:
            receive(raw, headers(raw, network.signing_of(CS)), CS, "127.0.0.1")
        assert (found.value.reason, found.value.status) == (Reason.UNREADABLE, 400)
