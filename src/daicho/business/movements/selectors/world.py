"""Load the world (台帳を読む): what a case's payload names, read for its plan. The caller's entry names the people."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from uuid import UUID

from django.conf import settings

from daicho.business.movements.domain.reading import Reader
from daicho.business.movements.domain.world import Lookalike, Town, World
from daicho.business.movements.public import pending_cases
from daicho.foundation.vault.public import NumberKind
from daicho.kernel.addresses import municipality_of
from daicho.kernel.characters import search_fold_name
from daicho.kernel.periods import ClosingCalendar
from daicho.kernel.uncertain_dates import BIRTH, SEIREKI_BIRTH
from daicho.registers.residents.writes import find_lookalikes, holdings

NUMBER_FIELDS = {
    "individual_number": NumberKind.INDIVIDUAL,
    "resident_record_code": NumberKind.RESIDENT_CODE,
}


def town() -> Town:
    """The municipality of this installation."""
    found = municipality_of(settings.TOWN["code"])
    return Town(code=found.code, name=found.name, prefecture=found.prefecture)


def load_world(payload: Mapping[str, str], *, today: date, case: UUID | None) -> World:
    """Everything the payload refers to, as the register holds it now."""
    persons, households = named_in(payload)
    first = holdings.of_persons(persons)
    households |= {h.particulars.household_number for h in first if h.valid.reaches(today)}
    members = holdings.ever_in(sorted(households))
    alike = tuple(_lookalikes(payload, today))
    everyone = persons | {h.person for h in members} | {a.person for a in alike}
    return World(
        today=today,
        calendar=ClosingCalendar(),
        town=town(),
        holdings=holdings.of_persons(sorted(everyone, key=str)),
        lookalikes=alike,
        busy=pending_cases(persons, but=case),
    )


def named_in(payload: Mapping[str, str]) -> tuple[set[UUID], set[str]]:
    """The persons and the household numbers that a payload names."""
    persons: set[UUID] = set()
    for path, value in payload.items():
        name = path.rsplit(".", 1)[-1]
        if path.startswith("selected.") and value:
            persons |= _uuid(path.removeprefix("selected."))
        elif name in ("returning", "new_head", "person") and value:
            persons |= _uuid(value)
    households = {
        payload[name].strip()
        for name in ("target_household", "household")
        if payload.get(name, "").strip()
    }
    return persons, households


def _uuid(text: str) -> set[UUID]:
    try:
        return {UUID(text)}
    except ValueError:
        return set()


def _birth(block: Reader, today: date) -> date | None:
    rule = BIRTH if block.raw("kind") != "foreign" else SEIREKI_BIRTH
    born = Reader(block.payload, today, block.prefix).legal_date("birth_date", "生年月日", rule)
    return born.sort_on if born else None


def _lookalikes(payload: Mapping[str, str], today: date) -> Iterable[Lookalike]:
    reader = Reader(payload, today)
    for index in reader.indexes("persons"):
        block = reader.under(f"persons.{index}")
        slot = f"persons.{index}"
        numbers = {kind: block.raw(f"{name}.lookup") for name, kind in NUMBER_FIELDS.items()}
        name = block.raw("name") or block.raw("name_alphabet") or block.raw("name_kanji")
        for found in find_lookalikes(
            name_key=search_fold_name(name),
            sex=block.raw("sex"),
            birth_on=_birth(block, today),
            numbers=numbers,
            card_number=block.raw("residence_card_number"),
        ):
            yield Lookalike(found.person, slot, found.numbers, found.present)
