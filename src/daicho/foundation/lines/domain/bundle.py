"""Bundle (束): several signed messages in one request, and in one answer what is said to each.

Each message has its own bytes, signature and answer, as if it had come alone; the bundle itself is not signed and not kept.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Annotated, Final

from pydantic import Field, TypeAdapter

from daicho.foundation.lines.domain.door import Signed

PATH_OF_BUNDLES: Final = "/lines/2026.1/bundles"
MOST_IN_A_BUNDLE: Final = 64


@dataclass(frozen=True, slots=True)
class Piece:
    """A message with its three headers."""

    message: str
    headers: dict[str, str]

    @classmethod
    def of(cls, signed: Signed) -> Piece:
        return cls(signed.raw.decode("utf-8"), signed.headers())

    @property
    def raw(self) -> bytes:
        return self.message.encode("utf-8")


@dataclass(frozen=True, slots=True)
class AnswerPiece:
    """What one of them would have been answered alone: the status, and with 200 the answer and its three headers."""

    status: int
    message: str = ""
    headers: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, signed: Signed) -> AnswerPiece:
        return cls(200, signed.raw.decode("utf-8"), signed.headers())

    @property
    def raw(self) -> bytes:
        return self.message.encode("utf-8")


_PIECES: Final = TypeAdapter(
    Annotated[tuple[Piece, ...], Field(min_length=1, max_length=MOST_IN_A_BUNDLE)]
)
_ANSWERS: Final = TypeAdapter(tuple[AnswerPiece, ...])


def pack(messages: Sequence[Signed]) -> bytes:
    """The body of a request."""
    return _PIECES.dump_json(tuple(Piece.of(each) for each in messages))


def unpack(raw: bytes) -> tuple[Piece, ...]:
    """The messages of a request, in the order in which they are dealt with. `ValueError` for what is no bundle."""
    return _PIECES.validate_json(raw)


def pack_answers(answers: Sequence[AnswerPiece]) -> bytes:
    """The body of an answer, in the order of the request."""
    return _ANSWERS.dump_json(tuple(answers))


def unpack_answers(raw: bytes, *, expected: int) -> tuple[AnswerPiece, ...]:
    """What is said to each. `ValueError` for what is no answer to so many."""
    found = _ANSWERS.validate_json(raw)
    if len(found) != expected:
        raise ValueError(f"{len(found)} answers to {expected} messages")
    return found
