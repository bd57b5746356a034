"""Change (異動): what an approved case did to the register; the items of history that STD-1.2.1 lists.

Who entered, examined and approved stands here and on the trail, never on the 住民票 (STD-4.0.8, practice.md §5).
"""

from __future__ import annotations

import uuid

from django.db import models

from daicho.registers.residents.models.fields import LegalDateField


class Change(models.Model):
    """One approved change; its key is the key of the case that made it."""

    key = models.UUIDField(primary_key=True, default=uuid.uuid4)
    kind = models.TextField()
    reason = models.TextField()
    basis = models.TextField()
    event_date = LegalDateField()
    event_on = models.DateField()
    notified_on = models.DateField(null=True)
    petitioned_on = models.DateField(null=True)
    noticed_on = models.DateField(null=True)
    requested_on = models.DateField(null=True)
    processed_at = models.DateTimeField()
    place = models.TextField(blank=True)
    terminal = models.TextField(blank=True)
    entered_by = models.UUIDField(null=True)
    examined_by = models.UUIDField(null=True)
    approved_by = models.UUIDField(null=True)
    attention = models.TextField(blank=True)
    migrated = models.BooleanField(db_default=False)

    class Meta:
        indexes = [models.Index(fields=["event_on"], name="residents_change_event_on")]
