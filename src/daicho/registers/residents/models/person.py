"""Person (個人) and ResidentRecord (住民票): one person, many records over a life (record.md)."""

from __future__ import annotations

import uuid

from django.db import models


class Person(models.Model):
    """Whoever was ever in this register. `key` never leaves the core; 宛名番号 is kept for life (STD-1.1.13)."""

    key = models.UUIDField(primary_key=True, default=uuid.uuid4)
    atena_number = models.CharField(max_length=10, unique=True)


class ResidentRecord(models.Model):
    """One 住民票: opened by a change, ended by 消除 or 改製; a returning person gets a new one."""

    key = models.UUIDField(primary_key=True, default=uuid.uuid4)
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    kind = models.TextField()
    ordinal = models.SmallIntegerField()
    opened_by = models.UUIDField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "ordinal"], name="residents_record_ordinal")
        ]
