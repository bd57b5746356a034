"""Peers in tests (試験の相手方): a party that signs messages, and the handlers that hear ours."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, EllipticCurvePrivateKey
from cryptography.hazmat.primitives.hashes import SHA256

from daicho.foundation.lines import envelopes
from daicho.foundation.lines.adapters.client import Response
from daicho.foundation.lines.domain.door import PREFIX, digest_of
from daicho.foundation.lines.domain.parties import Party
from daicho.foundation.lines.domain.replies import Accepted, Received, Reply, Settled
from daicho.foundation.lines.tests.authority import Leaf
from daicho.kernel.clock import TOKYO, real_now

CORE = Party("072010", "core")
CS = Party("072010", "municipal_cs")
OTHER_CS = Party("112291", "municipal_cs")
NATION = Party("000000", "nation")
PREFECTURE = Party("070009", "prefecture")
KIND = "number.request"
CODE = "12345678903"


def body(code: str = CODE) -> dict[str, Any]:
    """A body of `KIND`."""
    return {"code": code, "reason": "new"}


def message(
    sender: Party,
    receiver: Party,
    *,
    kind: str = KIND,
    content: Mapping[str, Any] | None = None,
    key: UUID | None = None,
    order: tuple[str, int] | None = None,
    answers: UUID | None = None,
) -> bytes:
    """The bytes of a message."""
    own = key or uuid4()
    return envelopes.make(
        kind,
        key=own,
        thread=own,
        sender=sender,
        receiver=receiver,
        made_at=real_now().astimezone(TOKYO),
        order=order,
        answers=answers,
        body=body() if content is None else content,
    )


def headers(raw: bytes, signing: Leaf) -> dict[str, str]:
    """The three headers, by a signing certificate."""
    data = PREFIX + raw
    signature = (
        signing.key.sign(data, ECDSA(SHA256()))
        if isinstance(signing.key, EllipticCurvePrivateKey)
        else signing.key.sign(data)
    )
    return {
        "Daicho-Certificate": base64.b64encode(signing.der).decode(),
        "Daicho-Signature": base64.b64encode(signature).decode(),
        "Daicho-Digest": digest_of(raw),
    }


def answer_to(
    asked: envelopes.Envelope, kind: str, content: Mapping[str, Any], signing: Leaf
) -> Response:
    """What the receiver of a message answers, signed by it."""
    raw = envelopes.make(
        kind,
        key=uuid4(),
        thread=asked.thread,
        sender=envelopes.party(asked.receiver),
        receiver=envelopes.party(asked.sender),
        made_at=real_now().astimezone(TOKYO),
        answers=asked.id,
        body=content,
    )
    return Response(200, headers(raw, signing), raw)


@dataclass(slots=True)
class Ears:
    """A handler and a settler that keep what they hear; `reply` is what the handler says."""

    reply: Reply = field(default_factory=Accepted)
    heard: list[Received] = field(default_factory=list)
    settled: list[Settled] = field(default_factory=list)
    error: Exception | None = None

    def handle(self, received: Received) -> Reply:
        self.heard.append(received)
        if self.error is not None:
            raise self.error
        return self.reply

    def settle(self, settled: Settled) -> None:
        self.settled.append(settled)
