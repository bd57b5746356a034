"""Postings (送付先情報の一通): the fields of one household's envelope and of each person in it. Pure.

Field names are those of the layouts in `foundation.messages`; the municipality's own layout gives them their numbers, and
what follows from the characters (項目長, 外字数, 代替文字) is the layout's (`messages.derive`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any, Final

from daicho.foundation.messages.public import birth_text, day_text, derive, numbered
from daicho.gateways.dispatch.domain.places import Place
from daicho.gateways.dispatch.domain.roman import is_written
from daicho.registers.residents.domain.particulars import Kind, Particulars

_REFERENCE: Final = re.compile(r"[0-9A-Za-z][0-9A-Za-z_-]{0,39}")
_OFFICES: Final = ("municipality", "issuing_place", "card_place")


@dataclass(frozen=True, slots=True)
class Office:
    """市町村, 交付場所 or カード送付場所, as the town's profile has it."""

    name: str
    postal_code: str
    address: str
    phone: str


@dataclass(frozen=True, slots=True)
class Roman:
    """ローマ字 of a name and of a 旧氏, as the desk confirmed them; empty where nobody asked for them."""

    name: str = ""
    former_surname: str = ""


@dataclass(frozen=True, slots=True)
class Addressee:
    """One person of a posting; the plain numbers live within the call that sends it."""

    items: Particulars
    code: str
    number: str
    roman: Roman


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    """One household's: what it is called, where it goes, who made it when, and the town's own places."""

    number: str
    place: Place
    municipality_code: str
    municipality: Office
    issuing_place: Office | None
    card_place: Office | None
    processed_on: date
    operator: str
    terminal: str
    print_class: str


def body_of(layout: str, envelope: Envelope, people: Sequence[Addressee]) -> dict[str, Any]:
    """The body of `dispatch.information`: one household, one posting."""
    own = derive(layout, _household(envelope, len(people)))
    return {
        "layout": layout,
        "households": [
            {
                "items": numbered(layout, own),
                "people": [
                    {"items": numbered(layout, derive(layout, _person(each)))} for each in people
                ],
            }
        ],
    }


def registered_place(items: Particulars, head: str) -> Place:
    """The registered address, addressed to the head of the household."""
    return Place(items.postal_code, items.full_address, head or items.printed_name)


def terminal_id(name: str) -> str:
    """操作端末ＩＤ of a terminal: its name where that is letters and digits, else a mark that stands for it."""
    if _REFERENCE.fullmatch(name):
        return name
    return f"t-{sha256(name.encode()).hexdigest()[:12]}"


def _household(envelope: Envelope, people: int) -> Mapping[str, str]:
    told = {
        "dispatch_number": envelope.number,
        "postal_code": envelope.place.postal_code,
        "address": envelope.place.address,
        "recipient": envelope.place.recipient,
        "municipality_code": envelope.municipality_code,
        "people_count": str(people),
        "processed_on": day_text(envelope.processed_on),
        "operator_id": envelope.operator,
        "terminal_id": envelope.terminal,
        "print_class": envelope.print_class,
    }
    offices = (envelope.municipality, envelope.issuing_place, envelope.card_place)
    for field, office in zip(_OFFICES, offices, strict=True):
        if office is None:
            continue
        named = "municipality_name" if field == "municipality" else field
        told |= {
            named: office.name,
            f"{field}_postal_code": office.postal_code,
            f"{field}_address": office.address,
            f"{field}_phone": office.phone,
        }
    return told


def _person(addressee: Addressee) -> Mapping[str, str]:
    items = addressee.items
    return {
        "resident_record_code": addressee.code,
        "name": items.printed_name,
        "name_kana": items.name_kana,
        "person_postal_code": items.postal_code,
        "person_address": items.full_address,
        "birth_date": birth_text(items.birth_date),
        "sex": items.sex.label,
        "individual_number": addressee.number,
        "residence_category": items.residence_category.label,
        "residence_until": day_text(items.residence_until) if items.residence_until else "",
        "former_surname": items.former_surname,
        "former_surname_kana": items.former_surname_kana,
        "roman_name": addressee.roman.name or _own_letters(items),
        # 旧氏のない人にローマ字の旧氏はない。
        "roman_former_surname": addressee.roman.former_surname if items.former_surname else "",
    }


def _own_letters(items: Particulars) -> str:
    """A foreign resident's name in letters is the register's own."""
    written = items.name_alphabet if items.kind is Kind.FOREIGN else ""
    return written if is_written(written) else ""
