"""The codec (電文の読み書き): bytes of an envelope to what they say and back, by `specs/messages/README.md` alone."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from outside import clock, content
from outside.parties import Party
from outside.problems import Problem, Refusal, refuse
from outside.spec import Spec, is_time

EDITION = "2026.1"
MOST_BYTES = 16 * 1024 * 1024


class Unreadable(Exception):
    """These bytes are no envelope: nobody can be answered."""


@dataclass(frozen=True, slots=True)
class Envelope:
    """What one message says on its outside, and its body as it came."""

    kind: str
    id: str
    thread: str
    sender: Party
    receiver: Party
    made_at: str
    order_key: str | None
    order_number: int | None
    answers: str | None
    body: Mapping[str, Any]


def new(
    kind: str,
    sender: Party,
    receiver: Party,
    body: Mapping[str, Any],
    *,
    thread: str | None = None,
    answers: str | None = None,
    order: tuple[str, int] | None = None,
) -> Envelope:
    """A new message with an id of its own; without a thread it begins one."""
    identity = str(uuid4())
    key, number = order or (None, None)
    return Envelope(
        kind,
        identity,
        thread or identity,
        sender,
        receiver,
        clock.stamp(),
        key,
        number,
        answers,
        body,
    )


def write(envelope: Envelope) -> bytes:
    """The bytes of an envelope: keys sorted, no white space, UTF-8."""
    order = None
    if envelope.order_key is not None:
        order = {"key": envelope.order_key, "number": envelope.order_number}
    return canonical(
        {
            "edition": EDITION,
            "kind": envelope.kind,
            "id": envelope.id,
            "thread": envelope.thread,
            "sender": envelope.sender.as_json(),
            "receiver": envelope.receiver.as_json(),
            "made_at": envelope.made_at,
            "order": order,
            "answers": envelope.answers,
            "body": envelope.body,
        }
    )


def canonical(value: Any) -> bytes:
    """A value as the line writes it. ValueError for what the line cannot carry."""
    text = json.dumps(
        value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
    )
    return text.encode("utf-8")


def read(raw: bytes, spec: Spec) -> Envelope:
    """What the bytes say on their outside; the body is not looked at. Raises `Unreadable`."""
    value = _parse(raw)
    faults = spec.faults("envelope", value)
    if faults:
        raise Unreadable("; ".join(f"{fault.code} {fault.item}" for fault in faults))
    if not is_time(value["made_at"]):
        raise Unreadable("made_at is no time")
    if canonical(value) != raw:
        raise Unreadable("the bytes are not in the form of the line")
    order = value["order"] or {"key": None, "number": None}
    return Envelope(
        kind=value["kind"],
        id=value["id"],
        thread=value["thread"],
        sender=Party(**value["sender"]),
        receiver=Party(**value["receiver"]),
        made_at=value["made_at"],
        order_key=order["key"],
        order_number=order["number"],
        answers=value["answers"],
        body=value["body"],
    )


def check_body(envelope: Envelope, spec: Spec) -> None:
    """Judge the body of a message. Raises `Refusal` with every item that does not fit."""
    judge(envelope.kind, envelope.body, spec, made_at=envelope.made_at)


def judge(kind: str, body: Mapping[str, Any], spec: Spec, *, made_at: str) -> None:
    """Judge a body by its kind's schema, then by its content. Raises `Refusal` with every item that does not fit."""
    if not spec.knows(kind):
        raise refuse(
            "message.unknown_kind",
            "kind",
            "この種類の電文はありません。",
            f"版 {EDITION} の電文の定義にない種類です。",
            "電文の種類を確かめてください。",
        )
    faults = spec.faults(kind, body) or content.faults(kind, body, made_at, spec)
    if faults:
        raise Refusal(faults)


def receipt(outcome: str, problems: tuple[Problem, ...] = ()) -> dict[str, Any]:
    """The body of a `receipt` or an `outcome`."""
    return {"outcome": outcome, "problems": [problem.as_json() for problem in problems]}


def _parse(raw: bytes) -> Any:
    try:
        return json.loads(
            raw.decode("utf-8"),
            parse_float=_no_such_number,
            parse_constant=_no_such_number,
            object_pairs_hook=_no_key_twice,
        )
    except (ValueError, RecursionError) as error:
        raise Unreadable(str(error)[:200]) from error


def _no_such_number(text: str) -> Any:
    raise ValueError(f"a number of the line is an integer: {text[:20]}")


def _no_key_twice(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key stands twice")
    return found
