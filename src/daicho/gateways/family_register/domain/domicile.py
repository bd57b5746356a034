"""Domicile (本籍): whose municipality a written 本籍 belongs to; the register holds it as text."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Final

from daicho.kernel.addresses import Municipality, municipalities
from daicho.kernel.characters import search_fold_name

NONE: Final = frozenset({"", "なし", "無し", "不明", "本籍なし", "本籍不明", "無籍"})
"""What the register says of somebody without a 本籍 (STD-1.1.7)."""


def has_domicile(text: str) -> bool:
    """Whether there is a 本籍地 that can be told anything."""
    return text.strip() not in NONE


def municipality_in(text: str) -> Municipality | None:
    """The municipality with whose name a 本籍 begins, with or without its prefecture; None where it is not certain."""
    key = search_fold_name(text)
    for names in (_full_names(), _own_names()):
        fitting = [(len(name), name) for name in names if key.startswith(name)]
        if fitting:
            found = names[max(fitting)[1]]
            return found[0] if len(found) == 1 else None
    return None


@cache
def _full_names() -> dict[str, list[Municipality]]:
    return _by_name((search_fold_name(m.full_name), m) for m in municipalities())


@cache
def _own_names() -> dict[str, list[Municipality]]:
    return _by_name((search_fold_name(m.name), m) for m in municipalities())


def _by_name(named: Iterable[tuple[str, Municipality]]) -> dict[str, list[Municipality]]:
    found: dict[str, list[Municipality]] = {}
    for name, municipality in named:
        found.setdefault(name, []).append(municipality)
    return found


def notified_to(municipality: Municipality) -> str:
    """The code that a notice names: of a ward of a designated city the city, which has the one CS (住基法38条)."""
    return municipality.city_code or municipality.code
