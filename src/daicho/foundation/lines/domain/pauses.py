"""Pauses (送り直すまでの間): how long to wait after the n-th failure, growing to a quarter of an hour."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

LONGEST: Final = timedelta(minutes=15)


def pause_after(failures: int, *, longest: timedelta = LONGEST) -> timedelta:
    """1 s, 2 s, 4 s … up to the longest."""
    return min(longest, timedelta(seconds=2 ** min(max(failures, 1) - 1, 20)))
