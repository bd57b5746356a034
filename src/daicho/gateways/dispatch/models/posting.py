"""Posting (送付先情報の一通): that one household's was made, and what became of it; its content is nowhere but on the line."""

from __future__ import annotations

import uuid

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models.functions import Now


class Posting(models.Model):
    """`message` is the newest that carries it. Made anew after a breakdown it keeps its number, and all that it says of its making.

    `basis` and `persons` are the record of what was provided, to whom it may be given (JUK-059).
    """

    key = models.UUIDField(primary_key=True, default=uuid.uuid4)
    number = models.TextField(unique=True)
    layout = models.TextField()
    basis = models.TextField()
    persons = ArrayField(models.UUIDField())
    print_class = models.TextField()
    elsewhere = models.BooleanField()
    state = models.TextField()
    message = models.UUIDField(null=True)
    thread = models.UUIDField(null=True)
    times = models.IntegerField(default=0)
    processed_on = models.DateField()
    operator = models.UUIDField()
    operator_name = models.TextField()
    terminal = models.TextField()
    made_at = models.DateTimeField(db_default=Now())
    settled_at = models.DateTimeField(null=True)
    problems = models.JSONField(default=list)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["message"], name="dispatch_posting_message")]
        indexes = [
            models.Index(fields=["-made_at", "key"], name="dispatch_posting_newest"),
            GinIndex(fields=["persons"], name="dispatch_posting_persons"),
        ]
