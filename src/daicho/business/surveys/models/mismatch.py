"""Mismatch (住所の食い違い, REG-041): an address that another office holds, and ours when it was compared."""

from __future__ import annotations

import uuid

from django.db import models

from daicho.business.surveys.models.survey import Survey


class Mismatch(models.Model):
    """One address that differs. `person` is None for a number that the register does not know."""

    key = models.UUIDField(primary_key=True, default=uuid.uuid4)
    batch = models.UUIDField()
    source = models.TextField()
    atena_number = models.TextField()
    person = models.UUIDField(null=True)
    theirs = models.TextField()
    ours = models.TextField(blank=True)
    why = models.TextField()
    found_at = models.DateTimeField()
    found_by = models.UUIDField()
    survey = models.ForeignKey(Survey, models.PROTECT, null=True, related_name="+")
    settled_at = models.DateTimeField(null=True)
    settled_by = models.UUIDField(null=True)
    settled_words = models.TextField(blank=True, default="")

    class Meta:
        indexes = [models.Index(fields=["settled_at", "found_at"], name="surveys_mismatch_open")]
