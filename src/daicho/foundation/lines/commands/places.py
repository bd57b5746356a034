"""Places (順番): whether a numbered message is due, early, or repeats a number; its counter is locked meanwhile."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from daicho.foundation.lines.domain.parties import Party
from daicho.foundation.lines.envelopes import Order
from daicho.foundation.lines.models import ReceivedMessage
from daicho.kernel.errors import Problem


@dataclass(slots=True)
class Counter:
    """The number that is due next of one sender's key, how many that came too early are held, and which of them just now."""

    id: int
    next: int
    early: int
    just_held: set[int] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Place:
    """A message's place in its order when its turn came; `due` is the number that should have come."""

    counter: int
    number: int
    due: int
    is_due: bool
    is_early: bool
    others_wait: bool


@dataclass(slots=True)
class Counters:
    """The counters that this transaction has locked, as its messages use them."""

    _known: dict[int, Counter] = field(default_factory=dict)

    def place(self, row: Sequence[Any], sender: Party, order: Order | None) -> Place | None:
        """The place of a new message, which is used by it; `row` is its counter (id, next, early) as it was locked."""
        if order is None:
            return None
        counter = self._known.setdefault(row[0], Counter(*row))
        due, is_free = counter.next, _is_free(counter, sender, order)
        is_due, is_early = is_free and order.number == due, is_free and order.number > due
        if is_due:
            counter.next += 1
        elif is_early:
            counter.early += 1
            counter.just_held.add(order.number)
        others_wait = counter.early > 0 and order.number == due
        return Place(counter.id, order.number, due, is_due, is_early, others_wait)


def _is_free(counter: Counter, sender: Party, order: Order) -> bool:
    """Whether its number is not used, and no message that came too early has it."""
    if order.number < counter.next or order.number in counter.just_held:
        return False
    # Hardly ever is one held: nothing is asked, nor a question put together, for each message.
    return counter.early == 0 or not _is_held(sender, order)


def _is_held(sender: Party, order: Order) -> bool:
    held = ReceivedMessage.objects.filter(
        early=True, sender=str(sender), order_key=order.key, order_number=order.number
    )
    return held.exists()


def gap(place: Place) -> Problem:
    return Problem(
        "order.gap",
        "",
        "先に届くはずの電文がまだ届いていないため、保留しました。",
        f"順番 {place.due} の電文を待っています。",
        "先の電文が届けば、自動で処理します。",
    )


def used(place: Place) -> Problem:
    return Problem(
        "order.used",
        "",
        "同じ順番の電文を既に受け取っています。",
        f"順番 {place.number} は使われています。",
        "送り手が控えから戻されていないかを確かめ、電文を作り直して送ってください。",
    )
