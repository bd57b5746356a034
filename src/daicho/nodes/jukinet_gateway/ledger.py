"""Ledger of the gateway (受付記録): one SQLite file in its home, each line of which is on the disk before the next step.

A database server of its own would be much for one table that nobody else reads. Nothing depends on it: what was sent
and what came in is kept, signed, at both ends.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from threading import Lock
from typing import Any, Final

import structlog

from daicho.foundation.lines.domain.door import TurnedAway
from daicho.foundation.lines.domain.handing_on import (
    PER_PAGE,
    AtTheDoor,
    HandedOn,
    Outcome,
    Records,
    Wanted,
)
from daicho.kernel.clock import real_now
from daicho.kernel.errors import Unavailable

log = structlog.get_logger(__name__)
FILE: Final = "records.sqlite3"
LAST_AT_DOOR: Final = 20
_TABLES: Final = """
CREATE TABLE IF NOT EXISTS handed_on (
    message TEXT PRIMARY KEY, kind TEXT NOT NULL, sender TEXT NOT NULL, receiver TEXT NOT NULL, address TEXT NOT NULL,
    certificate TEXT NOT NULL, digest TEXT NOT NULL, size INTEGER NOT NULL, received_at REAL NOT NULL,
    attempted_at REAL NOT NULL, attempts INTEGER NOT NULL, passed_at REAL, answered_at REAL,
    outcome TEXT NOT NULL, answer_digest TEXT NOT NULL, words TEXT NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS handed_on_received ON handed_on (received_at);
CREATE INDEX IF NOT EXISTS handed_on_kind ON handed_on (kind);
CREATE TABLE IF NOT EXISTS turned_away (
    minute INTEGER NOT NULL, address TEXT NOT NULL, reason TEXT NOT NULL, claimed TEXT NOT NULL,
    serial TEXT NOT NULL, last_at REAL NOT NULL, times INTEGER NOT NULL,
    PRIMARY KEY (minute, address, reason, claimed)
) STRICT;
"""
_BEGIN: Final = """
INSERT INTO handed_on VALUES (:message, :kind, :sender, :receiver, :address, :certificate, :digest, :size, :at, :at, 1,
    NULL, NULL, 'waiting', '', '')
ON CONFLICT (message) DO UPDATE SET attempts = attempts + 1, attempted_at = excluded.attempted_at, address = excluded.address
WHERE digest = excluded.digest RETURNING attempts
"""
_ANSWERED: Final = """
UPDATE handed_on SET passed_at = ?, answered_at = ?, outcome = ?, answer_digest = ?, words = '' WHERE message = ?
"""
_DOOR: Final = """
INSERT INTO turned_away VALUES (?, ?, ?, ?, ?, ?, 1)
ON CONFLICT (minute, address, reason, claimed) DO UPDATE SET times = times + 1, last_at = excluded.last_at
"""
_TIMES: Final = ("received_at", "attempted_at", "passed_at", "answered_at", "last_at")
_SETTLED: Final = """
UPDATE handed_on SET answered_at = ?, outcome = ?, words = '' WHERE message = ? AND outcome = 'waiting'
"""


class Ledger:
    """The open file; many threads may use it."""

    def __init__(self, path: Path) -> None:
        path.touch(mode=0o600)
        self._lock = Lock()
        self._connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        self._connection.row_factory = sqlite3.Row
        self._do("PRAGMA journal_mode = WAL")
        # Each statement is a transaction, and on the disk when it returns.
        self._do("PRAGMA synchronous = FULL")
        self._connection.executescript(_TABLES)

    def close(self) -> None:
        self._connection.close()

    def begin(self, record: HandedOn) -> bool:
        """Write that a message came; again, a further attempt of its record. False where it stands with other bytes."""
        names = (
            "message",
            "kind",
            "sender",
            "receiver",
            "address",
            "certificate",
            "digest",
            "size",
        )
        given: dict[str, object] = {name: getattr(record, name) for name in names}
        return bool(self._do(_BEGIN, given | {"at": record.received_at.timestamp()}))

    def answered(
        self, message: str, *, passed_at: datetime, outcome: Outcome, answer_digest: str
    ) -> None:
        """Write what the receiver said."""
        now = real_now().timestamp()
        self._do(_ANSWERED, [passed_at.timestamp(), now, outcome.value, answer_digest, message])

    def settled(self, message: str, outcome: Outcome) -> None:
        """Write what a later message said of one whose answer the gateway never had (it was killed with it)."""
        self._do(_SETTLED, [real_now().timestamp(), outcome.value, message])

    def failed(self, message: str, words: str) -> None:
        """Write why it could not be handed on; what was said before stays."""
        self._do("UPDATE handed_on SET words = ? WHERE message = ?", [words, message])

    def turn_away(self, found: TurnedAway, address: str) -> None:
        """Write down who got nothing; the same within a minute is counted. A ledger that is away is only logged."""
        at, claimed = real_now().timestamp(), str(found.claimed or "")
        log.warning("gateway.turned_away", address=address, reason=found.reason.value)
        try:
            self._do(_DOOR, [int(at // 60), address, found.reason.value, claimed, found.serial, at])
        except Unavailable:
            log.exception("gateway.turned_away_unrecorded", address=address)

    def page(self, wanted: Wanted) -> Records:
        """One page; past the end, the last one."""
        where, given = _conditions(wanted)
        (row,) = self._do(f"SELECT count(*) AS n FROM handed_on WHERE {where}", given)
        total = int(row["n"])
        page = min(max(wanted.page, 1), max(1, -(-total // PER_PAGE)))
        rows = self._do(
            f"SELECT * FROM handed_on WHERE {where} ORDER BY received_at DESC, message LIMIT ? OFFSET ?",
            [*given, PER_PAGE, (page - 1) * PER_PAGE],
        )
        kinds = self._do("SELECT DISTINCT kind FROM handed_on ORDER BY kind")
        door = self._do("SELECT * FROM turned_away ORDER BY last_at DESC LIMIT ?", [LAST_AT_DOOR])
        return Records(
            total=total,
            page=page,
            rows=tuple(HandedOn(**_plain(row)) for row in rows),
            kinds=tuple(row["kind"] for row in kinds),
            turned_away=tuple(AtTheDoor(**_plain(row, without="minute")) for row in door),
        )

    def erase_before(self, moment: datetime) -> int:
        """Erase what is older, and say how many records."""
        gone = self._do(
            "DELETE FROM handed_on WHERE attempted_at < ? RETURNING 1", [moment.timestamp()]
        )
        self._do("DELETE FROM turned_away WHERE last_at < ?", [moment.timestamp()])
        return len(gone)

    def _do(
        self, statement: str, given: Sequence[object] | dict[str, object] = ()
    ) -> list[sqlite3.Row]:
        try:
            with self._lock:
                return self._connection.execute(statement, given).fetchall()
        except sqlite3.Error as error:
            raise Unavailable(
                "受付記録に書けません。",
                why=f"{type(error).__name__}: {error}",
                remedy="置き場のディスクの空きと権限を確かめてください。",
                code="gateway.ledger",
            ) from error


def _conditions(wanted: Wanted) -> tuple[str, list[object]]:
    """The narrowing of a list, its values apart."""
    parts, given = ["1"], list[object]()
    for name in ("outcome", "kind", "sender"):
        if value := getattr(wanted, name):
            parts.append(f"{name} = ?")
            given.append(value)
    for moment, sign in ((wanted.since, ">="), (wanted.until, "<")):
        if moment is not None:
            parts.append(f"received_at {sign} ?")
            given.append(moment.timestamp())
    return " AND ".join(parts), given


def _plain(row: sqlite3.Row, *, without: str = "") -> dict[str, Any]:  # Any: what a column holds
    found = {name: row[name] for name in row.keys() if name != without}  # noqa: SIM118  # a Row iterates its values
    for name in _TIMES:
        if found.get(name) is not None:
            found[name] = datetime.fromtimestamp(found[name], tz=real_now().tzinfo)
    if "outcome" in found:
        found["outcome"] = Outcome(found["outcome"])
    return found


def begin_of_keeping(days: int) -> datetime:
    """Before which records are erased."""
    return real_now() - timedelta(days=days)
