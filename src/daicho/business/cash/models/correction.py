"""Correction (誤徴収の訂正): what the right fee is, why, who asked, who approved, and the entry that made it right."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q

from daicho.business.cash.models.account import Account, AccountLine
from daicho.business.cash.models.entry import Entry


class Correction(models.Model):
    """One correction of a payment; `difference_yen` is below zero where yen are returned (還付).

    Whoever decides is not whoever asked. What has ended never changes.
    """

    key = models.UUIDField(primary_key=True, default=uuid.uuid4)
    number = models.TextField(unique=True)
    account = models.ForeignKey(Account, models.PROTECT, related_name="+")
    payment = models.ForeignKey(Entry, models.PROTECT, related_name="+")
    difference_yen = models.IntegerField()
    reason = models.TextField()
    state = models.TextField()
    edition = models.IntegerField(default=1)
    office = models.TextField()
    asked_at = models.DateTimeField()
    asked_by = models.UUIDField()
    asked_by_name = models.TextField()
    decided_at = models.DateTimeField(null=True)
    decided_by = models.UUIDField(null=True)
    decided_by_name = models.TextField(blank=True, default="")
    decided_words = models.TextField(blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["account"],
                condition=Q(state__in=["asked", "approved"]),
                name="cash_correction_one_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("asked_by")),
                name="cash_correction_second_person",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["approved", "declined", "done"])
                | Q(decided_by__isnull=False),
                name="cash_correction_decided",
            ),
        ]
        indexes = [models.Index(fields=["state", "asked_at"], name="cash_correction_state")]


class CorrectionLine(models.Model):
    """A line of the account as it should have been; no sheets left means that nothing was due for it."""

    correction = models.ForeignKey(Correction, models.PROTECT, related_name="+")
    line = models.ForeignKey(AccountLine, models.PROTECT, related_name="+")
    count = models.IntegerField()
    exemption = models.TextField(blank=True)
    article = models.TextField(blank=True)
    ground = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["correction", "line"], name="cash_correction_line"),
            models.CheckConstraint(condition=Q(count__gte=0), name="cash_correction_count"),
        ]
