"""Receive a bundle (束の受信): messages that came together are stored in one transaction, and each gets its own answer.

Where they cannot share one, or one of them fails, each is dealt with apart, in their order, as if it had come alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.conf import settings
from django.db import DatabaseError, InterfaceError

from daicho.foundation.lines.adapters.server import status_of
from daicho.foundation.lines.commands.admit import Arrival, admit
from daicho.foundation.lines.commands.receive import (
    Apart,
    Taken,
    take_alone,
    take_together,
    wake_waiting,
)
from daicho.foundation.lines.commands.turn_away import turn_away
from daicho.foundation.lines.domain.bundle import AnswerPiece, Piece, pack_answers, unpack
from daicho.foundation.lines.domain.door import Reason, TurnedAway
from daicho.foundation.lines.domain.parties import Party
from daicho.kernel.errors import DaichoError


def receive_bundle(
    raw: bytes, _headers: Mapping[str, str], peer: Party, address: str
) -> tuple[bytes, dict[str, str]]:
    """The answers to a bundle. `TurnedAway` (recorded) for what is none; otherwise each message fails or not by itself."""
    try:
        pieces = unpack(raw)
    except ValueError:
        found = TurnedAway(Reason.UNREADABLE, claimed=peer, status=400)
        turn_away(found, address=address)
        raise found from None
    admitted = [_admitted(piece, peer, address) for piece in pieces]
    arrivals = [each for each in admitted if isinstance(each, Arrival)]
    taken = iter(_together(arrivals) or [_apart(each) for each in arrivals])
    answers = [each if isinstance(each, AnswerPiece) else next(taken) for each in admitted]
    return pack_answers(answers), {}


def _admitted(piece: Piece, peer: Party, address: str) -> Arrival | AnswerPiece:
    try:
        return admit(piece.raw, piece.headers, peer, address)
    except (TurnedAway, DaichoError) as error:
        return _failed(error, address)


def _together(arrivals: Sequence[Arrival]) -> list[AnswerPiece] | None:
    """All of them in one transaction, or none."""
    kinds = {each.envelope.kind for each in arrivals}
    keys = {each.envelope.id for each in arrivals}
    if not kinds <= settings.LINE_TOGETHER or not 1 < len(keys) == len(arrivals):
        return None
    try:
        found = take_together(arrivals)
    except (Apart, DatabaseError):
        # Whichever it was: each finds out for itself.
        return None
    return [_said(*each) for each in zip(arrivals, found, strict=True)]


def _apart(arrival: Arrival) -> AnswerPiece:
    try:
        return _said(arrival, take_alone(arrival))
    except (TurnedAway, DaichoError, DatabaseError, InterfaceError) as error:
        return _failed(error, arrival.address)


def _said(arrival: Arrival, taken: Taken) -> AnswerPiece:
    wake_waiting(arrival, taken)
    return AnswerPiece.of(taken.answer)


def _failed(error: Exception, address: str) -> AnswerPiece:
    if isinstance(error, TurnedAway):
        turn_away(error, address=address)
    return AnswerPiece(status_of(error))
