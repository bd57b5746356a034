"""PaperSet (電算停止時の用紙) and the numbers reserved on it: what was printed beforehand, and what became of each number."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q


class PaperSet(models.Model):
    """One set of an office. Printed as often as needed: the numbers stay the same. `edition` rises with every act."""

    key = models.UUIDField(primary_key=True, default=uuid.uuid4)
    number = models.TextField(unique=True)
    office = models.TextField()
    receptions = models.SmallIntegerField()
    issues = models.SmallIntegerField()
    copies = models.SmallIntegerField(default=1)
    made_at = models.DateTimeField()
    made_by = models.UUIDField()
    made_by_name = models.TextField()
    edition = models.IntegerField(default=1)
    closed_at = models.DateTimeField(null=True)
    closed_by_name = models.TextField(blank=True, default="")

    class Meta:
        indexes = [models.Index(fields=["made_at"], name="downtime_set_made")]


class Slip(models.Model):
    """One reserved number; `refers` is the number under which it was entered afterwards, `words` why it was spoiled."""

    paper_set = models.ForeignKey(PaperSet, models.PROTECT, related_name="+")
    kind = models.TextField()
    position = models.SmallIntegerField()
    number = models.TextField(unique=True)
    state = models.TextField(default="reserved")
    refers = models.TextField(blank=True, default="")
    url = models.TextField(blank=True, default="")
    words = models.TextField(blank=True, default="")
    settled_at = models.DateTimeField(null=True)
    settled_by = models.UUIDField(null=True)
    settled_by_name = models.TextField(blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["paper_set", "kind", "position"], name="downtime_slip_once"
            ),
            models.UniqueConstraint(
                fields=["kind", "refers"],
                condition=~Q(refers=""),
                name="downtime_entered_once",
            ),
            models.CheckConstraint(
                condition=~Q(state="used") | ~Q(refers=""), name="downtime_used_is_entered"
            ),
        ]
