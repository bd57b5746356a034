"""Aliases (通称の記載及び削除に関する事項, 住基令30条の16): every one that a record has had, oldest first (STD-1.1.7)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from daicho.kernel.wareki import format_wareki
from daicho.registers.residents.domain.particulars import Particulars


def alias_history(history: Iterable[Particulars]) -> str:
    """What a sheet says of them, from a record's items as they were one after another.

    An item that came with the person (転出証明書) has only its last entry and deletion; those made here are all there.
    """
    told: dict[tuple[str, date, str], str] = {}
    alias = ""
    for items in history:
        if items.alias and items.alias_recorded_on:
            at = items.alias_recorded_municipality
            key = ("記載", items.alias_recorded_on, at)
            told.setdefault(key, _words(items.alias_recorded_on, at, "記載"))
        if items.alias_deleted_on:
            at = items.alias_deleted_municipality
            which = f"「{alias}」を" if alias else ""
            key = ("削除", items.alias_deleted_on, at)
            told.setdefault(key, _words(items.alias_deleted_on, at, f"{which}削除"))
        alias = items.alias or alias
    return "、".join(told.values())


def _words(day: date, municipality: str, what: str) -> str:
    return " ".join(part for part in (format_wareki(day), municipality, what) if part)
