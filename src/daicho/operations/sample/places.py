"""Places (所在): addresses within the town from the dictionary of 町字, and invented ones elsewhere."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from random import Random

from daicho.kernel.addresses import Address, municipalities, municipality_of, towns_of
from daicho.operations.sample.pools import BUILDINGS, ELSEWHERE, LONG_BUILDING, NATIONS

CHOMES = 3


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """An address in another municipality or country; `code` is empty abroad."""

    text: str
    code: str
    postal_code: str


def dwelling(rng: Random, town_code: str) -> Address:
    """Somewhere to live in the town."""
    town = rng.choice(towns_of(town_code))
    if town.has_chome:
        town = town.with_chome(rng.randint(1, CHOMES))
    numbers = f"{rng.randint(1, 180)}-{rng.randint(1, 40)}"
    if rng.random() < 0.15:
        numbers = f"{rng.randint(1, 900)}番地の{rng.randint(1, 9)}"
    return Address(
        municipality_code=town.municipality_code,
        town_code=town.code,
        town=town.name,
        banchi=numbers,
        katagaki=_building(rng),
        postal_code=town.postal_code,
    )


def _building(rng: Random) -> str:
    chance = rng.random()
    if chance < 0.55:
        return ""
    room = f"{rng.randint(1, 9)}{rng.randint(1, 12):02d}号"
    if chance < 0.56:
        return f"{LONG_BUILDING}{rng.randint(10, 42)}{rng.randint(1, 12):02d}号室"
    return rng.choice(BUILDINGS) + room


def address_items(place: Address) -> dict[str, str]:
    """The items of a record that say where."""
    return {
        "municipality_code": place.municipality_code,
        "town_code": place.town_code,
        "town": place.town,
        "banchi": place.banchi,
        "katagaki": place.katagaki,
        "postal_code": place.postal_code,
        "address": place.line(with_katagaki=False),
        "address_code": place.address_code,
    }


def lot_of(place: Address) -> str:
    """The lot as households compare it, whatever the 方書."""
    return "|".join(place.place_key)


@cache
def _others(town_code: str) -> tuple[str, ...]:
    return tuple(
        m.code for m in municipalities() if m.code != town_code and m.city_code != town_code
    )


def domestic(rng: Random, town_code: str) -> Elsewhere:
    """A real municipality with an invented town in it."""
    of = municipality_of(rng.choice(_others(town_code)))
    street = f"{rng.choice(ELSEWHERE)}{rng.randint(1, 99)}番地"
    if rng.random() < 0.3:
        street += rng.choice(BUILDINGS)
    return Elsewhere(of.full_name + street, of.code, "")


def abroad(rng: Random) -> Elsewhere:
    """An invented country."""
    return Elsewhere(rng.choice(NATIONS), "", "")
