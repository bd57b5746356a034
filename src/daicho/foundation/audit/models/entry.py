"""Entry (証跡の一件): one act by one person at one instant, chained to the entry before it."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models


class Entry(models.Model):
    """One row of the trail. Only the database function `audit_append` writes it; nobody changes it.

    `body` is the canonical text that is hashed; the other columns repeat parts of it for searching, and
    verification compares them with it.
    """

    seq = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    kind = models.TextField()
    outcome = models.TextField()
    actor = models.UUIDField()
    login = models.TextField()
    purpose = models.TextField()
    terminal = models.TextField()
    case_ref = models.UUIDField(null=True)
    subjects = ArrayField(models.UUIDField())
    number_shown = models.BooleanField()
    body = models.TextField()
    previous = models.BinaryField()
    hash = models.BinaryField()

    class Meta:
        managed = True
        indexes = [
            models.Index(fields=["at"], name="audit_entry_at"),
            models.Index(fields=["actor", "at"], name="audit_entry_actor"),
            models.Index(fields=["kind", "at"], name="audit_entry_kind"),
            GinIndex(fields=["subjects"], name="audit_entry_subjects"),
        ]
