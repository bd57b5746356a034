"""Run (実行): what a kind of job is given while it works."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from daicho.kernel.access import Access


class Desk(Protocol):
    """Where a run's words and files go: the database in the worker, a list in a test."""

    @property
    def stopped(self) -> bool: ...

    def progress(self, done: int, total: int) -> None: ...

    def counted(self, wanted: int, made: int) -> None: ...

    def say(self, text: str) -> None: ...

    def keep(self, name: str, content: Iterable[bytes], media_type: str) -> None: ...


@dataclass(frozen=True, slots=True)
class JobRun:
    """One run. `access` is the asker's standing today, `key` the job's: a run that is taken up again after its
    machine died has the same key, and must not do twice what it did already.

    `parameters` are as they were asked for, dates in ISO 8601 and already resolved (「前月末」 is a day by now).
    """

    access: Access
    key: UUID
    parameters: Mapping[str, str]
    desk: Desk

    @property
    def stopped(self) -> bool:
        """Whether somebody asked to stop: what is done stays, the run ends cleanly by returning."""
        return self.desk.stopped

    def progress(self, done: int, total: int) -> None:
        """How far it is; cheap, call it as often as you like. Seen at once, whatever transaction is open."""
        self.desk.progress(done, total)

    def counted(self, wanted: int, made: int) -> None:
        """How many there were to make and how many were made (対象件数・出力件数, REG-094).

        A run whose two counts differ at its end, and that nobody stopped, does not end as done.
        """
        self.desk.counted(wanted, made)

    def say(self, text: str) -> None:
        """A line of the result, without personal data. ValueError for more than a page of them: keep a file."""
        self.desk.say(text)

    def keep(self, name: str, content: Iterable[bytes], media_type: str) -> None:
        """A result file, sealed as it is written, in the transaction that is open; a name kept again replaces."""
        self.desk.keep(name, content, media_type)
