"""Order (順序): messages of one sender about one person are handled 1, 2, 3 …; one that comes early is held.

What was held is settled by an `outcome`, when the missing one has come, or whoever must speak first has spoken. A refused
message uses up its number.
"""

from __future__ import annotations

from psycopg.types.json import Jsonb

from outside import codec
from outside.actors import HANDLERS
from outside.codec import Envelope
from outside.desk import Accepted, Desk, Handler, Held, Reply
from outside.problems import Problem, Refusal, refuse

Decision = tuple[str, tuple[Problem, ...], Reply | None]


def in_turn(desk: Desk, envelope: Envelope, handler: Handler | None) -> Decision:
    """Handle a message when it is its turn: `accepted`, `refused` or `held`."""
    if envelope.order_key is None or envelope.order_number is None:
        return _handled(desk, envelope, handler)
    expected = _expected(desk, envelope)
    if envelope.order_number > expected:
        return _held(desk, envelope, expected)
    if envelope.order_number < expected:
        return "refused", (_USED,), None
    decision = _handled(desk, envelope, handler)
    _advance(desk, envelope)
    _settle_held(desk, envelope)
    return decision


def _handled(desk: Desk, envelope: Envelope, handler: Handler | None) -> Decision:
    try:
        with desk.connection.transaction():
            codec.check_body(envelope, desk.house.spec)
            if handler is None:
                raise refuse(
                    "line.kind_not_taken",
                    "kind",
                    "この相手が受け付けない種類の電文です。",
                    f"{desk.party.node} は {envelope.kind} を扱いません。",
                    "あて先と種類を確かめてください。",
                )
            reply = handler(desk, envelope)
            match reply:
                case Held(problems):
                    return "held", problems, reply
                case Accepted(problems):
                    return "accepted", problems, reply
                case _:
                    return "accepted", (), reply
    except Refusal as refusal:
        return "refused", refusal.problems, None


def _expected(desk: Desk, envelope: Envelope) -> int:
    row = desk.connection.execute(
        "INSERT INTO expected (party, sender, key) VALUES (%s, %s, %s)"
        " ON CONFLICT (party, sender, key) DO UPDATE SET number = expected.number RETURNING number",
        [str(desk.party), str(envelope.sender), envelope.order_key],
    ).fetchone()
    assert row is not None  # an upsert returns its row
    return int(row["number"])


def _held(desk: Desk, envelope: Envelope, expected: int) -> Decision:
    other = desk.connection.execute(
        "SELECT 1 FROM received WHERE party = %s AND sender = %s AND order_key = %s"
        " AND order_number = %s AND state = 'held'",
        [str(desk.party), str(envelope.sender), envelope.order_key, envelope.order_number],
    ).fetchone()
    if other is not None:
        return "refused", (_USED,), None
    early = Problem(
        "order.gap",
        "order.number",
        "前の順番の電文が届いていないため、保留しました。",
        f"{expected}番を待っています。",
        "前の電文が届けば、順に処理します。",
    )
    return "held", (early,), None


def _advance(desk: Desk, envelope: Envelope) -> None:
    desk.connection.execute(
        "UPDATE expected SET number = number + 1 WHERE party = %s AND sender = %s AND key = %s",
        [str(desk.party), str(envelope.sender), envelope.order_key],
    )


def _settle_held(desk: Desk, before: Envelope) -> None:
    """Handle what waited for `before`, one after the other, each with its `outcome`."""
    while True:
        row = desk.connection.execute(
            "SELECT r.id, r.raw FROM received r JOIN expected e"
            " ON (e.party, e.sender, e.key, e.number) = (r.party, r.sender, r.order_key, r.order_number)"
            " WHERE r.party = %s AND r.sender = %s AND r.order_key = %s AND r.state = 'held'",
            [str(desk.party), str(before.sender), before.order_key],
        ).fetchone()
        if row is None:
            return
        held = codec.read(row["raw"], desk.house.spec)
        state, problems, _reply = _handled(desk, held, HANDLERS.get((desk.party.node, held.kind)))
        desk.connection.execute(
            "UPDATE received SET problems = %s WHERE party = %s AND id = %s",
            [Jsonb([each.as_json() for each in problems]), str(desk.party), held.id],
        )
        if state != "held":
            desk.settle(held.id, codec.receipt(state, problems))
        _advance(desk, held)


_USED = Problem(
    "order.used",
    "order.number",
    "この順番の電文はすでに受け付けています。",
    "同じ順番で別の電文が届きました。",
    "順番を確かめて、新しい番号で送り直してください。",
)
