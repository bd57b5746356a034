"""Law values (法令の数値): reading `laws/*.yaml` on a date. Code asks for the value of a day, never for "the" value."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any, Final

import yaml

from daicho.kernel.errors import Missing


@dataclass(frozen=True, slots=True)
class LawValue:
    """One row: in force from `from_on` until before `until_on`; `facts` are its other columns."""

    code: str
    title: str
    from_on: date
    until_on: date | None
    source: str
    facts: Mapping[str, Any]  # Any: numbers and texts of many tables

    def holds(self, day: date) -> bool:
        return self.from_on <= day and (self.until_on is None or day < self.until_on)


@cache
def table(name: str) -> tuple[LawValue, ...]:
    """All rows of one law file, in its order."""
    text = files("daicho.laws").joinpath(f"{name}.yaml").read_text(encoding="utf-8")
    return tuple(_row(raw) for raw in yaml.load(text, Loader=yaml.CSafeLoader)["values"])


def _row(raw: dict[str, Any]) -> LawValue:
    known = {"code", "title", "from", "until", "source"}
    return LawValue(
        code=raw["code"],
        title=raw["title"],
        from_on=raw["from"],
        until_on=raw.get("until"),
        source=raw["source"],
        facts=MappingProxyType({k: v for k, v in raw.items() if k not in known}),
    )


def in_force(name: str, day: date) -> tuple[LawValue, ...]:
    """The rows of a table that hold on a day."""
    return tuple(row for row in table(name) if row.holds(day))


def value_on(name: str, code: str, day: date) -> LawValue:
    """The row of a code that holds on a day; `Missing` when the law says nothing of that day."""
    for row in in_force(name, day):
        if row.code == code:
            return row
    raise Missing(
        f"{day:%Y-%m-%d}に効力のある定めがありません。",
        why=f"{name} の {code} に、この日の行がありません。",
        remedy="管理担当に、定めの追加を頼んでください。",
        code="law.no_value",
    )


ENOUGH_POINTS: Final = 2
"""What identifies a person (本人確認): one document that suffices alone, or two of those that go in pairs."""


def identity_points(documents: Iterable[str], day: date) -> int:
    """What identity documents count on a day: two for one that suffices, one for one of a pair, none when not in force."""
    counts = {
        row.code: ENOUGH_POINTS if row.facts["points"] == 1 else 1
        for row in in_force("identity_documents", day)
    }
    return sum(counts.get(code, 0) for code in dict.fromkeys(documents))
