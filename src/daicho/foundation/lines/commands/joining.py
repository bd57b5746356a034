"""Joining (まとめて処理): messages that come while others are being stored share the next transaction, its commit and its trips.

The trail is one chain, so that commits go one after the other: whoever waits for the one before joins those who wait too.
A transaction costs as much work as storing several messages. So while several come at once, the next one begins when one
more than the last time waits (up to `ENOUGH`: about half of a sender's, so that the others are on their way meanwhile), or
after as long as the last one took; whoever comes alone waits for nobody.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from threading import Condition, Lock
from time import monotonic
from typing import Final, Generic, TypeVar
from uuid import UUID

from django.db import DatabaseError

MOST: Final = 32
ENOUGH: Final = 4
LONGEST_WAIT: Final = 0.05  # seconds
Done = TypeVar("Done")
Work = TypeVar("Work")


class Apart(Exception):
    """These cannot share a transaction: each is to have its own."""


@dataclass(slots=True, eq=False)
class _Ticket(Generic[Work, Done]):
    key: UUID
    work: Work
    done: Done | None = None
    is_apart: bool = False


@dataclass(slots=True)
class Joining(Generic[Work, Done]):
    """`together` does several in one transaction, whole or (by `Apart`, or a database error) not at all; then, and
    for one that nobody joins, `alone` does each in the thread that brought it, where its own errors rise.
    """

    together: Callable[[Sequence[Work]], Sequence[Done]]
    alone: Callable[[Work], Done]
    _waiting: list[_Ticket[Work, Done]] = field(default_factory=list)
    _listing: Condition = field(default_factory=Condition)
    _working: Lock = field(default_factory=Lock)
    _last: int = 1
    _took: float = 0.0

    def take(self, key: UUID, work: Work) -> Done:
        """Have it done, alone or with others. Two of the same key are never in one transaction."""
        own: _Ticket[Work, Done] = _Ticket(key, work)
        with self._listing:
            self._waiting.append(own)
            self._listing.notify()
        while own.done is None and not own.is_apart:
            with self._working:
                if own.done is None and not own.is_apart:
                    group, began = self._next(), monotonic()
                    try:
                        self._do(group)
                        if own.is_apart:
                            # Here, so that whoever comes meanwhile gathers.
                            return self.alone(work)
                    finally:
                        self._took = monotonic() - began
        return self.alone(work) if own.done is None else own.done

    def _next(self) -> list[_Ticket[Work, Done]]:
        """Those who wait, the first first; of a message that came twice, one."""
        with self._listing:
            if self._last > 1:
                wanted, longest = min(self._last + 1, ENOUGH), min(self._took, LONGEST_WAIT)
                self._listing.wait_for(lambda: len(self._waiting) >= wanted, longest)
            found: dict[UUID, _Ticket[Work, Done]] = {}
            for each in self._waiting:
                if len(found) < MOST:
                    found.setdefault(each.key, each)
            self._waiting = [each for each in self._waiting if found.get(each.key) is not each]
            self._last = len(found)
        return list(found.values())

    def _do(self, group: list[_Ticket[Work, Done]]) -> None:
        try:
            if len(group) > 1:
                results = self.together([each.work for each in group])
                for each, done in zip(group, results, strict=True):
                    each.done = done
        except (Apart, DatabaseError):
            # Whichever it was: each finds out for itself.
            pass
        finally:
            for each in group:
                each.is_apart = each.done is None
