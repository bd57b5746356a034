"""Suppression (抑止) and TemporaryLift (一時解除): rows are appended; an end and a return are the only things added later."""

from __future__ import annotations

import uuid

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models

from daicho.registers.protection.domain.levels import Process, Restraint

LEVELS = [level.value for level in Restraint]


class Suppression(models.Model):
    """One suppression of a person or of a household number, with a level for each process (STD-3.1).

    A household's stays with its 世帯番号 (household-rules S-01). `ends_on` is a day to look at it again: it does not
    end the suppression, which only an act does.
    """

    key = models.UUIDField(primary_key=True, default=uuid.uuid4)
    kind = models.TextField()
    person = models.UUIDField(null=True)
    household = models.TextField(blank=True)
    movement = models.TextField()
    certificate = models.TextField()
    look_up = models.TextField()
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)
    reason = models.TextField()
    set_at = models.DateTimeField()
    set_by = models.UUIDField()
    set_by_name = models.TextField()
    ended_at = models.DateTimeField(null=True)
    ended_by = models.UUIDField(null=True)
    ended_by_name = models.TextField(blank=True)
    end_reason = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(person__isnull=False, household="")
                | models.Q(person__isnull=True) & ~models.Q(household=""),
                name="protection_person_or_household",
            ),
            models.CheckConstraint(
                condition=models.Q(movement__in=LEVELS, certificate__in=LEVELS, look_up__in=LEVELS),
                name="protection_known_levels",
            ),
        ]
        indexes = [
            models.Index(
                fields=["person"],
                name="protection_suppr_person",
                condition=models.Q(ended_at__isnull=True),
            ),
            models.Index(
                fields=["household"],
                name="protection_suppr_household",
                condition=models.Q(ended_at__isnull=True) & ~models.Q(household=""),
            ),
        ]

    @property
    def levels(self) -> dict[Process, Restraint]:
        """The level of each process."""
        return {process: Restraint(getattr(self, process.value)) for process in Process}


class TemporaryLift(models.Model):
    """Some people shown for some minutes, after an examination; it returns by itself, and is told to nobody outside."""

    key = models.UUIDField(primary_key=True, default=uuid.uuid4)
    persons = ArrayField(models.UUIDField())
    process = models.TextField()
    reason = models.TextField()
    lifted_at = models.DateTimeField()
    returns_at = models.DateTimeField()
    lifted_by = models.UUIDField()
    lifted_by_name = models.TextField()
    returned_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [GinIndex(fields=["persons"], name="protection_lift_persons")]
