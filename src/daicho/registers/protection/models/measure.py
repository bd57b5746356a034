"""MeasureEdition (支援措置の版): every edit of a measure is a new row; the open one counts, and nothing is overwritten."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from pydantic import TypeAdapter

from daicho.registers.protection.domain.measure import Facts

_FACTS: TypeAdapter[Facts] = TypeAdapter(Facts)
OPEN = models.Q(replaced_at__isnull=True)


class MeasureEdition(models.Model):
    """One edition: all facts of the measure after one act. `persons` are those whom it protects."""

    id = models.BigAutoField(primary_key=True)
    measure = models.UUIDField(default=uuid.uuid4)
    edition = models.IntegerField()
    act = models.TextField()
    facts = models.JSONField()
    applicant = models.UUIDField()
    persons = ArrayField(models.UUIDField())
    ends_on = models.DateField(null=True)
    ended_on = models.DateField(null=True)
    kept_at = models.DateTimeField()
    kept_by = models.UUIDField()
    kept_by_name = models.TextField()
    replaced_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["measure", "edition"], name="protection_edition_once"),
            models.UniqueConstraint(
                fields=["measure"], condition=OPEN, name="protection_edition_open"
            ),
            models.UniqueConstraint(
                fields=["applicant"],
                condition=OPEN & models.Q(ended_on__isnull=True),
                name="protection_one_open_measure",
            ),
        ]
        indexes = [
            GinIndex(fields=["persons"], name="protection_edition_persons", condition=OPEN),
            models.Index(fields=["ends_on"], name="protection_edition_ends", condition=OPEN),
        ]

    @property
    def content(self) -> Facts:
        """The facts as a plain value."""
        return _FACTS.validate_python(self.facts)


def packed(facts: Facts) -> Any:  # Any: JSON
    """The facts as the column holds them."""
    return _FACTS.dump_python(facts, mode="json")
