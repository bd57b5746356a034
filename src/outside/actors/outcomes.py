"""What every actor takes: the later word on a message that was held (`outcome`), and 稼働状況."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from psycopg.types.json import Jsonb

from outside.codec import Envelope
from outside.desk import Accepted, Answering, Desk, Reply
from outside.problems import Problem, refuse


def take_outcome(desk: Desk, envelope: Envelope) -> Reply:
    """Settle the message of ours that was held; also when the word that it is held was lost on the way."""
    found = desk.connection.execute(
        "UPDATE sent SET state = %s, problems = %s, settled_at = clock_timestamp()"
        " WHERE id = %s AND party = %s AND receiver = %s AND state IN ('waiting', 'held') RETURNING settles",
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
    tell_back(desk, found["settles"], envelope.body)
    return Accepted()


def tell_back(desk: Desk, settles: UUID | None, outcome: Mapping[str, Any]) -> None:
    """What the nation said to what a prefecture passed on goes back to whoever had sent it, in the nation's own words."""
    if settles is None:
        return
    said = list(outcome["problems"])
    if outcome["outcome"] == "refused":
        said.insert(0, _NATION_REFUSED.as_json())
    desk.settle(str(settles), {"outcome": outcome["outcome"], "problems": said})


def take_status(_desk: Desk, _envelope: Envelope) -> Reply:
    """Say that this party is at work: one that is not says nothing."""
    return Answering({"state": "running"})


_NATION_REFUSED = Problem(
    "nation.refused",
    "",
    "全国サーバ（機構）が受け付けませんでした。",
    "都道府県が受け付けて通知したものを、全国サーバが拒否しました。",
    "続く理由を確かめ、元の記録を直して、改めて送ってください。",
)
