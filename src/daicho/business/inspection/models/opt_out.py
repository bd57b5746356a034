"""OptOut (除外申出): somebody asked not to stand on the roster of recruits; dated, cancellable, with a receipt."""

from __future__ import annotations

import uuid

from django.db import models


class OptOut(models.Model):
    """One request. It counts from the day on which it came until it is cancelled, whatever the year."""

    key = models.UUIDField(primary_key=True, default=uuid.uuid4)
    number = models.TextField(unique=True)
    person = models.UUIDField()
    filed_on = models.DateField()
    filed_by = models.TextField()
    filer_name = models.TextField(blank=True)
    identity_documents = models.JSONField(default=list)
    words = models.TextField(blank=True)
    received_at = models.DateTimeField()
    received_by = models.UUIDField()
    received_by_name = models.TextField()
    cancelled_on = models.DateField(null=True)
    cancelled_at = models.DateTimeField(null=True)
    cancelled_by = models.UUIDField(null=True)
    cancelled_words = models.TextField(blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=models.Q(cancelled_at__isnull=True),
                name="inspection_opted_out_once",
            )
        ]
        indexes = [models.Index(fields=["filed_on"], name="inspection_opt_out_day")]
