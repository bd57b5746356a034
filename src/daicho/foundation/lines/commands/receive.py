"""Receive (受信): the message, its effect and its answer in one transaction; a second arrival gets the stored answer."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final

from django.conf import settings
from django.db import connection, transaction

from daicho.foundation.audit.public import Note, enter
from daicho.foundation.lines.adapters.credentials import counts, sign
from daicho.foundation.lines.audit_types import MESSAGE_RECEIVED
from daicho.foundation.lines.commands.admit import Arrival, admit
from daicho.foundation.lines.commands.early import handle_early
from daicho.foundation.lines.commands.known import keep_certificate
from daicho.foundation.lines.commands.places import Place, gap, place_of, used
from daicho.foundation.lines.commands.saying import Said, answer_of, listen_to, receipt, said_of
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

_INSERT: Final = """
INSERT INTO lines_receivedmessage (
    key, kind, thread, sender, peer, address, made_at, received_at, order_key, order_number, answers,
    sealed, key_id, digest, signature, certificate, state, early, problems,
    answer_kind, answer_key_id, answer_digest, answer_certificate
) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, 'held', false, '[]', '', '', '', '')
ON CONFLICT (key) DO NOTHING
"""

_ANSWERED: Final = """
UPDATE lines_receivedmessage SET state = %s, early = %s, problems = %s, answer_key = %s, answer_kind = %s,
    answer_sealed = %s, answer_key_id = %s, answer_digest = %s, answer_signature = %s, answer_certificate = %s,
    settled_at = %s
WHERE key = %s
"""


def receive(
    raw: bytes, headers: Mapping[str, str], peer: Party, address: str
) -> tuple[bytes, dict[str, str]]:
    """The bytes of the answer and its three headers; `peer` is the party of the TLS certificate.

    `TurnedAway` (recorded) for a message that gets no answer; `Unavailable` or a database error when it must come again:
    then nothing of it is stored.
    """
    try:
        arrival = admit(raw, headers, peer, address)
        with transaction.atomic():
            answer, others_wait = _take(arrival)
    except TurnedAway as found:
        turn_away(found, address=address)
        raise
    order = arrival.envelope.order
    if order is not None and others_wait:
        handle_early(arrival.sender, order.key)
    return answer.raw, answer.headers()


def _take(arrival: Arrival) -> tuple[Signed, bool]:
    """Store it, let it work, store the answer. Of two at the same moment, one waits here for the other."""
    if not _insert(arrival):
        return _stored_answer(arrival), False
    order = arrival.envelope.order
    place = place_of(arrival.sender, order) if order else None
    said = _say(arrival, place)
    if place is not None:
        place.use()
        if place.is_early and is_volatile(arrival.envelope.kind):
            keep_volatile(arrival.envelope.id, arrival.signed.raw)
    key, raw = answer_of(arrival.received, said)
    answer, signer = sign(settings.HOME, raw)
    sealed = seal(key, raw)
    with connection.cursor() as cursor:
        cursor.execute(
            _ANSWERED,
            [
                said.state.value,
                place is not None and place.is_early,
                json.dumps(said.problems, ensure_ascii=False),
                key,
                said.kind,
                sealed.sealed,
                sealed.key_id,
                answer.digest,
                answer.signature,
                keep_certificate(signer),
                None if said.state is State.HELD else real_now(),
                arrival.envelope.id,
            ],
        )
    _enter(arrival, said.state.value, said.problems)
    return answer, place is not None and place.is_due and place.early_ones > 0


def _say(arrival: Arrival, place: Place | None) -> Said:
    if place is None or place.is_due:
        received = arrival.received
        return said_of(received, listen_to(received))
    if place.is_early:
        return receipt(State.HELD, (gap(place),))
    return receipt(State.REFUSED, (used(place),))


def _insert(arrival: Arrival) -> bool:
    envelope, signed = arrival.envelope, arrival.signed
    # Of a kind that leaves no trace, the handler keeps what it needs.
    sealed = NOTHING if is_volatile(envelope.kind) else seal(envelope.id, signed.raw)
    values: list[Any] = [  # Any: what the driver takes
        envelope.id,
        envelope.kind,
        envelope.thread,
        str(arrival.sender),
        str(arrival.peer),
        arrival.address,
        envelope.made_at,
        arrival.at,
        envelope.order.key if envelope.order else "",
        envelope.order.number if envelope.order else None,
        envelope.answers,
        sealed.sealed,
        sealed.key_id,
        signed.digest,
        signed.signature,
        keep_certificate(arrival.signer),
    ]
    with connection.cursor() as cursor:
        cursor.execute(_INSERT, values)
        return bool(cursor.rowcount)


def _stored_answer(arrival: Arrival) -> Signed:
    """The answer of the first time: its bytes, signed anew when its certificate counts no more."""
    row = ReceivedMessage.objects.get(key=arrival.envelope.id)
    if row.digest != arrival.signed.digest or row.answer_key is None:
        raise TurnedAway(
            Reason.OTHER_BYTES, claimed=arrival.sender, serial=arrival.signer.serial, status=409
        )
    _enter(arrival, "again", [])
    raw = unseal(row.answer_key, row.answer_sealed or b"", key_id=row.answer_key_id)
    certificate = bytes(KnownCertificate.objects.get(pk=row.answer_certificate).der)
    if not counts(settings.HOME, certificate):
        return sign(settings.HOME, raw)[0]
    return Signed(raw, row.answer_digest, bytes(row.answer_signature or b""), certificate)


def _enter(arrival: Arrival, outcome: str, problems: list[dict[str, str]]) -> None:
    envelope, note = arrival.envelope, Note()
    note.say(
        message=str(envelope.id),
        kind=envelope.kind,
        thread=str(envelope.thread),
        party=str(arrival.sender),
        peer=str(arrival.peer) if arrival.peer != arrival.sender else "",
        address=arrival.address,
        certificate=arrival.signer.serial,
        outcome=outcome,
        problems="・".join(each["code"] for each in problems),
    )
    enter(machine(), MESSAGE_RECEIVED, [note])
