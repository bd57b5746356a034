"""Matching a notice (通知対象者の突合, IMM-006): whom a 長官通知 is about, and the draft that it opens. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from daicho.business.movements.domain.editing import SHOWN, edit_path, fields_for, text_of
from daicho.business.movements.domain.immigration_notice import ITEMS
from daicho.kernel.characters import search_fold_name
from daicho.registers.residents.domain.particulars import Kind, Particulars, Status
from daicho.registers.residents.domain.segments import Holding


@dataclass(frozen=True, slots=True)
class Told:
    """What a notice says: of whom (as the agency knows them), since when, and what is new."""

    number: str
    noticed_on: date
    effect: str
    event_on: date
    ground: str
    card_number: str
    name: str
    birth: str
    sex: str
    items: Mapping[str, str]


def match(told: Told, found: Iterable[Holding]) -> Holding | None:
    """The one present foreigner who is meant; None when it is nobody, or not certain.

    With a card number it must be that person's, and the birth date must agree; without one, name, birth date and
    sex must be those of one person alone.
    """
    fitting = [h for h in found if _fits(told, h)]
    return fitting[0] if len(fitting) == 1 else None


def _fits(told: Told, held: Holding) -> bool:
    items = held.particulars
    if items.kind is not Kind.FOREIGN or held.status is not Status.PRESENT:
        return False
    if items.birth_date.display() != told.birth:
        return False
    if told.card_number:
        return told.card_number in (items.residence_card_number, items.special_permanent_number)
    same_name = search_fold_name(items.name_alphabet) == search_fold_name(told.name)
    return same_name and (not told.sex or items.sex.value == told.sex)


def draft_of(told: Told, held: Holding) -> dict[str, str]:
    """The payload of the draft: what the register says, but for what the notice says anew."""
    items: Particulars = held.particulars
    person = held.person
    values: dict[str, Any] = {
        spec.name: told.items.get(spec.name) or text_of(items, spec)
        for spec in fields_for(ITEMS, items.kind)
    }
    paper = {edit_path(person, name): value for name, value in values.items() if value}
    paper |= {f"selected.{person}": "on", edit_path(person, SHOWN): "on"}
    paper |= {
        "event_date": told.event_on.isoformat(),
        "noticed_on": told.noticed_on.isoformat(),
        "notice_number": told.number,
        "effect": told.effect,
    }
    return paper | ({"removal_ground": told.ground} if told.ground else {})
