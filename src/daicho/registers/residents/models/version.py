"""Version (履歴): all items of one record for one stretch of time, as known from one instant.

`valid`: half-open dates, when it was so; `recorded`: half-open instants, when the register said so. Rows are
appended; the only update that the database lets through is closing an open `recorded` (record.md).
"""

from __future__ import annotations

import types
import uuid
from collections.abc import Sequence
from dataclasses import fields
from datetime import date
from enum import StrEnum
from typing import Any, ClassVar, get_args, get_type_hints

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, DateTimeRangeField, RangeOperators
from django.db import models

from daicho.kernel.uncertain_dates import LegalDate
from daicho.registers.residents.domain.digests import items_digest, version_digest
from daicho.registers.residents.domain.particulars import ITEM_NAMES, Particulars, Status
from daicho.registers.residents.domain.segments import Stretch
from daicho.registers.residents.models.change import Change
from daicho.registers.residents.models.fields import LegalDateField
from daicho.registers.residents.models.person import Person, ResidentRecord

PRESENT = models.Q(status=Status.PRESENT.value)


class Version(models.Model):
    """One row of a record's history. Its items are the fields of `Particulars`, one column each."""

    key = models.UUIDField(primary_key=True, default=uuid.uuid4)
    record = models.ForeignKey(ResidentRecord, models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    history_number = models.IntegerField()
    change = models.ForeignKey(Change, models.PROTECT, related_name="+")
    valid = DateRangeField()
    recorded = DateTimeRangeField()
    status = models.TextField()
    birth_on = models.DateField()

    item_fields: ClassVar[tuple[str, ...]] = ITEM_NAMES

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="residents_one_truth_per_record",
                expressions=[
                    ("record", RangeOperators.EQUAL),
                    ("valid", RangeOperators.OVERLAPS),
                    ("recorded", RangeOperators.OVERLAPS),
                ],
            ),
            ExclusionConstraint(
                name="residents_present_once",
                expressions=[
                    ("person", RangeOperators.EQUAL),
                    ("valid", RangeOperators.OVERLAPS),
                    ("recorded", RangeOperators.OVERLAPS),
                ],
                condition=PRESENT,
            ),
            ExclusionConstraint(
                name="residents_one_head",
                expressions=[
                    ("household_number", RangeOperators.EQUAL),
                    ("valid", RangeOperators.OVERLAPS),
                    ("recorded", RangeOperators.OVERLAPS),
                ],
                condition=PRESENT & models.Q(relationship_to_head="世帯主"),
            ),
            models.UniqueConstraint(
                fields=["person", "history_number"],
                condition=models.Q(recorded__endswith__isnull=True),
                name="residents_history_number",
            ),
        ]
        indexes = [
            models.Index(
                fields=["person"],
                name="residents_version_person",
                condition=models.Q(recorded__endswith__isnull=True),
            ),
            models.Index(
                fields=["household_number"],
                name="residents_version_household",
                condition=models.Q(recorded__endswith__isnull=True),
            ),
            models.Index(
                fields=["individual_number_ref"],
                name="residents_version_number",
                condition=models.Q(recorded__endswith__isnull=True),
            ),
            models.Index(
                fields=["resident_record_code_ref"],
                name="residents_version_code",
                condition=models.Q(recorded__endswith__isnull=True),
            ),
            models.Index(
                fields=["residence_card_number"],
                name="residents_version_card",
                condition=models.Q(recorded__endswith__isnull=True)
                & ~models.Q(residence_card_number=""),
            ),
            models.Index(
                fields=["family_register_head"],
                name="residents_version_register",
                condition=models.Q(recorded__endswith__isnull=True)
                & ~models.Q(family_register_head=""),
            ),
        ]

    def digest(self) -> str:
        """What the trail says of this version, made again from its row and its change's."""
        valid = self.valid
        return version_digest(
            items=items_digest(self.particulars()),
            change=self.change.digest(),
            record=self.record_id,
            person=self.person_id,
            history_number=self.history_number,
            status=Status(self.status),
            valid=Stretch(None, None, empty=True)
            if valid.isempty
            else Stretch(valid.lower, valid.upper),
            recorded_from=self.recorded.lower,
        )

    def particulars(self) -> Particulars:
        """The items as a plain value."""
        return Particulars(**{name: _ITEMS[name](getattr(self, name)) for name in ITEM_NAMES})


_HINTS = get_type_hints(Particulars)


def _column(hint: Any) -> models.Field[Any, Any]:  # Any: a type as the typing module gives it
    optional = isinstance(hint, types.UnionType)
    inner = next(a for a in get_args(hint) if a is not type(None)) if optional else hint
    if inner is LegalDate:
        return LegalDateField(null=optional)
    if inner is date:
        return models.DateField(null=True)
    if inner is bool:
        return models.BooleanField(null=optional)
    if inner is int:
        return models.SmallIntegerField(null=True)
    if inner is uuid.UUID:
        return models.UUIDField(null=True)
    return models.TextField(blank=True)


def _reader(hint: Any) -> Any:  # Any: an enum class, or a function that gives back what it gets
    return hint if isinstance(hint, type) and issubclass(hint, StrEnum) else _same


def _same(value: Any) -> Any:  # Any: whatever the column holds
    return value


for _field in fields(Particulars):
    Version.add_to_class(_field.name, _column(_HINTS[_field.name]))
_ITEMS = {name: _reader(_HINTS[name]) for name in ITEM_NAMES}


def _told(hint: Any) -> Any:  # Any: an enum class, or a function from what the driver gives
    dated = hint is LegalDate or LegalDate in get_args(hint)
    return LegalDateField().from_db_value if dated else _reader(hint)


_TOLD = {name: told for name in ITEM_NAMES if (told := _told(_HINTS[name])) is not _same}


def particulars_of(values: Sequence[Any]) -> Particulars:  # Any: what the driver gives
    """The items of a row that is read without a model: its columns in the order of the items."""
    items = dict(zip(ITEM_NAMES, values, strict=True))
    for name, told in _TOLD.items():
        items[name] = told(items[name])
    return Particulars(**items)
