"""Where people go (異動先の世帯と住所, STD-4.0.2): a new household at an address, or one that is there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from daicho.business.movements.domain.reading import Reader
from daicho.business.movements.domain.world import World
from daicho.kernel.addresses import read_address, towns_of
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


def read_destination(reader: Reader, world: World, day: date) -> Destination | None:
    """Read it; None when it could not be read (the problems are noted)."""
    choice = reader.choice("destination", "異動先の世帯", ("new", "existing"))
    if choice == "existing":
        return _existing(reader, world, day)
    if choice == "new":
        return _new(reader, world)
    return None


def _existing(reader: Reader, world: World, day: date) -> Destination | None:
    number = reader.required("target_household", "入る世帯の世帯番号")
    if not number:
        return None
    members = world.members(number, day)
    if not members:
        reader.note(
            "target_household",
            "household_missing",
            "この世帯番号の世帯は、異動日にはありません。",
            "番号の誤りか、世帯員が全員いなくなった世帯です。",
            "世帯番号を確かめるか、新しい世帯として入力してください。",
        )
        return None
    items = members[0].particulars
    return Destination(number, members, {name: getattr(items, name) for name in ADDRESS_ITEMS})


def _new(reader: Reader, world: World) -> Destination | None:
    town = reader.raw("town_code_text") or reader.required("town_code", "町字")
    code = reader.raw("town_code")
    known = [t for t in towns_of(world.town.code) if t.code == code] if code else []
    if town and not code:
        reader.note(
            "town_code",
            "town_unknown",
            "町字が一覧にありません。",
            "住所辞書にない町字では、住所コードを付けられません。",
            "先頭の文字を入力し、候補から選んでください。",
        )
    reader.required("banchi", "番地・号")
    try:
        address = read_address(
            municipality_code=world.town.code,
            town_code=code,
            town=town,
            banchi=reader.raw("banchi") or "0",
            katagaki=reader.raw("katagaki"),
            postal_code=known[0].postal_code if known else "",
            field="address",
        )
    except Invalid as error:
        for problem in error.problems:
            reader.note(
                FIELDS.get(problem.field.removeprefix("address."), "town_code"),
                problem.code,
                problem.what,
                problem.why,
                problem.remedy,
            )
        return None
    return Destination(
        "",
        (),
        {
            "municipality_code": address.municipality_code,
            "town_code": address.town_code,
            "town": address.town,
            "banchi": address.banchi,
            "katagaki": address.katagaki,
            "postal_code": address.postal_code,
            "address": address.line(with_katagaki=False),
            "address_code": address.address_code,
        },
    )
