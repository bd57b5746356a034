"""Receive (受信): the message, its effect and its answer in one transaction; a second arrival gets the stored answer."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.conf import settings
from django.db import transaction

from daicho.foundation.audit.public import Note, enter
from daicho.foundation.lines.adapters.credentials import counts, sign
from daicho.foundation.lines.audit_types import MESSAGE_RECEIVED
from daicho.foundation.lines.commands.admit import Arrival, admit
from daicho.foundation.lines.commands.early import handle_early
from daicho.foundation.lines.commands.known import keep_certificate
from daicho.foundation.lines.commands.one_trip import in_one_trip
from daicho.foundation.lines.commands.places import Counters, Place, gap, used
from daicho.foundation.lines.commands.saying import (
    Said,
    answer_of,
    listen_to,
    receipt,
    refuse_unheard,
    said_of,
)
from daicho.foundation.lines.commands.sealing import (
    NOTHING,
    is_volatile,
    keep_volatile,
    seal,
    unseal,
)
from daicho.foundation.lines.commands.turn_away import turn_away
from daicho.foundation.lines.domain.door import Reason, Signed, TurnedAway
from daicho.foundation.lines.domain.parties import Party
from daicho.foundation.lines.domain.states import State
from daicho.foundation.lines.models import KnownCertificate, ReceivedMessage
from daicho.foundation.lines.settings import machine
from daicho.kernel.clock import real_now
from daicho.kernel.errors import DaichoError

# The message, unless it is known; and its order's counter, locked until the transaction ends.
_INSERT: Final = """
WITH message AS (
    INSERT INTO lines_receivedmessage (
        key, kind, thread, sender, peer, address, made_at, received_at, order_key, order_number, answers,
        sealed, key_id, digest, signature, certificate, state, early, problems,
        answer_kind, answer_key_id, answer_digest, answer_certificate
    ) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, 'held', false, '[]', '', '', '', '')
    ON CONFLICT (key) DO NOTHING RETURNING key
), counter AS (
    INSERT INTO lines_arrivalorder (sender, key, next, early)
    SELECT sender, key, 1, 0 FROM (VALUES (%s::text, %s::text)) AS named (sender, key) WHERE key <> ''
    ON CONFLICT (sender, key) DO UPDATE SET next = lines_arrivalorder.next RETURNING id, next, early
)
SELECT (SELECT count(*) FROM message), counter.id, counter.next, counter.early
FROM (SELECT) AS always LEFT JOIN counter ON true
"""

_ANSWERED: Final = """
WITH counter AS (UPDATE lines_arrivalorder SET next = next + %s, early = early + %s WHERE id = %s)
UPDATE lines_receivedmessage SET state = %s, early = %s, problems = %s::jsonb, answer_key = %s, answer_kind = %s,
    answer_sealed = %s, answer_key_id = %s, answer_digest = %s, answer_signature = %s, answer_certificate = %s,
    settled_at = %s
