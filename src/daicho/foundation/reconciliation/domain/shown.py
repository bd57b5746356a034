"""Shown (表示): the value of an item as a clerk reads it; what has no other form stands as it came."""

from __future__ import annotations

from daicho.foundation.messages.public import day_words
from daicho.foundation.reconciliation.domain.files import File


def shown(file: File, item: str, value: str) -> str:
    """In words."""
    if item == file.birth:
        return day_words(value[1:]) if value else ""
    return day_words(value) if item in file.dates and value else value
