"""Told (送る通知): one notice to another municipality about one person, and what became of it."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models.functions import Now


class Told(models.Model):
    """One notice. `state` as `domain.notices` says; one whose municipality is not known has no `message` yet, and waits
    with its sealed body for a person who names it.
    """

    key = models.UUIDField(primary_key=True, default=uuid.uuid4)
    kind = models.TextField()
    number = models.TextField(unique=True)
    municipality = models.TextField(blank=True)
    person = models.UUIDField(null=True)
    case = models.UUIDField(null=True)
    answers = models.UUIDField(null=True)
    message = models.UUIDField(null=True)
    sealed = models.BinaryField()
    data_key = models.TextField()
    state = models.TextField()
    made_at = models.DateTimeField(db_default=Now())
    settled_at = models.DateTimeField(null=True)
    settled_by_name = models.TextField(blank=True, default="")
    settled_words = models.TextField(blank=True, default="")

    class Meta:
        indexes = [
            models.Index(
                fields=["made_at"],
                name="family_register_told_held",
                condition=models.Q(state="unplaced"),
            ),
            models.Index(fields=["-made_at"], name="family_register_told_new"),
            models.Index(fields=["message"], name="family_register_told_message"),
            models.Index(fields=["case"], name="family_register_told_case"),
        ]
