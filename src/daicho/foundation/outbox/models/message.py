"""Message (送り箱の一件): one event on its way to those who hear it."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now


class Message(models.Model):
    """One event; `delivered_at` is empty until every listener has taken it."""

    id = models.BigAutoField(primary_key=True)
    kind = models.TextField()
    subjects = ArrayField(models.UUIDField())
    payload = models.JSONField()
    emitted_at = models.DateTimeField(db_default=Now())
    delivered_at = models.DateTimeField(null=True)
    taken_by = ArrayField(models.TextField(), db_default=[])
    attempts = models.IntegerField(db_default=0)
    next_attempt_at = models.DateTimeField(db_default=Now())
    last_error = models.TextField(db_default="")

    class Meta:
        indexes = [
            models.Index(
                fields=["id"],
                name="outbox_waiting",
                condition=models.Q(delivered_at__isnull=True),
            )
        ]
