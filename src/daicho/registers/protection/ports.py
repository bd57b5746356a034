"""Ports of protection (差込口): what is quoted of people and the letters sent to them come from above (`config/wiring.py`).

Unfilled, every port refuses: who cannot be asked about is not told of.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Never
from uuid import UUID

from daicho.kernel.access import Access
from daicho.kernel.errors import Unavailable


@dataclass(frozen=True, slots=True, kw_only=True)
class Quoted:
    """What the screens of a measure quote of one person (STD-1.1.16), as the register says today."""

    person: UUID
    record: UUID
    atena_number: str
    household_number: str
    name: str
    kana: str
    alias: str
    alias_kana: str
    birth: str
    sex: str
    address: str
    former_addresses: tuple[str, ...]
    domicile: str
    former_domiciles: tuple[str, ...]
    removed: str
    remarks: str
    destination_planned: str
    destination_confirmed: str


def _unfilled(*_asked: object) -> Never:
    raise Unavailable(
        "支援措置・抑止を確かめられません。",
        why="住民記録とつながっていません。",
        remedy="管理担当に連絡してください。確かめられるまで処理できません。",
        code="protection.port_unfilled",
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A letter about a measure to one of its people: its facts as (label, value); it goes out once an `occasion`."""

    kind: str
    record: UUID
    persons: tuple[UUID, ...]
    facts: tuple[tuple[str, str], ...]
    occasion: str


send_letter: Callable[[Access, Letter], str] = _unfilled
"""Sends a letter out with number, seal and copy, within the caller's own entry; returns its 発行番号."""

letters_sent: Callable[[Iterable[str]], frozenset[str]] = _unfilled
"""Of these occasions, those whose letter went out."""

sent_letter: Callable[[str], bytes | None] = _unfilled
"""The PDF of the letter of an occasion; None when none went out. Within the caller's own entry."""

quote: Callable[[Iterable[UUID]], Mapping[UUID, Quoted]] = _unfilled
"""The people of these keys, as the register says today; who has no record is left out."""

people_of_households: Callable[[Iterable[str], date], Mapping[str, tuple[UUID, ...]]] = _unfilled
"""By household number, whose record carries it on a day: the members, and those removed from it."""

moved_out_on: Callable[[Iterable[UUID], date], Mapping[UUID, date]] = _unfilled
"""Who of these lives here no more on a day, having moved out, and since when."""

person_of_atena_number: Callable[[str], UUID | None] = _unfilled
"""The person whom a 宛名番号 names."""
