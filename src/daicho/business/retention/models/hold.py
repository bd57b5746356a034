"""Hold (廃棄の保留): why something stays although its years are over: an objection, a lawsuit, a disclosure under way."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q


class Hold(models.Model):
    """One hold: on a whole file (or on all, `file` blank), on one matter of it by its `number`, or on a `person`.

    It counts until it is ended; `review_on` is a day to look at it again, and ends nothing.
    """

    key = models.UUIDField(primary_key=True, default=uuid.uuid4)
    file = models.TextField(blank=True, default="")
    number = models.TextField(blank=True, default="")
    person = models.UUIDField(null=True)
    reason = models.TextField()
    review_on = models.DateField(null=True)
    set_at = models.DateTimeField()
    set_by = models.UUIDField()
    set_by_name = models.TextField()
    ended_at = models.DateTimeField(null=True)
    ended_by_name = models.TextField(blank=True, default="")
    end_reason = models.TextField(blank=True, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(number="") | ~Q(file=""), name="retention_hold_names_its_file"
            ),
            models.CheckConstraint(
                condition=Q(person__isnull=True) | Q(number=""), name="retention_hold_one_scope"
            ),
        ]
        indexes = [
            models.Index(
                fields=["file"],
                name="retention_hold_open",
                condition=Q(ended_at__isnull=True),
            )
        ]
