"""NumberRequest (個人番号とすべき番号の要求): asked of the nation until it comes; what has not come is outstanding (未着)."""

from __future__ import annotations

import uuid

from django.db import models


class NumberRequest(models.Model):
    """One request of the register for one 住民票コード, and the number that came for it."""

    key = models.UUIDField(primary_key=True, default=uuid.uuid4)
    message = models.UUIDField(unique=True)
    thread = models.UUIDField(unique=True)
    code = models.UUIDField()
    former_number = models.UUIDField(null=True)
    reason = models.TextField()
    state = models.TextField(default="waiting")
    asked_at = models.DateTimeField()
    asked_last_at = models.DateTimeField()
    asked_times = models.IntegerField(default=1)
    number = models.UUIDField(null=True)
    assigned_at = models.DateTimeField(null=True)
    problems = models.JSONField(default=list)
    edition = models.IntegerField(default=1)

    class Meta:
        indexes = [
            models.Index(fields=["state", "asked_at"], name="cs_numbers_state"),
            models.Index(fields=["code"], name="cs_numbers_code"),
        ]
