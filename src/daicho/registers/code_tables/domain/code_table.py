"""A code table (コード表): what one is: its columns, its code, who keeps it, under which law."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from daicho.kernel.errors import Problem
from daicho.registers.code_tables.domain.columns import Column, KeyRule, Kind
from daicho.registers.code_tables.domain.places import Values

Check = Callable[[str, Values], Iterable[Problem]]
Clash = Callable[[str, Values, str, Values], Problem | None]


def _no_problem(_code: str, _values: Values) -> Iterable[Problem]:
    return ()


def _no_clash(_code: str, _values: Values, _other: str, _theirs: Values) -> Problem | None:
    return None


@dataclass(frozen=True, slots=True)
class CodeTable:
    """One table. `check` looks at a row by itself, `clash` at two rows of different codes that hold on one day.

    `bounded`: its rows have a last day. `by_file`: rows can be taken over from a CSV file.
    """

    code: str
    title: str
    about: str
    keeper: str
    law: str
    key: KeyRule
    columns: tuple[Column, ...]
    check: Check = _no_problem
    clash: Clash = _no_clash
    bounded: bool = False

    @property
    def by_file(self) -> bool:
        return all(column.kind is not Kind.PICTURE for column in self.columns)

    def column(self, name: str) -> Column:
        return next(column for column in self.columns if column.name == name)
