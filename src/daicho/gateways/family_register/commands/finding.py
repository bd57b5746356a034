"""Finding (該当者を探す): whom a notice is about, in our 附票 or among our residents; nobody where it is not certain."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db.models import Q

from daicho.foundation.messages.public import birth_text
from daicho.foundation.vault.public import NumberKind, seal_for_draft
from daicho.gateways.family_register.domain.annex import State
from daicho.gateways.family_register.models import AnnexLine
from daicho.kernel.addresses import fold_place
from daicho.kernel.characters import search_fold_name
from daicho.kernel.clock import business_today
from daicho.registers.residents.domain.particulars import Status
from daicho.registers.residents.domain.segments import Holding
from daicho.registers.residents.public import holdings_by_name, person_of_code, truth_now

Told = Mapping[str, Any]  # Any: a part of a message's JSON


def line_of(person: Told, place: Told) -> AnnexLine | None:
    """The open line that a notice is about: by 住民票コード, else by 氏名 and 生年月日, else by 戸籍 and 生年月日."""
    born = Q(birth_on=person["birth_on"])
    by_register = Q(
        annex__domicile_key=fold_place(place["domicile"]),
        annex__head_key=search_fold_name(place["head"]),
    )
    tries = [born & Q(name_key=search_fold_name(person["name"])), born & by_register]
    if person.get("code"):
        tries.insert(0, Q(code_lookup=_lookup(person["code"])))
    for wanted in tries:
        lines = AnnexLine.objects.filter(
            wanted, ended_on=None, annex__state=State.CURRENT.value
        ).select_related("annex")[:2]
        if len(lines) == 1:
            return lines[0]
    return None


def resident_of(person: Told, *, removed: bool = False) -> Holding | None:
    """The resident who is meant: by 住民票コード, else the one of that name and 生年月日; `removed`: who was removed too."""
    if person.get("code"):
        key = person_of_code(str(person["code"]))
        held = truth_now(key) if key else None
        if held is not None and (removed or _is_here(held)):
            return held
    named = _named(str(person["name"]), removed=removed)
    born = str(person["birth_on"])[1:]
    found = [h for h in named if birth_text(h.particulars.birth_date)[1:] == born]
    return found[0] if len(found) == 1 else None


def parent_of(person: Told) -> Holding | None:
    """A parent who lives here, by 住民票コード or by a name that one resident alone has."""
    if person.get("code"):
        key = person_of_code(str(person["code"]))
        held = truth_now(key) if key else None
        return held if held is not None and _is_here(held) else None
    found = _named(str(person["name"]), removed=False)
    return found[0] if len(found) == 1 else None


def _named(name: str, *, removed: bool) -> list[Holding]:
    persons: dict[UUID, Holding] = {}
    for held in holdings_by_name(name):
        newest = persons.get(held.person)
        if newest is None or newest.history_number < held.history_number:
            persons[held.person] = held
    return [held for held in persons.values() if removed or _is_here(held)]


def _is_here(held: Holding) -> bool:
    if held.status is Status.PRESENT:
        return True
    # Removed from a day that lies ahead: a resident until then.
    return held.valid.start is not None and held.valid.start > business_today()


def _lookup(code: str) -> str:
    return seal_for_draft(NumberKind.RESIDENT_CODE, code).lookup
