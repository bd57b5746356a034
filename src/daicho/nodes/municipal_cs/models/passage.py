"""Passage (電文の取次ぎ): a message that the CS hands on unchanged between the register and the network; its body is not here."""

from __future__ import annotations

import uuid

from django.db import models


class Passage(models.Model):
    """One message handed on; `way` is `out` or `in`, `state` what the receiver said to it."""

    key = models.UUIDField(primary_key=True, default=uuid.uuid4)
    kind = models.TextField()
    way = models.TextField()
    message = models.UUIDField(unique=True)
    sent = models.UUIDField(null=True)
    thread = models.UUIDField()
    sender = models.TextField()
    receiver = models.TextField()
    at = models.DateTimeField()
    state = models.TextField(default="waiting")
    settled_at = models.DateTimeField(null=True)
    problems = models.JSONField(default=list)

    class Meta:
        indexes = [
            models.Index(fields=["way", "at"], name="cs_passage_way"),
            models.Index(fields=["state", "at"], name="cs_passage_state"),
        ]
