"""Planting (差異を仕込む): the file of a town as its CS has it, and what is wrong beyond it; what each comparison must say of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, Final

import psycopg
from psycopg.types.json import Jsonb

from daicho.operations.bench.plants import (
    CODE,
    STATUS,
    Chosen,
    Line,
    alone,
    another,
    expected,
    spoilt,
    strangers,
)

MANY_GONE: Final = 2
_FIRST_DIGIT: Final = "9"
_PRESENT: Final = "現存"


@dataclass(slots=True)
class Planting:
    """`gone`: people of the register who are not present, with their codes. `states`: of the CS's last messages."""

    plants: Chosen
    gone: list[dict[str, str]]
    of_register: list[list[Any]] = field(default_factory=list)
    of_cs: list[list[Any]] = field(default_factory=list)
    states: dict[str, str] = field(default_factory=dict)
    _beyond: list[tuple[str, dict[str, str] | None]] = field(default_factory=list)
    _codes: list[str] = field(default_factory=list)

    def at_cs(self, lines: Iterable[Line]) -> Iterator[Line]:
        """The lines as the CS has them; who else it has comes last."""
        taken: set[str] = set()
        for line in lines:
            code = line["body"]["items"][CODE]
            if code.startswith(_FIRST_DIGIT):
                taken.add(code)
            if kept := self._as_kept(line, code):
                yield kept
        if not self.gone:
            return
        self._codes = strangers(taken, many=2)
        stayed, left = self.gone
        yield another(line, code=stayed["code"], person=stayed["person"])
        yield another(line, code=left["code"], person=left["person"], status="転出")
        yield another(line, code=self._codes[0], person="stranger")
        self._beyond.append((left["code"], {STATUS: _PRESENT}))
        self.of_register += [alone(stayed["person"]), alone("")]
        self.of_cs += [alone(left["person"]), alone("")]

    def _as_kept(self, line: Line, code: str) -> Line | None:
        person, at = line["person"], line["at"]
        if plant := self.plants.beyond.get(at):
            self.of_cs.append(expected(person, plant))
            self.states[person] = plant.state or ""
            self._beyond.append((code, dict(plant.theirs) if plant.theirs else None))
        elif plant := self.plants.at_cs.get(at):
            self.of_register.append(expected(person, plant))
            return spoilt(line, plant)
        return line

    def beyond(self, connection: psycopg.Connection) -> None:
        """What the prefecture and the nation have otherwise than the CS."""
        for code, theirs in self._beyond:
            if theirs is None:
                connection.execute("DELETE FROM identity WHERE code = %s", [code])
            else:
                connection.execute(
                    "UPDATE identity SET items = items || %s, status = coalesce(%s, status) WHERE code = %s",
                    [Jsonb(theirs), theirs.get(STATUS), code],
                )
        if self._codes:
            known, unknown = self._codes
            connection.execute(
                "INSERT INTO identity (party, code, municipality, status, items)"
                " SELECT party, %s, municipality, status, items || %s FROM identity WHERE code = %s",
                [unknown, Jsonb({CODE: unknown}), known],
            )
