"""NumberChange (個人番号の変更の要求): one wish and what became of it. There is no list of them (STD-7.1.2.1)."""

from __future__ import annotations

import uuid

from django.db import models


class NumberChange(models.Model):
    """`thread` is that of its messages, `case` the 異動 that records the new number when it comes."""

    key = models.UUIDField(primary_key=True, default=uuid.uuid4)
    person = models.UUIDField()
    reason = models.TextField()
    ground = models.TextField()
    requested_on = models.DateField(null=True)
    relation = models.TextField(blank=True, default="")
    requester = models.TextField(blank=True, default="")
    document = models.TextField(blank=True, default="")
    thread = models.UUIDField(unique=True)
    case = models.UUIDField(unique=True)
    state = models.TextField(default="waiting")
    problems = models.JSONField(default=list)
    asked_at = models.DateTimeField()
    asked_by = models.UUIDField()
    asked_by_name = models.TextField()
    settled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=models.Q(state="waiting"),
                name="identity_change_waits_once",
            )
        ]
