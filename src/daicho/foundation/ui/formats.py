"""Formats (書式): how dates, money and hidden values look on a screen (STD-1.1.9)."""

from __future__ import annotations

from datetime import date, datetime
from typing import Final, Protocol, runtime_checkable

from daicho.kernel.clock import TOKYO
from daicho.kernel.wareki import format_seireki, format_wareki

MASK: Final = "●●●●●●●●"


@runtime_checkable
class Displayable(Protocol):
    """A legal date, which may be partly unknown, and says itself how it is written."""

    def display(self) -> str: ...


def wareki(value: object) -> str:
    """令和8年11月20日; an instant is read in Tokyo; None is empty."""
    on = _day_of(value)
    return "" if on is None else format_wareki(on)


def seireki(value: object) -> str:
    """2026年11月20日: for a foreign resident's birth date and the end of a period of stay."""
    on = _day_of(value)
    return "" if on is None else format_seireki(on)


def moment(value: object) -> str:
    """令和8年11月20日 9時05分, in Tokyo; None is empty."""
    if not isinstance(value, datetime):
        return wareki(value)
    there = value.astimezone(TOKYO)
    return f"{format_wareki(there.date())} {there.hour}時{there.minute:02d}分"


def legal_date(value: object) -> str:
    """A legal date as the register writes it; None is empty."""
    return value.display() if isinstance(value, Displayable) else ""


def masked(value: object, shown: int = 0) -> str:
    """Circles in place of a value, always as many; `shown` last characters may stay."""
    text = "" if value is None else str(value)
    if not text:
        return ""
    return f"{MASK}{text[-shown:]}" if 0 < shown < len(text) else MASK


def yen(value: object) -> str:
    """1,234円; a reduction as −1,234円; None is empty."""
    if not isinstance(value, int):
        return ""
    sign = "−" if value < 0 else ""
    return f"{sign}{abs(value):,}円"


def _day_of(value: object) -> date | None:
    if isinstance(value, datetime):
        return value.astimezone(TOKYO).date()
    return value if isinstance(value, date) else None
