"""What every actor takes: the later word on a message that was held (`outcome`), and 稼働状況."""

from __future__ import annotations

from psycopg.types.json import Jsonb

from outside.codec import Envelope
from outside.desk import Accepted, Answering, Desk, Reply
from outside.problems import refuse


def take_outcome(desk: Desk, envelope: Envelope) -> Reply:
    """Settle the message of ours that was held; also when the word that it is held was lost on the way."""
    found = desk.connection.execute(
        "UPDATE sent SET state = %s, problems = %s, settled_at = clock_timestamp()"
        " WHERE id = %s AND party = %s AND receiver = %s AND state IN ('waiting', 'held') RETURNING id",
        [
            envelope.body["outcome"],
            Jsonb(envelope.body["problems"]),
            envelope.answers,
            str(desk.party),
            str(envelope.sender),
        ],
    ).fetchone()
    if found is None:
        raise refuse(
            "outcome.unknown",
            "answers",
            "保留中の電文がありません。",
            "この結果が答える電文を、保留として送っていません。",
            "答える電文の番号を確かめてください。",
        )
    return Accepted()


def take_status(_desk: Desk, _envelope: Envelope) -> Reply:
    """Say that this party is at work: one that is not says nothing."""
    return Answering({"state": "running"})
