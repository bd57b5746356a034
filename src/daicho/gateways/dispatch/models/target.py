"""Unmatched target (突合できない更新対象者): whom the card system asked for, and the register cannot answer for."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models.functions import Now


class UnmatchedTarget(models.Model):
    """One line of a list of the card system; `place` counts from 1. The 住民票コード is not kept, but a hash of it."""

    key = models.UUIDField(primary_key=True, default=uuid.uuid4)
    thread = models.UUIDField()
    list_number = models.TextField()
    place = models.IntegerField()
    reason = models.TextField()
    dispatch_number = models.TextField(default="")
    code_hash = models.TextField()
    person = models.UUIDField(null=True)
    why = models.TextField()
    came_at = models.DateTimeField(db_default=Now())
    settled_at = models.DateTimeField(null=True)
    settled_by = models.UUIDField(null=True)
    settled_by_name = models.TextField(default="")
    words = models.TextField(default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["thread", "place"], name="dispatch_target_once")
        ]
        indexes = [
            models.Index(
                fields=["-came_at"],
                name="dispatch_target_open",
                condition=models.Q(settled_at__isnull=True),
            )
        ]
