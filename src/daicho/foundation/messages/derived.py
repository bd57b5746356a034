"""Derived items (計算で決まる項目): counts, lengths, flags, 清音化かな and 代替文字, made from the items beside them (DATA-020).

Nobody types these; who sends a message derives them with this, and who reads it refuses others (content.py).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from typing import Final

from daicho.foundation.messages.gaiji import gaiji_count, length_of, substitute
from daicho.foundation.messages.numbering import layout_named
from daicho.kernel.characters import juki_net_seion

COUNT: Final = "_gaiji_count"
LENGTH: Final = "_length"
GAIJI_OF_IDENTITY: Final = ("name", "address", "previous_address", "former_surname")
SUBSTITUTED: Final = {"name": "name", "address": "person_address"}
"""The texts of a person in 送付先情報 that have 代替文字, by what those are called."""


def derive(layout: str, fields: Mapping[str, str]) -> dict[str, str]:
    """The fields with all that is derived from them, of whatever the layout has; empty ones are left out.

    The fields are of one part: a person's, or in a dispatch layout a household's.
    """
    known = layout_named(layout)
    told = {name: value for name, value in fields.items() if value}
    if known.family == "identity":
        told |= _of_identity(told)
    elif "name" in told:
        told |= _of_addressee(told)
    for name, counted, count in _counts(layout):
        if text := told.get(counted, ""):
            told[name] = str(count(text))
    return told


@cache
def _counts(layout: str) -> tuple[tuple[str, str, Callable[[str], int]], ...]:
    """The counts and lengths that a layout has, each with the text that it counts, and how."""
    return tuple(
        (name, name.removesuffix(ending), count)
        for name in layout_named(layout).by_field
        for ending, count in ((COUNT, gaiji_count), (LENGTH, length_of))
        if name.endswith(ending)
    )


def flag(yes: bool) -> str:
    """A flag as an item has it."""
    return "1" if yes else "0"


def _of_identity(told: Mapping[str, str]) -> dict[str, str]:
    found = any(gaiji_count(told.get(name, "")) for name in GAIJI_OF_IDENTITY)
    made = {"gaiji": flag(found)}
    if "name_kana" in told:
        made["name_kana_seion"] = juki_net_seion(told["name_kana"])
    return made


def _of_addressee(told: Mapping[str, str]) -> dict[str, str]:
    made: dict[str, str] = {}
    results: list[str] = []
    patterns: list[str] = []
    for name, field in SUBSTITUTED.items():
        found = substitute(told.get(field, ""))
        results.append(found.result)
        patterns += found.patterns
        if found.positions:
            made[f"substituted_{name}"] = found.text
            made[f"substituted_{name}_positions"] = ",".join(map(str, found.positions))
    made["substitution_result"] = max(results)
    made["gaiji"] = flag(bool(patterns))
    if patterns:
        made["gaiji_patterns"] = ",".join(patterns)
    return made
