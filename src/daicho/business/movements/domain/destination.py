"""Where people go (異動先の世帯と住所, STD-4.0.2): a new household at an address, or one that is there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from daicho.business.movements.domain.reading import Reader
from daicho.business.movements.domain.world import World
from daicho.kernel.addresses import Address, read_address
from daicho.kernel.errors import Invalid
from daicho.registers.residents.domain.segments import Holding


@dataclass(frozen=True, slots=True)
class Destination:
    """`household` is the number of an existing one, empty for a new one; `items` are those of the address."""

    household: str
    members: tuple[Holding, ...]
    items: dict[str, Any]  # Any: columns of a record, by name


FIELDS = {"banchi": "banchi", "katagaki": "katagaki"}
ADDRESS_ITEMS = (
    "municipality_code",
    "town_code",
    "town",
    "banchi",
    "katagaki",
    "postal_code",
    "address",
    "address_code",
)


def read_destination(
    reader: Reader, world: World, day: date, *, otherwise: str = "", day_words: str = "異動日"
) -> Destination | None:
    """Read it; None when it could not be read (the problems are noted).

    `otherwise` is the choice where none was made; `day_words` is what the form calls the day.
    """
    blank = not reader.raw("destination")
    choice = (
        otherwise
        if otherwise and blank
        else reader.choice("destination", "異動先の世帯", ("new", "existing"))
    )
    if choice == "existing":
        return _existing(reader, world, day, day_words=day_words)
    if choice == "new":
        return _new(reader, world)
    return None


def _existing(reader: Reader, world: World, day: date, *, day_words: str) -> Destination | None:
    number = reader.required("target_household", "入る世帯の世帯番号")
    if not number:
        return None
    members = world.members(number, day)
    if not members:
        reader.note(
            "target_household",
            "household_missing",
            f"この世帯番号の世帯は、{day_words}にはありません。",
            "番号の誤りか、世帯員が全員いなくなった世帯です。",
            "世帯番号を確かめるか、新しい世帯として入力してください。",
        )
        return None
    items = members[0].particulars
    return Destination(number, members, {name: getattr(items, name) for name in ADDRESS_ITEMS})


def _new(reader: Reader, world: World) -> Destination | None:
    items = read_place(reader, world)
    return None if items is None else Destination("", (), items)


def read_place(reader: Reader, world: World) -> dict[str, Any] | None:
    """The items of an address within the town as typed; None when it could not be read (the problems are noted)."""
    address = _address(reader, world)
    if address is None:
        return None
    return {
        "municipality_code": address.municipality_code,
        "town_code": address.town_code,
        "town": address.town,
        "banchi": address.banchi,
        "katagaki": address.katagaki,
        "postal_code": address.postal_code,
        "address": address.line(with_katagaki=False),
        "address_code": address.address_code,
    }


def _address(reader: Reader, world: World) -> Address | None:
    town = reader.raw("town_code_text") or reader.required("town_code", "町字")
    code = reader.raw("town_code")
    known = world.town_of(code)
    if town and known is None:
        reader.note(
            "town_code",
            "town_unknown",
            "町字が一覧にありません。",
            "住所辞書にない町字では、住所コードを付けられません。",
            "先頭の文字を入力し、候補から選んでください。",
        )
    reader.required("banchi", "番地・号")
    try:
        return read_address(
            municipality_code=world.town.code,
            town_code=code,
            town=town,
            banchi=reader.raw("banchi") or "0",
            katagaki=reader.raw("katagaki"),
            postal_code=known.postal_code if known else "",
            field="address",
        )
    except Invalid as error:
        for found in error.problems:
            field = FIELDS.get(found.field.removeprefix("address."), "town_code")
            reader.note(field, found.code, found.what, found.why, found.remedy)
        return None


def address_typed(payload: Mapping[str, str], world: World) -> str:
    """The address of a new household as typed so far, with prefecture and municipality; empty while there is no 町字."""
    town = payload.get("town_code_text", "").strip()
    rest = payload.get("banchi", "").strip()
    return f"{world.town.prefecture}{world.town.name}{town}{rest}" if town else ""
