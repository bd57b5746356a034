"""The clock (時計): the machine's, in Japanese time; the one place of this package that asks it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

TOKYO = timezone(timedelta(hours=9))


def now() -> datetime:
    """This instant, with its offset of nine hours."""
    return datetime.now(UTC).astimezone(TOKYO)


def stamp() -> str:
    """This instant as an envelope writes it: to the microsecond, with its offset."""
    return now().isoformat(timespec="microseconds")


def today() -> str:
    """Today as bodies write dates: `20261121`."""
    return now().strftime("%Y%m%d")
