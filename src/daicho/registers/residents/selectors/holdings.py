"""Holdings (現に持つ版): versions that the register holds true now, for commands that already act under a record.

Nothing here writes to the trail: the callers are this app's own selectors and `writes`, each within its own entry.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, Final
from uuid import UUID

from django.db import connection
from django.db.models import Q

from daicho.registers.residents.domain.particulars import ITEM_NAMES, Status
from daicho.registers.residents.domain.segments import Holding, Stretch
from daicho.registers.residents.models import Version
from daicho.registers.residents.models.version import particulars_of

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
        valid=_stretch(valid),
        particulars=version.particulars(),
    )


# Written once, and read without a model: for a hundred columns, either takes longer than running the statement.
_HEAD: Final = "v.key, v.record_id, v.person_id, p.atena_number, v.history_number, v.change_id, v.status, v.valid"
_SELECT: Final = (
    f"SELECT {_HEAD}, {', '.join(f'v.{name}' for name in ITEM_NAMES)}"
    " FROM residents_version v JOIN residents_person p ON p.key = v.person_id"
    " WHERE upper(v.recorded) IS NULL AND {} ORDER BY v.person_id, v.history_number"
)

_NEWEST: Final = (
    "v.person_id = ANY(%s) AND NOT EXISTS (SELECT 1 FROM residents_version n WHERE n.person_id = v.person_id"
    " AND upper(n.recorded) IS NULL AND n.history_number > v.history_number)"
)


def _load(condition: str, *values: Any) -> tuple[Holding, ...]:  # Any: whatever the driver takes
    with connection.cursor() as cursor:
        cursor.execute(_SELECT.format(condition), values)
        return tuple(_holding_of(row) for row in cursor)


def _holding_of(row: Sequence[Any]) -> Holding:  # Any: what the driver gives
    version, record, person, atena_number, history_number, change, status, valid, *items = row
    return Holding(
        version=version,
        record=record,
        person=person,
        atena_number=atena_number,
        history_number=history_number,
        change=change,
        status=Status(status),
        valid=_stretch(valid),
        particulars=particulars_of(items),
    )


def _stretch(valid: Any) -> Stretch:  # Any: the driver's range of days
    return Stretch(None, None, empty=True) if valid.isempty else Stretch(valid.lower, valid.upper)


def of_persons(persons: Iterable[UUID]) -> tuple[Holding, ...]:
    """Every version known now of these persons, all their records, in 履歴番号 order."""
    return _load("v.person_id = ANY(%s)", list(persons))


def newest_of(persons: Iterable[UUID]) -> tuple[Holding, ...]:
    """The last word about each of these persons: of what is known now, the highest 履歴番号."""
    return _load(_NEWEST, list(persons))


def on_day(persons: Iterable[UUID], day: date) -> tuple[Holding, ...]:
    """What holds of these persons on a day: present or removed, one per record."""
    return _load("v.person_id = ANY(%s) AND v.valid @> %s::date", list(persons), day)


def of_records(records: Iterable[UUID], day: date) -> tuple[Holding, ...]:
    """What these records say on a day; those that say nothing are left out."""
    return _load("v.record_id = ANY(%s) AND v.valid @> %s::date", list(records), day)


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
