"""Handing on: the same bytes and signature, a record of each, nothing for anybody else (JUK-060)."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import transaction
from pydantic import TypeAdapter

from daicho.foundation.lines.domain import handing_on
from daicho.foundation.lines.domain.configuration import Address, LineSettings, Way
from daicho.foundation.lines.domain.door import PREFIX, Reason, digest_of
from daicho.foundation.lines.domain.handing_on import Outcome, Records, Wanted
from daicho.foundation.lines.domain.parties import Party
from daicho.foundation.lines.envelopes import from_bytes
from daicho.foundation.lines.models import DoorAttempt, ReceivedMessage
from daicho.foundation.lines.public import Outgoing, queue
from daicho.foundation.lines.tests.nodes import until
from daicho.foundation.lines.tests.peers import (
    CODE,
    CORE,
    CS,
    KIND,
    OTHER_CS,
    PREFECTURE,
    body,
    message,
)
from daicho.kernel.clock import real_now
from daicho.kernel.errors import Unavailable
from daicho.nodes.jukinet_gateway.domain.bearing import check_lines
from daicho.nodes.jukinet_gateway.ledger import FILE, Ledger
from daicho.nodes.jukinet_gateway.tests.between import GATEWAY, Between

ELSEWHERE = Party("112291", "jukinet_gateway")


def reasons(between: Between) -> set[str]:
    return {row.reason for row in between.gateway.page().turned_away}


@pytest.mark.proves("JUK-060")
def test_the_same_bytes_and_signature_arrive_and_the_receivers_answer_comes_back(
    between: Between,
) -> None:
    between.cs.start()
    between.gateway.start()
    signing, raw = between.authority.signing(CORE, ed=True), message(CORE, CS)
    first = between.post(raw, signing)
    assert first.status == 200
    answer = from_bytes(first.body)
    assert (answer.kind, answer.sender.node) == ("receipt", "municipal_cs")
    assert answer.body["outcome"] == "accepted"
    assert between.post(raw, signing).body == first.body
    between.cs.enter()
    (row,) = ReceivedMessage.objects.all()
    assert (row.sender, row.peer, row.digest) == (str(CORE), str(GATEWAY), digest_of(raw))
    signing.key.public_key().verify(bytes(row.signature), PREFIX + raw)  # type: ignore[call-arg]  # Ed25519
    (record,) = between.gateway.page().rows
    assert (record.message, record.kind) == (str(row.key), "number.request")
    assert (record.sender, record.receiver) == (str(CORE), str(CS))
    assert (record.digest, record.size, record.attempts) == (digest_of(raw), len(raw), 2)
    assert (record.outcome, record.answer_digest) == (Outcome.ACCEPTED, digest_of(first.body))
    assert record.address == "127.0.0.1"
    assert record.passed_at is not None
    assert record.answered_at is not None
    assert record.received_at <= record.passed_at <= record.answered_at


def test_no_body_and_no_number_is_in_its_home(between: Between) -> None:
    between.cs.start()
    between.gateway.start()
    raw = message(CORE, CS)
    assert CODE.encode() in raw
    between.post(raw, between.authority.signing(CORE))
    between.gateway.kill()
    for path in between.gateway.home.rglob("*"):
        assert path.is_dir() or CODE.encode() not in path.read_bytes()
    assert len(between.gateway.page().rows) == 1


@pytest.mark.proves("JUK-060")
def test_a_cs_that_is_away_leaves_a_record_without_an_answer(between: Between) -> None:
    between.gateway.start()
    raw, signing = message(CORE, CS), between.authority.signing(CORE)
    assert between.post(raw, signing).status == 503
    (record,) = between.gateway.page(Wanted(outcome="waiting")).rows
    assert (record.attempts, record.passed_at) == (1, None)
    assert record.words == "相手方が接続を受け付けていません。"
    between.cs.start()
    assert between.post(raw, signing).status == 200
    (record,) = between.gateway.page().rows
    assert (record.attempts, record.words, record.outcome) == (2, "", Outcome.ACCEPTED)


@pytest.mark.proves("JUK-060")
def test_a_later_outcome_settles_a_record_that_never_had_its_answer(between: Between) -> None:
    between.core.enter()
    with transaction.atomic():
        key = queue(Outgoing(kind=KIND, receiver=CS, body=body()))
    between.gateway.start()
    between.core.start()
    until(lambda: between.gateway.page(Wanted(outcome="waiting")).total == 1)
    # The CS had it, let us say, before the gateway was killed: it is settled without coming again.
    said = {"outcome": "accepted", "problems": []}
    outcome = message(CS, CORE, kind="outcome", content=said, answers=key)
    assert between.post(outcome, between.authority.signing(CS), line=CS).status == 200
    found = {row.message: row.outcome for row in between.gateway.page().rows}
    assert found == {
        str(key): Outcome.ACCEPTED,
        str(from_bytes(outcome).id): Outcome.ACCEPTED,
    }


def test_whoever_may_not_gets_nothing_and_is_written_down(between: Between) -> None:
    between.cs.start()
    between.gateway.start()
    core, other = between.authority.signing(CORE), between.authority.signing(OTHER_CS)
    raw = message(CORE, CS)
    key = from_bytes(raw).id
    assert between.post(raw, core).status == 200
    tried = {
        Reason.NO_PEER: between.post(message(OTHER_CS, CS), other, line=OTHER_CS),
        Reason.ANOTHER_PARTY: between.post(message(CORE, CS), core, line=CS),
        Reason.NOT_FOR_ME: between.post(message(CORE, PREFECTURE), core),
        Reason.SIGNER: between.post(message(CORE, CS), other),
        Reason.OTHER_BYTES: between.post(message(CORE, CS, key=key), core),
    }
    assert {reason: said.status for reason, said in tried.items()} == {
        **dict.fromkeys(tried, 403),
        Reason.OTHER_BYTES: 409,
    }
    assert {said.body for said in tried.values()} == {b""}
    assert reasons(between) == {reason.value for reason in tried}
    assert len(between.gateway.page().rows) == 1
    between.cs.enter()
    assert ReceivedMessage.objects.count() == 1


@pytest.mark.proves("JUK-060")
@pytest.mark.parametrize(
    ("line", "reason"), [(CORE, Reason.PAST_GATEWAY), (ELSEWHERE, Reason.NO_PEER)]
)
def test_past_the_gateway_or_by_another_towns_nobody_reaches_the_cs(
    between: Between, line: Party, reason: Reason
) -> None:
    between.cs.start()
    to = Way(CS, Address("127.0.0.1", between.cs.port))
    said = between.post(message(CORE, CS), between.authority.signing(CORE), line=line, to=to)
    assert said.status == 403
    between.cs.enter()
    assert DoorAttempt.objects.get().reason == reason.value
    assert not ReceivedMessage.objects.exists()


@pytest.mark.proves("JUK-060")
def test_where_no_gateway_is_set_up_its_certificate_is_turned_away(between: Between) -> None:
    between.cs.lines = LineSettings(CS, between.cs.lines.listen, between.cs.lines.peers)
    between.cs.start()
    between.gateway.start()
    signing = between.authority.signing(CORE)
    assert between.post(message(CORE, CS), signing).status == 403
    (record,) = between.gateway.page().rows
    assert (record.outcome, record.words) == (Outcome.WAITING, "中継の先が受け取らない電文（403）")
    to = Way(CS, Address("127.0.0.1", between.cs.port))
    assert between.post(message(CORE, CS), signing, to=to).status == 200
    between.cs.enter()
    door = DoorAttempt.objects.get()
    assert (door.reason, door.claimed) == (Reason.NO_PEER.value, str(GATEWAY))
    assert ReceivedMessage.objects.get().peer == str(CORE)


def test_only_its_own_two_may_ask_for_records(between: Between) -> None:
    between.gateway.start()
    asked = TypeAdapter(Wanted).dump_json(Wanted())
    signing = between.authority.signing(CORE)
    for line, status in ((CORE, 200), (CS, 200), (PREFECTURE, 403)):
        said = between.post(asked, signing, line=line, path=handing_on.PATH)
        assert said.status == status
    assert (
        TypeAdapter(Records)
        .validate_json(between.post(asked, signing, path=handing_on.PATH).body)
        .rows
        == ()
    )
    assert between.post(b"[]", signing, path=handing_on.PATH).status == 400
    assert between.post(asked, signing, path="/elsewhere").status == 404


def test_records_are_paged_narrowed_and_erased_after_their_time(between: Between) -> None:
    ledger, now = Ledger(between.folder / FILE), real_now()
    for number in range(120):
        record = handing_on.HandedOn(
            message=str(uuid4()),
            kind="outcome" if number % 2 else "identity.update",
            sender=str(CS if number % 2 else CORE),
            receiver=str(CORE if number % 2 else CS),
            address="127.0.0.1",
            certificate="1",
            digest=f"{number:064x}",
            size=1,
            received_at=now - timedelta(days=number),
            attempted_at=now,
            attempts=1,
        )
        assert ledger.begin(record)
    page = ledger.page(Wanted(page=2))
    assert (page.total, page.page, len(page.rows)) == (120, 2, 50)
    assert page.rows[0].digest == f"{50:064x}"
    assert page.kinds == ("identity.update", "outcome")
    assert ledger.page(Wanted(page=99)).page == 3
    narrowed = ledger.page(Wanted(sender=str(CS), since=now - timedelta(days=9), until=now))
    assert [row.digest for row in narrowed.rows] == [f"{n:064x}" for n in (1, 3, 5, 7, 9)]
    assert ledger.erase_before(now - timedelta(days=100)) == 19
    assert ledger.page(Wanted()).total == 101
    ledger.close()
    assert (between.folder / FILE).stat().st_mode & 0o777 == 0o600


def test_a_gateway_stands_between_two_of_one_town_alone() -> None:
    listen = Address("127.0.0.1", 1)
    check_lines(LineSettings(GATEWAY, listen, {CORE: listen, CS: listen}))
    for party, peers in (
        (CORE, (CORE, CS)),
        (GATEWAY, (CORE,)),
        (GATEWAY, (CORE, CS, PREFECTURE)),
        (GATEWAY, (CORE, OTHER_CS)),
    ):
        with pytest.raises(Unavailable):
            check_lines(LineSettings(party, listen, dict.fromkeys(peers, listen)))
