"""The carrier (中継): the nation passes messages between municipalities' CSs on, unchanged, and keeps none of them.

The first sender's bytes and signature go on; the last receiver's answer comes back. What was carried is counted. A
municipality that does not exist is refused by the nation in its own name; one that is away is a 503, for the sender to
try again.
"""

from __future__ import annotations

from collections.abc import Mapping

from outside import signing
from outside.client import Away, Caller
from outside.codec import Envelope
from outside.desk import Desk, Reply
from outside.house import House
from outside.line import Arrived, Cut, Response, handled, receive
from outside.parties import NATION, Party
from outside.problems import refuse


def carry(house: House, caller: Caller, arrived: Arrived) -> Response:
    """Bring a message to its receiver and his answer back."""
    signed = arrived.signed
    headers = signing.headers(arrived.raw, signed.signature, signed.certificate_der)
    receiver = arrived.envelope.receiver
    address = house.settings.towns.get(receiver)
    if address is not None:
        response = _brought(caller, receiver, address, arrived.raw, headers)
    elif house.settings.plays(receiver):
        response = _played(house, receiver, arrived.raw, headers)
    else:
        response = handled(house, NATION, arrived, _unknown)
    count(house, arrived.envelope, signing.digest_of(arrived.raw), response.status)
    return response


def count(house: House, envelope: Envelope, digest: str, status: int) -> None:
    """Count what was carried: who to whom, which kind, what came back; nothing of what it says."""
    with house.pool.connection() as connection:
        connection.execute(
            "INSERT INTO carried (id, sender, receiver, kind, digest, status) VALUES (%s, %s, %s, %s, %s, %s)",
            [
                envelope.id,
                str(envelope.sender),
                str(envelope.receiver),
                envelope.kind,
                digest,
                status,
            ],
        )


def _brought(
    caller: Caller, receiver: Party, address: str, raw: bytes, headers: Mapping[str, str]
) -> Response:
    try:
        return caller.post(NATION, receiver, address, raw, headers)
    except Away:
        return Response(503)


def _played(house: House, receiver: Party, raw: bytes, headers: Mapping[str, str]) -> Response:
    try:
        return receive(house, receiver, raw, headers, peer=NATION, address="carrier")
    except Cut:
        return Response(503)


def _unknown(_desk: Desk, envelope: Envelope) -> Reply:
    raise refuse(
        "line.unknown_municipality",
        "receiver",
        "あて先の市町村がありません。",
        f"{envelope.receiver.municipality} は、住基ネットにつながる市町村ではありません。",
        "市町村コードを確かめてください。",
    )
