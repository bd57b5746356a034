"""NumberChange (個人番号の変更の要求): one wish and what became of it. There is no list of them (STD-7.1.2.1)."""

from __future__ import annotations

import uuid

from django.db import models


class NumberChange(models.Model):
    """`thread` is that of its messages, `case` the 異動 that records the new number when it comes.

    Whoever `asked` entered it; another person `decided`, and only then does it go to the nation.
    """

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
    state = models.TextField(default="asked")
    problems = models.JSONField(default=list)
    asked_at = models.DateTimeField()
    asked_by = models.UUIDField()
    asked_by_name = models.TextField()
    decided_at = models.DateTimeField(null=True)
    decided_by = models.UUIDField(null=True)
    decided_by_name = models.TextField(blank=True, default="")
    decision_words = models.TextField(blank=True, default="")
    settled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=models.Q(state__in=("asked", "waiting")),
                name="identity_change_waits_once",
            )
        ]