WHERE key = %s RETURNING key
"""


class Apart(Exception):
    """These cannot share a transaction: each is to have its own."""


@dataclass(slots=True)
class Taken:
    """What became of one arrival: the answer, and whether others of its order have waited for it."""

    answer: Signed
    said: str
    problems: list[dict[str, str]]
    others_wait: bool = False


def receive(
    raw: bytes, headers: Mapping[str, str], peer: Party, address: str
) -> tuple[bytes, dict[str, str]]:
    """The bytes of the answer and its three headers; `peer` is the party of the TLS certificate.

    `TurnedAway` (recorded) for a message that gets no answer; `Unavailable` or a database error when it must come again:
    then nothing of it is stored.
    """
    try:
        arrival = admit(raw, headers, peer, address)
        taken = take_alone(arrival)
    except TurnedAway as found:
        turn_away(found, address=address)
        raise
    wake_waiting(arrival, taken)
    return taken.answer.raw, taken.answer.headers()


def wake_waiting(arrival: Arrival, taken: Taken) -> None:
    """Those of its order that came too early are due, once it is stored."""
    order = arrival.envelope.order
    if order is not None and taken.others_wait:
        handle_early(arrival.sender, order.key)


def take_alone(arrival: Arrival) -> Taken:
    """One in a transaction of its own."""
    with transaction.atomic():
        return _take([arrival])[0]


def take_together(arrivals: Sequence[Arrival]) -> Sequence[Taken]:
    """All of them or none: an error of one is found out by each of them apart."""
    try:
        with transaction.atomic():
            return _take(arrivals)
    except (DaichoError, TurnedAway) as error:
        raise Apart from error


def _take(arrivals: Sequence[Arrival]) -> list[Taken]:
    """Store them, let them work, store the answers. Of two at the same moment, one waits here for the other."""
    rows = in_one_trip(_INSERT, [_values(each) for each in arrivals])
    counters, taken, answered = Counters(), [], []
    for arrival, row in zip(arrivals, rows, strict=True):
        if row is None or not row[0]:
            taken.append(_again(arrival))
            continue
        place = counters.place(row[1:], arrival.sender, arrival.envelope.order)
        said = _say(arrival, place, apart=len(arrivals) == 1)
        key, raw = answer_of(arrival.received, said)
        answer, signer = sign(settings.HOME, raw)
        told = keep_certificate(signer)
        answered.append(_answered(arrival, place, said, (key, answer, told)))
        others_wait = place is not None and place.others_wait
        taken.append(Taken(answer, said.state.value, said.problems, others_wait))
    if answered:
        in_one_trip(_ANSWERED, answered)
    # Last: until the commit, nobody else can write an entry.
    pairs = zip(arrivals, taken, strict=True)
    enter(machine(), MESSAGE_RECEIVED, [_note(arrival, each) for arrival, each in pairs])
    return taken


def _say(arrival: Arrival, place: Place | None, *, apart: bool) -> Said:
    received = arrival.received
    if place is None or place.is_due:
        return said_of(received, listen_to(received, apart=apart))
    if not place.is_early:
        return said_of(received, refuse_unheard(received, (used(place),)))
    if is_volatile(received.kind):
        keep_volatile(received.id, arrival.signed.raw)
    return receipt(State.HELD, (gap(place),))


def _values(arrival: Arrival) -> list[object]:
    envelope, signed = arrival.envelope, arrival.signed
    # Of a kind that leaves no trace, the handler keeps what it needs.
    sealed = NOTHING if is_volatile(envelope.kind) else seal(envelope.id, signed.raw)
    sender, key = str(arrival.sender), envelope.order.key if envelope.order else ""
    return [
        envelope.id,
        envelope.kind,
        envelope.thread,
        sender,
        str(arrival.peer),
        arrival.address,
        envelope.made_at,
        arrival.at,
        key,
        envelope.order.number if envelope.order else None,
        envelope.answers,
        sealed.sealed,
        sealed.key_id,
        signed.digest,
        signed.signature,
        keep_certificate(arrival.signer),
        sender,
        key,
    ]


def _answered(
    arrival: Arrival, place: Place | None, said: Said, answer: tuple[UUID, Signed, str]
) -> list[object]:
    key, signed, certificate = answer
    sealed = seal(key, signed.raw)
    return [
        int(place is not None and place.is_due),
        int(place is not None and place.is_early),
        place.counter if place is not None else None,
        said.state.value,
        place is not None and place.is_early,
        json.dumps(said.problems, ensure_ascii=False),
        key,
        said.kind,
        sealed.sealed,
        sealed.key_id,
        signed.digest,
        signed.signature,
        certificate,
        None if said.state is State.HELD else real_now(),
        arrival.envelope.id,
    ]


def _again(arrival: Arrival) -> Taken:
    """The answer of the first time: its bytes, signed anew when its certificate counts no more."""
    row = ReceivedMessage.objects.get(key=arrival.envelope.id)
    if row.digest != arrival.signed.digest or row.answer_key is None:
        raise TurnedAway(
            Reason.OTHER_BYTES, claimed=arrival.sender, serial=arrival.signer.serial, status=409
        )
    raw = unseal(row.answer_key, row.answer_sealed or b"", key_id=row.answer_key_id)
    certificate = bytes(KnownCertificate.objects.get(pk=row.answer_certificate).der)
    if counts(settings.HOME, certificate):
        signed = Signed(raw, row.answer_digest, bytes(row.answer_signature or b""), certificate)
    else:
        signed = sign(settings.HOME, raw)[0]
    return Taken(signed, "again", [])


def _note(arrival: Arrival, taken: Taken) -> Note:
    envelope, note = arrival.envelope, Note()
    note.say(
        message=str(envelope.id),
        kind=envelope.kind,
        thread=str(envelope.thread),
        party=str(arrival.sender),
        peer=str(arrival.peer) if arrival.peer != arrival.sender else "",
        address=arrival.address,
        certificate=arrival.signer.serial,
        outcome=taken.said,
        problems="・".join(each["code"] for each in taken.problems),
    )
    return note
