"""Inspection (操作履歴の点検の記録): that somebody looked through the log of a day or a week, and what they found. Written once."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q


class Inspection(models.Model):
    """One day (`since` = `until`) or one week, signed; `counts` is what stood there when it was signed."""

    key = models.UUIDField(primary_key=True, default=uuid.uuid4)
    since = models.DateField()
    until = models.DateField()
    signed_at = models.DateTimeField()
    signed_by = models.UUIDField()
    signed_name = models.TextField()
    is_clear = models.BooleanField()
    words = models.TextField()
    counts = models.JSONField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["since", "until"], name="cs_inspection_once"),
            models.CheckConstraint(
                condition=Q(until__gte=models.F("since")), name="cs_inspection_in_order"
            ),
        ]
