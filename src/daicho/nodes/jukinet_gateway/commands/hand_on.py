"""Hand on (中継): the same bytes and the same signature go to the receiver, its own signed answer comes back.

Nothing is answered before the receiver has spoken, and no body is kept: the sender keeps the message until then, and
whoever is killed in between leaves it to be sent again, to which the receiver has the same answer. The record is
written before the message goes on.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from threading import local
from typing import Final

import structlog

from daicho.foundation.lines import envelopes
from daicho.foundation.lines.adapters.client import Away, LineClient, Response
from daicho.foundation.lines.adapters.credentials import load_trust
from daicho.foundation.lines.domain.door import (
    Reason,
    Signed,
    TurnedAway,
    check_signer,
    signed_of,
)
from daicho.foundation.lines.domain.handing_on import HandedOn, Outcome
from daicho.foundation.lines.domain.parties import Party
from daicho.kernel.clock import real_now
from daicho.kernel.errors import Invalid, Unavailable
from daicho.nodes.jukinet_gateway.desk import Desk
from daicho.nodes.jukinet_gateway.domain.bearing import check_between

log = structlog.get_logger(__name__)
_OK: Final = 200
# What the receiver says of the message itself goes back as it is; of anything else the sender tries again.
_OF_THE_MESSAGE: Final = (400, 403, 409, 413)
_clients = local()


def hand_on(
    desk: Desk, raw: bytes, headers: Mapping[str, str], peer: Party, address: str
) -> tuple[bytes, Mapping[str, str]]:
    """The receiver's answer with its three headers.

    `TurnedAway` (recorded) for what may not pass, or what the receiver does not take; `Unavailable` when it must come again.
    """
    try:
        envelope, signed = _admit(desk, raw, headers, peer, address)
    except TurnedAway as found:
        desk.ledger.turn_away(found, address)
        raise
    key, passed_at = str(envelope.id), real_now()
    try:
        answer, outcome = _passed_on(desk, envelope, signed)
    except Unavailable as error:
        desk.ledger.failed(key, error.why)
        raise
    except TurnedAway as found:
        desk.ledger.failed(key, f"{found.reason.label}（{found.status}）")
        raise
    desk.ledger.answered(key, passed_at=passed_at, outcome=outcome, answer_digest=answer.digest)
    if envelope.kind == "outcome" and outcome is Outcome.ACCEPTED:
        # Its sender had the message, even where nobody came back to say so.
        desk.ledger.settled(str(envelope.answers), _said(envelope))
    log.info("gateway.handed_on", message=key, kind=envelope.kind, outcome=outcome.value)
    return answer.raw, answer.headers()


def _admit(
    desk: Desk, raw: bytes, headers: Mapping[str, str], peer: Party, address: str
) -> tuple[envelopes.Envelope, Signed]:
    """The message, once it is recorded. `TurnedAway` as at every door."""
    if peer not in desk.lines.peers:
        raise TurnedAway(Reason.NO_PEER, claimed=peer)
    signed = signed_of(raw, headers)
    try:
        envelope = envelopes.from_bytes(raw)
    except Invalid:
        raise TurnedAway(Reason.UNREADABLE, claimed=peer, status=400) from None
    sender, receiver = envelopes.party(envelope.sender), envelopes.party(envelope.receiver)
    check_between(desk.lines, peer, sender=sender, receiver=receiver)
    now = real_now()
    signer = check_signer(signed, sender, trust=load_trust(desk.home), at=now)
    record = HandedOn(
        message=str(envelope.id),
        kind=envelope.kind,
        sender=str(sender),
        receiver=str(receiver),
        address=address,
        certificate=signer.serial,
        digest=signed.digest,
        size=len(raw),
        received_at=now,
        attempted_at=now,
        attempts=1,
    )
    if not desk.ledger.begin(record):
        raise TurnedAway(Reason.OTHER_BYTES, claimed=sender, serial=signer.serial, status=409)
    return envelope, signed


def _passed_on(desk: Desk, envelope: envelopes.Envelope, signed: Signed) -> tuple[Signed, Outcome]:
    receiver = envelopes.party(envelope.receiver)
    try:
        response = _client(desk, receiver).post(signed.raw, signed.headers())
    except Away as away:
        raise _not_now(away.words) from away
    if response.status in _OF_THE_MESSAGE:
        raise TurnedAway(Reason.BEYOND, status=response.status)
    if response.status != _OK:
        raise _not_now(f"相手方が、今は処理できないと応えました（{response.status}）。")
    return _answer(desk, envelope, response, at=real_now())


def _answer(
    desk: Desk, envelope: envelopes.Envelope, response: Response, *, at: datetime
) -> tuple[Signed, Outcome]:
    """The answer, signed by the receiver and to this message; what it says, as far as the envelope tells."""
    receiver = envelopes.party(envelope.receiver)
    try:
        signed = signed_of(response.body, response.headers)
        answer = envelopes.from_bytes(response.body)
        check_signer(signed, receiver, trust=load_trust(desk.home), at=at)
    except TurnedAway as found:
        raise _not_now(f"応答を信頼できません（{found.reason.label}）。") from found
    except Invalid as error:
        raise _not_now("応答を読み取れません。") from error
    if answer.answers != envelope.id or envelopes.party(answer.sender) != receiver:
        raise _not_now("応答が、渡した電文への応答ではありません。")
    if answer.kind != "receipt":
        return signed, Outcome.ANSWERED
    return signed, _said(answer)


def _said(envelope: envelopes.Envelope) -> Outcome:
    """What a receipt or an outcome says; anything else is an answer."""
    said = str(envelope.body.get("outcome", ""))
    return Outcome(said) if said in set(Outcome) else Outcome.ANSWERED


def _client(desk: Desk, receiver: Party) -> LineClient:
    """This thread's connection to the receiver, kept for the next message."""
    address = desk.lines.peers[receiver]
    kept: dict[object, LineClient] = _clients.__dict__.setdefault("kept", {})
    return kept.setdefault((desk.home, receiver, address), LineClient(desk.home, receiver, address))


def _not_now(why: str) -> Unavailable:
    return Unavailable(
        "電文を中継できません。",
        why=why,
        remedy="送り主が、自動で送り直します。",
        code="gateway.not_now",
    )
