"""Shown (表示): an item's value as a clerk reads it; what has no other form stands as it came."""

from __future__ import annotations

from typing import Final

from daicho.foundation.messages.public import day_words
from daicho.nodes.municipal_cs.domain import items as at

__all__ = ["day_words", "shown"]

_DATES: Final = frozenset({"14", "15", "16", at.EVENT_ON, at.CODE_USED_ON})
_FLAGS: Final = frozenset({at.FORBIDDEN, at.EXPECTED, at.EXCLUSIVE, at.GAIJI})


def shown(number: str, value: str) -> str:
    """The value of an item in words."""
    if not value:
        return ""
    if number == at.BIRTH:
        return day_words(value[1:])
    if number in _DATES:
        return day_words(value)
    if number in _FLAGS:
        return "あり" if value == "1" else "なし"
    return value
