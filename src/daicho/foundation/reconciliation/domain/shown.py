"""Shown (表示): the value of an item as a clerk reads it; what has no other form stands as it came."""

from __future__ import annotations

from typing import Final

from daicho.foundation.messages.public import day_words
from daicho.foundation.reconciliation.domain.comparing import BIRTH

_DATES: Final = frozenset({"22", "25"})


def shown(number: str, value: str) -> str:
    """In words."""
    if number == BIRTH:
        return day_words(value[1:]) if value else ""
    return day_words(value) if number in _DATES and value else value
