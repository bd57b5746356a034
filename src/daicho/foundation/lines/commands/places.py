"""Places (順番): whether a numbered message is due, early, or repeats a number; the counter is locked meanwhile."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.db import connection

from daicho.foundation.lines.domain.parties import Party
from daicho.foundation.lines.envelopes import Order
from daicho.foundation.lines.models import ReceivedMessage
from daicho.kernel.errors import Problem

_LOCK: Final = """
INSERT INTO lines_arrivalorder (sender, key, next, early) VALUES (%s, %s, 1, 0)
ON CONFLICT (sender, key) DO UPDATE SET next = lines_arrivalorder.next RETURNING id, next, early
"""
_USE: Final = "UPDATE lines_arrivalorder SET next = next + %s, early = early + %s WHERE id = %s"


@dataclass(slots=True)
class Place:
    """A message's place in its order; `due` is the number that should come now."""

    counter: int
    number: int
    due: int
    early_ones: int
    is_taken: bool = False

    @property
    def is_due(self) -> bool:
        return self.number == self.due

    @property
    def is_early(self) -> bool:
        return self.number > self.due and not self.is_taken

    def use(self) -> None:
        """Count the message: its number is used up, or it waits for those before it."""
        if self.is_due or self.is_early:
            with connection.cursor() as cursor:
                cursor.execute(_USE, [int(self.is_due), int(self.is_early), self.counter])


def place_of(sender: Party, order: Order) -> Place:
    """The place of a message that came; others of the same order wait until this transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute(_LOCK, [str(sender), order.key])
        row = cursor.fetchone()
    if row is None:
        raise RuntimeError("an order was not found")
    place = Place(row[0], order.number, row[1], row[2])
    if place.is_early and place.early_ones:
        place.is_taken = ReceivedMessage.objects.filter(
            early=True, sender=str(sender), order_key=order.key, order_number=order.number
        ).exists()
    return place


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
        "順番を確かめて、新しい電文として送ってください。",
    )
