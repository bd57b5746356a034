"""Numbering (項目番号と項目名): items by number to fields by name and back, and from one city's layout to another's (DATA-016, 017)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from daicho.foundation.messages.gaiji import gaiji_count
from daicho.foundation.messages.layouts import LAYOUTS, Layout
from daicho.kernel.errors import Invalid, Problem

_COUNTED: Final = {"former_surname_gaiji_count": "former_surname"}
"""Counts that only some layouts have, and what they count."""


def layout_named(name: str) -> Layout:
    """The layout of a name; `Invalid` when there is none."""
    found = LAYOUTS.get(name)
    if found is None:
        raise Invalid(
            [
                Problem(
                    "message.layout",
                    "layout",
                    "項目の並びの名前が正しくありません。",
                    f"あるのは {'、'.join(LAYOUTS)} です。",
                    "市区町村の設定（本人確認情報・送付先情報の項目）を確かめてください。",
                )
            ]
        )
    return found


def canonical(layout: str, items: Mapping[str, str]) -> dict[str, str]:
    """Items by number as fields by name. `Invalid` for a number that the layout does not have."""
    known = layout_named(layout).by_number
    _refuse_strangers(layout, [number for number in items if number not in known])
    return {known[number].field: value for number, value in items.items()}


def numbered(layout: str, fields: Mapping[str, str]) -> dict[str, str]:
    """Fields by name as items by number, in the layout's order; empty ones are left out.

    `Invalid` for a field that the layout does not have.
    """
    known = layout_named(layout).by_field
    _refuse_strangers(layout, [name for name in fields if name not in known])
    return {item.number: fields[name] for name, item in known.items() if fields.get(name)}


def project(source: str, target: str, items: Mapping[str, str]) -> dict[str, str]:
    """Items of one layout in another of its family: by field, never by number.

    What the target lacks falls away; a count that the source lacks is counted.
    """
    if layout_named(source).family != layout_named(target).family:
        raise ValueError(f"{source} and {target} are not of one family")
    fields = canonical(source, items)
    known = LAYOUTS[target].by_field
    kept = {name: value for name, value in fields.items() if name in known}
    for name, counted in _COUNTED.items():
        if name in known and counted in kept:
            kept.setdefault(name, str(gaiji_count(kept[counted])))
    return numbered(target, kept)


def _refuse_strangers(layout: str, names: list[str]) -> None:
    if names:
        raise Invalid(
            [
                Problem(
                    "message.unknown_item",
                    f"items.{name}",
                    f"{layout} にない項目があります。",
                    "定めた項目のほかは受け渡しません。",
                    "項目の並びが市区町村の設定と合っているか確かめてください。",
                )
                for name in names
            ]
        )
