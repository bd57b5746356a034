"""CardNotice (カード管理システムの通知): each once; what fits nobody waits for a clerk (保留)."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models.functions import Now


class CardNotice(models.Model):
    """One notice by its own number. `sealed` is what it said, emptied when nothing is left to decide."""

    key = models.UUIDField(primary_key=True, default=uuid.uuid4)
    notice_number = models.TextField(unique=True)
    message = models.UUIDField()
    notice = models.TextField()
    card_number = models.TextField(blank=True)
    occurred_on = models.DateField()
    received_at = models.DateTimeField(db_default=Now())
    state = models.TextField()
    why = models.TextField(blank=True)
    sealed = models.BinaryField(null=True)
    data_key = models.TextField(blank=True)
    card = models.UUIDField(null=True)
    settled_at = models.DateTimeField(null=True)
    settled_by = models.UUIDField(null=True)
    settled_words = models.TextField(blank=True)

    class Meta:
        indexes = [models.Index(fields=["state", "received_at"], name="cards_notice_state")]
