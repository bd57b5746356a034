"""Departure certificate on the line (転出証明書情報, 住基法24条の2): what goes to the new municipality, and what comes of it. Pure.

Out: the items of a 転出証明書 of everybody whom one 特例転出 removes. In: the document that `movements.open_special_move_in`
quotes, so that a clerk types none of it again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from daicho.foundation.messages.public import birth_text, day_text
from daicho.gateways.jukinet.domain.dates import typed
from daicho.gateways.jukinet.domain.identity import Numbers
from daicho.registers.residents.domain.particulars import Kind, Particulars

_TEXTS: Final = (
    "name",
    "name_alphabet",
    "name_kanji",
    "name_kana",
    "domicile",
    "family_register_head",
    "former_surname",
    "former_surname_kana",
    "nationality",
    "residence_status",
    "residence_period",
    "residence_card_number",
    "special_permanent_number",
    "landing_period",
    "provisional_stay_period",
    "alias",
    "alias_kana",
    "alias_recorded_municipality",
    "alias_recorded_municipality_code",
    "alias_deleted_municipality",
    "alias_deleted_municipality_code",
    "basic_pension_number",
    "pension_type",
    "card_status",
)
_DAYS: Final = (
    "residence_until",
    "alias_recorded_on",
    "alias_deleted_on",
    "nhi_acquired_on",
    "nhi_lost_on",
    "late_elderly_acquired_on",
    "late_elderly_lost_on",
    "ltc_acquired_on",
    "ltc_lost_on",
    "pension_type_changed_on",
    "pension_acquired_on",
    "pension_lost_on",
)
_FLAGS: Final = ("nhi_insured", "late_elderly_insured", "ltc_insured", "pension_insured")
_CHECKS: Final = ("name_kana_confirmed", "former_surname_kana_confirmed", "alias_kana_confirmed")
_MONTHS: Final = ("child_allowance_start_month", "child_allowance_end_month")


@dataclass(frozen=True, slots=True)
class Leaving:
    """One person whom a 特例転出 removes: the items before, and the plain numbers within this call."""

    items: Particulars
    numbers: Numbers


def departure_body(
    people: Sequence[Leaving], *, reference: str, move_out_on: date
) -> dict[str, Any]:
    """The body of `departure.certificate`; all of them leave one household for one destination."""
    first = people[0].items
    origin = {
        "municipality": first.municipality_code,
        "address": first.full_address,
        "postal_code": first.postal_code,
        "head": first.head_name,
    }
    to = {
        "municipality": first.destination_planned_code[:6],
        "address": first.destination_planned,
        "postal_code": first.destination_planned_postal,
    }
    return {
        "destination": {name: text for name, text in to.items() if text},
        "origin": {name: text for name, text in origin.items() if text},
        "reference": reference,
        "move_out_on": day_text(move_out_on),
        "card_holders": [at for at, each in enumerate(people) if each.items.card_status],
        "people": [_person(each) for each in people],
    }


def _person(leaving: Leaving) -> dict[str, Any]:
    items = leaving.items
    told: dict[str, Any] = {"kind": items.kind.value}
    told |= {name: text for name in _TEXTS if (text := getattr(items, name))}
    told |= {name: day_text(day) for name in _DAYS if (day := getattr(items, name))}
    told |= {name: flag for name in _FLAGS if (flag := getattr(items, name)) is not None}
    told |= {name: True for name in _CHECKS if getattr(items, name)}
    told |= {name: text.replace("-", "") for name in _MONTHS if (text := getattr(items, name))}
    told |= {
        "birth_date": birth_text(items.birth_date),
        "birth_date_words": items.birth_date.display(),
        "sex": items.sex.value,
        "relationship": items.relationship_to_head,
        "residence_category": items.residence_category.value,
        "resident_record_code": leaving.numbers.code,
        "individual_number": leaving.numbers.individual,
    }
    return {name: value for name, value in told.items() if value != ""}


def quoted_document(body: Mapping[str, Any]) -> dict[str, Any]:
    """What `movements.open_special_move_in` takes, made of a received body: texts as a clerk would type them."""
    origin = body["origin"]
    document = {
        "previous_municipality": origin["municipality"],
        "previous_address": origin["address"],
        "previous_postal_code": origin.get("postal_code", ""),
        "previous_head": origin.get("head", ""),
        "certificate_reference": body["reference"],
        "people": [_quoted(person) for person in body["people"]],
    }
    return {name: value for name, value in document.items() if value}


def _quoted(person: Mapping[str, Any]) -> dict[str, Any]:
    told = {name: value for name, value in person.items() if name != "birth_date_words"}
    told["birth_date"] = person.get("birth_date_words") or typed(person["birth_date"][1:])
    if person["kind"] == Kind.FOREIGN.value:
        told["birth_date"] = typed(person["birth_date"][1:])
    for name in _DAYS:
        if name in told:
            told[name] = typed(told[name])
    for name in _MONTHS:
        if name in told:
            told[name] = f"{told[name][:4]}-{told[name][4:]}"
    return told
