"""Posted values (送られた値): numbers and keys as a browser sends them; what is no number is the default, never a crash."""

from __future__ import annotations

from typing import Protocol
from uuid import UUID

LARGEST = 10**9


class Values(Protocol):
    """The part of Django's QueryDict that is read."""

    def get(self, key: str, default: str, /) -> str | None: ...


def number_of(values: Values, name: str, *, otherwise: int) -> int:
    """A whole number from 0 up, or `otherwise`."""
    text = (values.get(name, "") or "").strip()
    return min(int(text), LARGEST) if text.isascii() and text.isdecimal() else otherwise


def key_of(text: str) -> UUID | None:
    """An opaque key, or None."""
    try:
        return UUID(text)
    except ValueError:
        return None
