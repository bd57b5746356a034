"""Given (提供する事項, 住基法12条の4第2項): the body of `wide_area.request.answer` from our own records. Pure.

本籍, 筆頭者 and 個別事項 are never in it (12条の4第1項 leaves out 7条5号・9号から12号まで・14号). 世帯主・続柄, the two numbers and the
items of 30条の45 are told only where they were asked for.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from uuid import UUID

from daicho.foundation.messages.public import birth_text, date_text, day_text
from daicho.gateways.wide_area.domain.wish import Include
from daicho.kernel.characters import search_fold_name
from daicho.kernel.uncertain_dates import LegalDate
from daicho.registers.residents.domain.particulars import Kind, Particulars, ResidenceCategory

_TEXTS: Final = (
    "name_alphabet",
    "name_kanji",
    "name_kana",
    "former_surname",
    "former_surname_kana",
    "alias",
    "alias_kana",
)
_RESIDENCE: Final = (
    "nationality",
    "residence_status",
    "residence_card_number",
    "special_permanent_number",
)


@dataclass(frozen=True, slots=True)
class Given:
    """One person who is told of: the items of today, and the plain numbers within this call."""

    items: Particulars
    code: str = ""
    number: str = ""


def is_asked_for(items: Particulars, *, name: str, birth_on: str) -> bool:
    """Whether the name and the day of birth of a request are this person's; a foreigner may be named in any form."""
    names = (items.name, items.name_kanji, items.name_alphabet, items.alias)
    folded = {search_fold_name(text) for text in names if text}
    return search_fold_name(name) in folded and birth_on == birth_text(items.birth_date)


def numbers_wanted(include: Collection[str], items: Particulars) -> tuple[UUID, ...]:
    """References to the numbers that were asked for."""
    wanted = (
        items.resident_record_code_ref if Include.CODE in include else None,
        items.individual_number_ref if Include.NUMBER in include else None,
    )
    return tuple(ref for ref in wanted if ref is not None)


def answer_body(
    people: Sequence[Given], *, include: Collection[str], reference: str, municipality: str
) -> dict[str, Any]:
    """The body of the answer; all the people are of one household, in 記載順位."""
    first = people[0].items
    body: dict[str, Any] = {
        "reference": reference,
        "municipality": municipality,
        "address": first.full_address,
        "people": [_person(each, include) for each in people],
    }
    if Include.RELATIONSHIP in include and first.head_name:
        body["head"] = first.head_name
    return body


def _person(given: Given, include: Collection[str]) -> dict[str, Any]:
    items = given.items
    told: dict[str, Any] = {name: getattr(items, name) for name in _TEXTS}
    told |= {
        "name": items.name if items.kind is Kind.JAPANESE else "",
        "birth_on": birth_text(items.birth_date),
        "birth_words": items.birth_date.display(),
        "sex": items.sex.label,
        "resident_since": _dated(items.resident_since),
        "foreign_resident_since": _dated(items.foreign_resident_since),
        "address_since": _dated(items.address_since),
        "notification_date": _day(items.notification_date),
        "previous_address": items.previous_address,
    }
    if Include.RELATIONSHIP in include:
        told["relationship"] = items.relationship_to_head
    if Include.CODE in include:
        told["resident_record_code"] = given.code
    if Include.NUMBER in include:
        told["individual_number"] = given.number
    if Include.RESIDENCE in include:
        told |= _residence(items)
    return {name: value for name, value in told.items() if value}


def _residence(items: Particulars) -> Mapping[str, str]:
    category = items.residence_category
    period = items.residence_period or items.landing_period or items.provisional_stay_period
    return {
        **{name: getattr(items, name) for name in _RESIDENCE},
        "residence_category": "" if category is ResidenceCategory.NONE else category.value,
        "residence_period": period,
        "residence_until": _day(items.residence_until),
    }


def _dated(day: LegalDate | None) -> str:
    return date_text(day) if day else ""


def _day(day: date | None) -> str:
    return day_text(day) if day else ""
