"""The receiving side of a line (受信): who speaks, whether these bytes are his, what became of them; the same answer again.

Everything that a message changes, and its answer, is committed before the answer leaves.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from psycopg.types.json import Jsonb

from outside import codec, faults, ordering, signing
from outside.actors import HANDLERS
from outside.codec import Envelope, Unreadable
from outside.database import Database
from outside.desk import Answering, Desk, Handler, Reply
from outside.house import House
from outside.parties import NATION, Party
from outside.problems import Problem, Refusal, refuse
from outside.signing import BadSignature, Signed
from outside.trust import NotTrusted


@dataclass(frozen=True, slots=True)
class Response:
    """What goes back on the connection."""

    status: int
    raw: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)


class Cut(Exception):
    """Told to cut the line here: nothing goes back."""


@dataclass(frozen=True, slots=True)
class Arrived:
    """A message whose sender is certain."""

    envelope: Envelope
    raw: bytes
    signed: Signed


Carry = Callable[[Arrived], Response]


def receive(
    house: House,
    party: Party,
    raw: bytes,
    headers: Mapping[str, str],
    *,
    peer: Party,
    address: str,
    carry: Carry | None = None,
) -> Response:
    """Take one message at a party's door; `carry` brings on what is meant for another municipality's CS.

    Raises `Cut` when the party was told to cut the line.
    """
    if len(raw) > codec.MOST_BYTES:
        return Response(413)
    try:
        arrived = authenticated(house, party, raw, headers, peer=peer)
    except Unreadable as error:
        turn_away(house, party, address, str(peer), f"読み取れない電文です: {error}")
        return Response(400)
    except (BadSignature, NotTrusted) as error:
        turn_away(house, party, address, str(peer), str(error))
        return Response(403)
    if not _is_to_carry(party, arrived.envelope):
        carry = None
    return _behaving(house, party, arrived, carry)


def authenticated(
    house: House, party: Party, raw: bytes, headers: Mapping[str, str], *, peer: Party
) -> Arrived:
    """The message, once its signature is its sender's and the peer may speak for him.

    Raises `Unreadable`, `BadSignature`, `NotTrusted`.
    """
    envelope = codec.read(raw, house.spec)
    signed = signing.opened(raw, headers)
    signer = house.trust.check_signing(signed.certificate)
    if signer != envelope.sender:
        raise NotTrusted("署名した当事者が、電文の送信元と違います")
    carried = peer == NATION and party.node == envelope.sender.node == "municipal_cs"
    if peer != envelope.sender and not carried:
        raise NotTrusted("接続した当事者が、電文の送信元と違います")
    return Arrived(envelope, raw, signed)


def turn_away(house: House, party: Party, address: str, claimed: str, reason: str) -> None:
    """Record an attempt that got nothing."""
    with house.pool.connection() as connection:
        connection.execute(
            "INSERT INTO turned_away (party, address, claimed, reason) VALUES (%s, %s, %s, %s)",
            [str(party), address, claimed, reason[:500]],
        )


def handled(house: House, party: Party, arrived: Arrived, handler: Handler | None) -> Response:
    """Handle a message once, and give the answer that was given the first time."""
    envelope = arrived.envelope
    digest = signing.digest_of(arrived.raw)
    with house.pool.connection() as connection:
        if not _stored(connection, party, arrived, digest):
            return _again(house, connection, party, envelope, digest)
        desk = Desk(house, connection, party)
        state, problems, reply = _decided(desk, envelope, handler)
        kind, body = "receipt", codec.receipt(state, problems)
        if isinstance(reply, Answering):
            kind, body = f"{envelope.kind}.answer", dict(reply.body)
        answer = codec.write(
            codec.new(
                kind, party, envelope.sender, body, thread=envelope.thread, answers=envelope.id
            )
        )
        signer = house.signer(party)
        signature = signer.sign(answer)
        connection.execute(
            "UPDATE received SET state = %s, problems = %s, answer = %s, answer_signature = %s,"
            " settled_at = CASE WHEN %s THEN NULL ELSE clock_timestamp() END"
            " WHERE party = %s AND id = %s",
            [
                state,
                Jsonb([problem.as_json() for problem in problems]),
                answer,
                signature,
                state == "held",
                str(party),
                envelope.id,
            ],
        )
    return Response(200, answer, signing.headers(answer, signature, signer.certificate))


def _behaving(house: House, party: Party, arrived: Arrived, carry: Carry | None) -> Response:
    """Handle or carry a message, as well or as badly as the party was told to."""
    handler = HANDLERS.get((party.node, arrived.envelope.kind))
    fault = faults.take(house.pool, party, arrived.envelope.kind, among=faults.AT_THE_DOOR)
    if fault is not None:
        if fault.name in ("silent", "drop-before-answer"):
            raise Cut(fault.name)
        if fault.name == "slow":
            time.sleep(fault.seconds)
        if fault.name == "refuse":
            handler, carry = _refusing(fault.code), None
    response = carry(arrived) if carry else handled(house, party, arrived, handler)
    house.wake.set()
    if fault is not None and fault.name == "drop-after-store":
        raise Cut(fault.name)
    return response


def _is_to_carry(party: Party, envelope: Envelope) -> bool:
    return party == NATION and envelope.sender.node == envelope.receiver.node == "municipal_cs"


def _stored(connection: Database, party: Party, arrived: Arrived, digest: str) -> bool:
    envelope = arrived.envelope
    found = connection.execute(
        "INSERT INTO received (party, id, sender, kind, thread, order_key, order_number, digest, raw,"
        " signature, certificate) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)"
        " ON CONFLICT DO NOTHING RETURNING id",
        [
            str(party),
            envelope.id,
            str(envelope.sender),
            envelope.kind,
            envelope.thread,
            envelope.order_key,
            envelope.order_number,
            digest,
            arrived.raw,
            arrived.signed.signature,
            arrived.signed.certificate_der,
        ],
    ).fetchone()
    return found is not None


def _again(
    house: House, connection: Database, party: Party, envelope: Envelope, digest: str
) -> Response:
    row = connection.execute(
        "SELECT digest, sender, answer, answer_signature FROM received WHERE party = %s AND id = %s",
        [str(party), envelope.id],
    ).fetchone()
    assert row is not None  # it was in the way
    if row["digest"] != digest:
        return Response(409)
    headers = signing.headers(
        row["answer"], row["answer_signature"], house.signer(party).certificate
    )
    return Response(200, row["answer"], headers)


def _decided(
    desk: Desk, envelope: Envelope, handler: Handler | None
) -> tuple[str, tuple[Problem, ...], Reply | None]:
    """What becomes of a new message: its state, the problems, and the answer of a question."""
    if envelope.receiver != desk.party and handler is None:
        return "refused", _NOT_MINE.problems, None
    return ordering.in_turn(desk, envelope, handler)


def _refusing(code: str) -> Handler:
    def handler(desk: Desk, envelope: Envelope) -> Reply:
        raise refuse(
            code,
            "",
            "相手の機関が受け付けませんでした。",
            f"{desk.party.node} が {envelope.kind} を拒否しました。",
            "内容を確かめて、送り直してください。",
        )

    return handler


_NOT_MINE = Refusal(
    [
        Problem(
            "line.not_for_me",
            "receiver",
            "あて先の違う電文です。",
            "この当事者あてではありません。",
            "あて先を確かめてください。",
        )
    ]
)
