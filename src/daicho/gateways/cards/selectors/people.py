"""People of cards (カードの持ち主): as the register says today, shielded as look-ups are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from daicho.kernel.access import Access
from daicho.kernel.clock import business_today
from daicho.registers.residents.domain.particulars import Kind, Status
from daicho.registers.residents.domain.segments import Holding
from daicho.registers.residents.public import records_on, shields_of

HIDDEN: Final = "（照会の抑止）"


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose card it is; hidden people show that there is somebody, and no more."""

    person: UUID
    record: UUID | None
    atena_number: str
    name: str
    birth: str
    sex: str
    address: str
    removed: str
    card_status: str
    foreign: bool
    marks: tuple[str, ...] = ()
    hidden: bool = False

    @property
    def japanese(self) -> bool:
        """Whether the register says so, as far as it is shown."""
        return self.record is not None and not self.foreign


def newest_of(persons: Iterable[UUID]) -> dict[UUID, Holding]:
    """What holds of these persons today, on the newest record of each."""
    found = records_on(persons, business_today())
    return {h.person: h for h in sorted(found, key=lambda h: h.history_number)}


def is_japanese(held: Holding | None) -> bool:
    """Whether the register says so; of nobody it says nothing."""
    return held is not None and held.particulars.kind is Kind.JAPANESE


def owners_of(access: Access, persons: Iterable[UUID]) -> Mapping[UUID, Owner]:
    """Everybody by their key; within the caller's own entry."""
    keys = tuple(dict.fromkeys(persons))
    shields = shields_of(access, keys)
    held = newest_of(keys)
    return {
        key: _owner(key, held.get(key), shields[key].marks, hidden=shields[key].hidden)
        for key in keys
    }


def _owner(person: UUID, held: Holding | None, marks: tuple[str, ...], *, hidden: bool) -> Owner:
    if hidden or held is None:
        name = HIDDEN if hidden else "（記録なし）"
        return Owner(person, None, "", name, "", "", "", "", "", False, marks, hidden)
    items = held.particulars
    return Owner(
        person=person,
        record=held.record,
        atena_number=held.atena_number,
        name=items.printed_name,
        birth=items.birth_date.display(),
        sex=items.sex.label,
        address=items.full_address,
        removed="" if held.status is Status.PRESENT else items.removal.label,
        card_status=items.card_status,
        foreign=items.kind is Kind.FOREIGN,
        marks=marks,
    )
