"""The desk (処理の場): what an actor works with while it handles one message: the transaction, and its own out-tray."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from psycopg.types.json import Jsonb

from outside import codec
from outside.codec import Envelope
from outside.database import Database
from outside.house import House
from outside.parties import Party
from outside.problems import Problem, refuse


@dataclass(frozen=True, slots=True)
class Desk:
    """One party at work inside one transaction."""

    house: House
    connection: Database
    party: Party

    def queue(
        self,
        kind: str,
        receiver: Party,
        body: Mapping[str, Any],
        *,
        thread: str | None = None,
        subject: str | None = None,
        answers: str | None = None,
        settles: str | None = None,
    ) -> str:
        """Write a message of this party into the out-tray, signed; returns its id.

        `subject` names whom it is about (never sent): messages about one subject go to a receiver in order, numbered.
        `settles` is the message that is held until this one's receiver has spoken.
        """
        order = self._order(receiver, subject) if subject is not None else None
        envelope = codec.new(
            kind, self.party, receiver, body, thread=thread, answers=answers, order=order
        )
        raw = codec.write(envelope)
        self.connection.execute(
            "INSERT INTO sent (id, party, receiver, kind, thread, order_key, order_number, answers, settles, raw,"
            " signature) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)",
            [
                envelope.id,
                str(self.party),
                str(receiver),
                kind,
                envelope.thread,
                envelope.order_key,
                envelope.order_number,
                answers,
                settles,
                raw,
                self.house.signer(self.party).sign(raw),
            ],
        )
        return envelope.id

    def settle(self, message: str, outcome: Mapping[str, Any]) -> None:
        """Say what became of a message that this party holds; the first word counts."""
        row = self.connection.execute(
            "UPDATE received SET state = %s, problems = %s, settled_at = clock_timestamp()"
            " WHERE party = %s AND id = %s AND state = 'held' RETURNING sender, thread",
            [outcome["outcome"], Jsonb(outcome["problems"]), str(self.party), message],
        ).fetchone()
        if row is not None:
            sender = Party.parse(row["sender"])
            self.queue("outcome", sender, outcome, thread=str(row["thread"]), answers=message)

    def note(self, kind: str, about: str, body: Mapping[str, Any], *, thread: str) -> None:
        """Keep what was told, to be shown: it changes nothing else."""
        self.connection.execute(
            "INSERT INTO note (party, kind, about, thread, body) VALUES (%s, %s, %s, %s, %s)",
            [str(self.party), kind, about, thread, Jsonb(body)],
        )

    def _order(self, receiver: Party, subject: str) -> tuple[str, int]:
        row = self.connection.execute(
            "INSERT INTO given (party, receiver, subject, key, number) VALUES (%s, %s, %s, %s, 1)"
            " ON CONFLICT (party, receiver, subject) DO UPDATE SET number = given.number + 1"
            " RETURNING key, number",
            [str(self.party), str(receiver), subject, uuid4().hex],
        ).fetchone()
        assert row is not None  # an upsert returns its row
        return row["key"], row["number"]


@dataclass(frozen=True, slots=True)
class Accepted:
    """The message was taken, and had its effect; `problems` are remarks on it, nothing to be done."""

    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Answering:
    """A question's answer."""

    body: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Held:
    """The message was taken, and somebody else must speak first: an `outcome` follows."""

    problems: tuple[Problem, ...]


Reply = Accepted | Answering | Held
Handler = Callable[[Desk, Envelope], Reply]


def in_order(envelope: Envelope) -> None:
    """Refuse a message that must stand in its person's order and does not."""
    if envelope.order_key is None:
        raise refuse(
            "order.missing",
            "order",
            "順番のない更新です。",
            "この種類の電文は、一人ごとの順番を持ちます。",
            "順番を付けて送り直してください。",
        )
