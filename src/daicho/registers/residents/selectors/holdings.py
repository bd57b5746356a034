"""Holdings (現に持つ版): versions that the register holds true now, for commands that already act under a record.

Nothing here writes to the trail: the callers are this app's own selectors and `writes`, each within its own entry.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final
from uuid import UUID

from django.db.models import Q

from daicho.registers.residents.domain.particulars import Status
from daicho.registers.residents.domain.segments import Holding, Stretch
from daicho.registers.residents.models import Version

KNOWN_NOW = Q(recorded__endswith__isnull=True)


def holding(version: Version, atena_number: str) -> Holding:
    """A row as a plain value."""
    valid = version.valid
    return Holding(
        version=version.key,
        record=version.record_id,
        person=version.person_id,
        atena_number=atena_number,
        history_number=version.history_number,
        change=version.change_id,
        status=Status(version.status),
        valid=Stretch(None, None, empty=True)
        if valid.isempty
        else Stretch(valid.lower, valid.upper),
        particulars=version.particulars(),
    )


# Written once: for a hundred columns, composing the statement takes longer than running it.
_SELECT: Final = (
    f"SELECT {', '.join(f'v.{f.column}' for f in Version._meta.concrete_fields)}, p.atena_number"
    " FROM residents_version v JOIN residents_person p ON p.key = v.person_id"
    " WHERE upper(v.recorded) IS NULL AND {} ORDER BY v.person_id, v.history_number"
)


def _load(condition: str, *values: object) -> tuple[Holding, ...]:
    rows = Version.objects.raw(_SELECT.format(condition), values)
    return tuple(holding(row, vars(row)["atena_number"]) for row in rows)


def of_persons(persons: Iterable[UUID]) -> tuple[Holding, ...]:
    """Every version known now of these persons, all their records, in 履歴番号 order."""
    return _load("v.person_id = ANY(%s)", list(persons))


def on_day(persons: Iterable[UUID], day: date) -> tuple[Holding, ...]:
    """What holds of these persons on a day: present or removed, one per record."""
    return _load("v.person_id = ANY(%s) AND v.valid @> %s::date", list(persons), day)


def present_in(household_numbers: Sequence[str], day: date) -> tuple[Holding, ...]:
    """The present members of households on a day, in 記載順位."""
    found = _load(
        "v.household_number = ANY(%s) AND v.status = %s AND v.valid @> %s::date",
        list(household_numbers),
        Status.PRESENT.value,
        day,
    )
    return tuple(
        sorted(
            found,
            key=lambda h: (
                h.particulars.household_number,
                h.particulars.member_order or 999,
                h.atena_number,
            ),
        )
    )


def ever_in(household_numbers: Sequence[str]) -> tuple[Holding, ...]:
    """Every version known now that carries one of these 世帯番号."""
    if not household_numbers:
        return ()
    return _load("v.household_number = ANY(%s)", list(household_numbers))
