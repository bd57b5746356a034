"""A stand-in for a peer (回線の相手の代役): what the CS would answer to each message, alone or in a bundle, without a line."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest

from daicho.foundation.lines.adapters.client import LineClient, Response
from daicho.foundation.lines.domain.bundle import (
    PATH_OF_BUNDLES,
    AnswerPiece,
    pack_answers,
    unpack,
)
from daicho.foundation.lines.domain.door import PATH
from daicho.foundation.lines.envelopes import Envelope, from_bytes, party
from daicho.foundation.lines.models import Line, SentMessage
from daicho.foundation.lines.public import Outgoing, queue
from daicho.foundation.lines.tests.conftest import Network
from daicho.foundation.lines.tests.peers import CS, KIND, Ears, answer_to, body
from daicho.kernel.clock import real_now

OTHER_SAYS = {
    "code": "cs.present",
    "item": "",
    "what": "既に転入しています。",
    "why": "",
    "remedy": "",
}
Saying = Callable[[Envelope], Response | tuple[str, dict[str, Any]]]


class Peer:
    """The CS beyond the line; `says` is what it answers, in turn or always."""

    def __init__(self, network: Network) -> None:
        self.network = network
        self.came: list[Envelope] = []
        self.raws: list[bytes] = []
        # How many messages each request brought; what is answered to a request as a whole, if anything.
        self.sizes: list[int] = []
        self.instead: Callable[[str], Response | None] = lambda _path: None
        self.turned = False
        self.says: Saying = lambda _e: ("receipt", {"outcome": "accepted", "problems": []})

    def post(
        self, _client: LineClient, raw: bytes, _given: dict[str, str], *, path: str = PATH
    ) -> Response:
        found = self.instead(path)
        if found is not None:
            return found
        if path == PATH_OF_BUNDLES:
            pieces = [self.answer(each.raw) for each in unpack(raw)]
            self.sizes.append(len(pieces))
            answers = [AnswerPiece(a.status, a.body.decode(), dict(a.headers)) for a in pieces]
            return Response(200, {}, pack_answers(answers[:: -1 if self.turned else 1]))
        self.sizes.append(1)
        return self.answer(raw)

    def answer(self, raw: bytes) -> Response:
        envelope = from_bytes(raw)
        self.came.append(envelope)
        self.raws.append(raw)
        said = self.says(envelope)
        if isinstance(said, Response):
            return said
        kind, content = said
        return answer_to(envelope, kind, content, self.network.signing_of(party(envelope.receiver)))

    @property
    def numbers(self) -> list[int | None]:
        return [e.order.number if e.order else None for e in self.came]


def status(number: int) -> Response:
    return Response(number, {}, b"")


@pytest.fixture
def peer(network: Network, ears: Ears, monkeypatch: pytest.MonkeyPatch) -> Peer:
    assert ears
    found = Peer(network)
    monkeypatch.setattr(LineClient, "post", lambda *given, **more: found.post(*given, **more))
    return found


def queued(subject: UUID | None = None, **more: Any) -> UUID:
    return queue(Outgoing(kind=KIND, receiver=CS, body=body(), subject=subject, **more))


def due_now() -> None:
    """Every pause is over."""
    SentMessage.objects.filter(state="waiting").update(next_attempt_at=real_now())
    Line.objects.update(next_try_at=None)


def state_of(key: UUID) -> str:
    return SentMessage.objects.get(key=key).state
