"""Scan (一括処理の対象): which present residents bulk work looks for, as plain data."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class Scan:
    """Present residents of a day who fit all that is set.

    `towns`: 町字コード; `domiciles`: what their 本籍 begins with; `unread`: Japanese whose reading is not confirmed;
    `born`: first and last day of birth; `sex` and `kind`: codes of `Sex` and `Kind`, blank for either.
    """

    day: date
    towns: tuple[str, ...] = ()
    domiciles: tuple[str, ...] = ()
    unread: bool = False
    born: tuple[date, date] | None = None
    sex: str = ""
    kind: str = ""
