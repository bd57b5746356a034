"""Envelope (封筒): what stands around the body of every message, to bytes and back.

Bytes are in the one form of canonical.py, or they are no message. What a body may say is judged by checking.py.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final, NamedTuple
from uuid import UUID

from daicho.foundation.messages.canonical import decode, encode
from daicho.kernel.errors import Invalid, Problem

EDITION: Final = "2026.1"
MOST_BYTES: Final = 16 * 1024 * 1024
NODES: Final = ("core", "municipal_cs", "prefecture", "nation", "card_system", "immigration")
_KEYS: Final = (
    "edition",
    "kind",
    "id",
    "thread",
    "sender",
    "receiver",
    "made_at",
    "order",
    "answers",
    "body",
)
_UUID: Final = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_TIME: Final = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{6}[+-]\d{2}:\d{2}", re.ASCII)
_KIND: Final = re.compile(r"[a-z_]+(\.[a-z_]+)*")
_LONGEST_KIND: Final = 60
_LAST_NUMBER: Final = 999_999_999
_ORDER_KEY: Final = re.compile(r"[0-9a-f]{32}")
_MUNICIPALITY: Final = re.compile(r"[0-9]{6}")


class Endpoint(NamedTuple):
    """A sender or a receiver: municipality code (6 digits) and node."""

    municipality: str
    node: str


class Order(NamedTuple):
    """The place of a message among those of one person on one line, from 1."""

    key: str
    number: int


@dataclass(frozen=True, slots=True)
class Envelope:
    """One message. `made_at` is aware, to the microsecond; `body` is what the kind's schema says."""

    kind: str
    id: UUID
    thread: UUID
    sender: Endpoint
    receiver: Endpoint
    made_at: datetime
    order: Order | None
    answers: UUID | None
    body: Mapping[str, Any] = field(repr=False)  # Any: what JSON holds
    edition: str = EDITION


def to_bytes(envelope: Envelope) -> bytes:
    """The bytes that are signed and sent. `Invalid` for an envelope that `from_bytes` would not read."""
    value = {
        "edition": envelope.edition,
        "kind": envelope.kind,
        "id": str(envelope.id),
        "thread": str(envelope.thread),
        "sender": envelope.sender._asdict(),
        "receiver": envelope.receiver._asdict(),
        "made_at": envelope.made_at.isoformat(timespec="microseconds"),
        "order": envelope.order._asdict() if envelope.order else None,
        "answers": str(envelope.answers) if envelope.answers else None,
        "body": dict(envelope.body),
    }
    _settle(_problems(value))
    try:
        raw = encode(value)
    except (TypeError, ValueError) as error:
        raise Invalid([_wrong("not_canonical", "body", "電文にできない値があります。")]) from error
    if len(raw) > MOST_BYTES:
        raise Invalid([_too_large()])
    return raw


def from_bytes(raw: bytes) -> Envelope:
    """The envelope of received bytes; the body's content is not judged here. `Invalid` with every problem found."""
    if len(raw) > MOST_BYTES:
        raise Invalid([_too_large()])
    try:
        value = decode(raw)
    except ValueError as error:
        what = "電文として読めません。"
        raise Invalid([_wrong("not_canonical", "", what)]) from error
    _settle(_problems(value))
    order = value["order"]
    return Envelope(
        edition=value["edition"],
        kind=value["kind"],
        id=UUID(value["id"]),
        thread=UUID(value["thread"]),
        sender=Endpoint(**value["sender"]),
        receiver=Endpoint(**value["receiver"]),
        made_at=datetime.fromisoformat(value["made_at"]),
        order=Order(**order) if order else None,
        answers=UUID(value["answers"]) if value["answers"] else None,
        body=value["body"],
    )


def _settle(problems: Iterator[Problem]) -> None:
    found = list(problems)
    if found:
        raise Invalid(found)


def _problems(value: Any) -> Iterator[Problem]:
    if not isinstance(value, dict):
        yield _wrong("type", "", "封筒が項目の並びではありません。")
        return
    missing = [name for name in _KEYS if name not in value]
    yield from (_wrong("missing", name, f"封筒に「{name}」がありません。") for name in missing)
    if len(value) > len(_KEYS) - len(missing):
        yield _wrong("unknown_item", "", "封筒に知らない項目があります。")
    if missing:
        return
    if value["edition"] != EDITION:
        yield _wrong("edition", "edition", "電文の版が違います。")
    kind = value["kind"]
    if not _is(_KIND, kind) or len(kind) > _LONGEST_KIND:
        yield _wrong("format", "kind", "電文の種類の書き方が違います。")
    for name in ("id", "thread"):
        if not _is(_UUID, value[name]):
            yield _wrong("format", name, f"封筒の「{name}」の書き方が違います。")
    if value["answers"] is not None and not _is(_UUID, value["answers"]):
        yield _wrong("format", "answers", "封筒の「answers」の書き方が違います。")
    for name in ("sender", "receiver"):
        if not _is_endpoint(value[name]):
            yield _wrong("format", name, f"封筒の「{name}」の書き方が違います。")
    if not _is_time(value["made_at"]):
        yield _wrong("format", "made_at", "作った日時の書き方が違います。")
    if not _is_order(value["order"]):
        yield _wrong("format", "order", "順番の書き方が違います。")
    if not isinstance(value["body"], dict):
        yield _wrong("type", "body", "本文が項目の並びではありません。")


def _is(pattern: re.Pattern[str], value: object) -> bool:
    return isinstance(value, str) and pattern.fullmatch(value) is not None


def _is_endpoint(value: object) -> bool:
    return (
        isinstance(value, dict)
        and value.keys() == {"municipality", "node"}
        and _is(_MUNICIPALITY, value["municipality"])
        and value["node"] in NODES
    )


def _is_time(value: object) -> bool:
    if not isinstance(value, str) or not _TIME.fullmatch(value):
        return False
    try:
        return datetime.fromisoformat(value).isoformat(timespec="microseconds") == value
    except ValueError:
        return False


def _is_order(value: object) -> bool:
    if value is None:
        return True
    return (
        isinstance(value, dict)
        and value.keys() == {"key", "number"}
        and _is(_ORDER_KEY, value["key"])
        and type(value["number"]) is int
        and 1 <= value["number"] <= _LAST_NUMBER
    )


def _too_large() -> Problem:
    return _wrong("too_large", "", f"電文が{MOST_BYTES // 1024 // 1024}MiBを超えています。")


def _wrong(code: str, item: str, what: str) -> Problem:
    return Problem(
        f"message.{code}",
        item,
        what,
        "電文は、定義（2026.1版）のとおりの一つの形で書かれていなければなりません。",
        "送った側のシステムの担当に知らせ、直したものを送り直してもらってください。",
    )
