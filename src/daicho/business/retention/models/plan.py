"""Plan (廃棄の計画): what is over on a day, by file and item; approved, it is the only thing that opens the door of erasing.

An item is an opaque key with the number that people know it by. What was erased stays here as the receipt: 廃棄済.
"""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q


class Plan(models.Model):
    """One plan, by its number (the receipt's). `edition` rises with every act; `digest` is over all that it names.

    `reapplied_at`: it came back from the receipts kept outside, after a restore.
    """

    key = models.UUIDField(primary_key=True, default=uuid.uuid4)
    number = models.TextField(unique=True)
    state = models.TextField()
    edition = models.IntegerField(default=1)
    as_of = models.DateField()
    digest = models.TextField(blank=True, default="")
    words = models.TextField(blank=True, default="")
    office = models.TextField(blank=True, default="")
    drafted_at = models.DateTimeField()
    drafted_by = models.UUIDField()
    drafted_by_name = models.TextField()
    approved_at = models.DateTimeField(null=True)
    approved_by = models.UUIDField(null=True)
    approved_by_name = models.TextField(blank=True, default="")
    approved_words = models.TextField(blank=True, default="")
    job = models.UUIDField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_by_name = models.TextField(blank=True, default="")
    reapplied_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True) | ~Q(approved_by=F("drafted_by")),
                name="retention_second_person",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["approved", "done"]) | Q(approved_by__isnull=False),
                name="retention_approved",
            ),
        ]
        indexes = [models.Index(fields=["state", "drafted_at"], name="retention_plan_state")]


class PlanFile(models.Model):
    """One file of a plan: what ended `before` the day is over, by which rule; how many there were to erase."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="+")
    file = models.TextField()
    title = models.TextField()
    period = models.TextField()
    source = models.TextField()
    before = models.DateField()
    due = models.IntegerField(default=0)
    kept_back = models.IntegerField(default=0)
    digest = models.TextField(blank=True, default="")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["plan", "file"], name="retention_file_once")]


class PlanItem(models.Model):
    """One matter that is over: `kept_for` says why it stays all the same, `erased_at` that it is gone (廃棄済)."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="+")
    file = models.TextField()
    item = models.TextField()
    number = models.TextField(blank=True, default="")
    ended_on = models.DateField()
    kept_for = models.TextField(blank=True, default="")
    erased_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["plan", "file", "item"], name="retention_item_once")
        ]
        indexes = [
            models.Index(
                fields=["plan", "file", "id"],
                name="retention_item_waiting",
                condition=Q(erased_at__isnull=True, kept_for=""),
            ),
            models.Index(
                fields=["item"],
                name="retention_item_erased",
                condition=Q(erased_at__isnull=False),
            ),
            models.Index(
                fields=["number"],
                name="retention_number_erased",
                condition=Q(erased_at__isnull=False) & ~Q(number=""),
            ),
        ]
