"""Inquiry (他機関からの照会) and its acts: what was asked, on what basis, who answered for the office (REG-067)."""

from __future__ import annotations

import uuid

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q


class Inquiry(models.Model):
    """One inquiry with its answer. Whoever decides is not whoever prepared it.

    `their_number` is the 文書番号 of the one who asks, `our_number` of the answer; `issue` is the issued 回答書.
    """

    key = models.UUIDField(primary_key=True, default=uuid.uuid4)
    number = models.TextField(unique=True)
    state = models.TextField()
    edition = models.IntegerField(default=1)
    received_on = models.DateField()
    opened_by = models.UUIDField()
    opened_by_name = models.TextField()
    office = models.TextField(blank=True)
    changed_at = models.DateTimeField()

    agency = models.TextField()
    agency_address = models.TextField()
    officer = models.TextField(blank=True)
    their_number = models.TextField()
    their_date = models.DateField(null=True)
    basis = models.TextField()
    reason = models.TextField()
    words = models.TextField(blank=True)
    seen = ArrayField(models.TextField())
    stated_name = models.TextField()
    stated_birth = models.TextField(blank=True)
    stated_address = models.TextField(blank=True)
    items = ArrayField(models.TextField())

    persons = ArrayField(models.UUIDField(), default=list)
    records = ArrayField(models.UUIDField(), default=list)
    our_number = models.TextField(blank=True, default="")
    decided_at = models.DateTimeField(null=True)
    decided_by = models.UUIDField(null=True)
    decided_by_name = models.TextField(blank=True, default="")
    decided_words = models.TextField(blank=True, default="")
    answer_key = models.UUIDField(null=True)
    answered_on = models.DateField(null=True)
    issue = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("opened_by")),
                name="requests_inquiry_second_person",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["approved", "answered", "declined"])
                | Q(decided_by__isnull=False),
                name="requests_inquiry_decided",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "changed_at"], name="requests_inquiry_state"),
            GinIndex(fields=["persons"], name="requests_inquiry_persons"),
        ]


class InquiryAct(models.Model):
    """One act on an inquiry; never changed."""

    inquiry = models.ForeignKey(Inquiry, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    action = models.TextField()
    words = models.TextField(blank=True)
    actor = models.UUIDField()
    actor_name = models.TextField()
    terminal = models.TextField(blank=True)

    class Meta:
        indexes = [models.Index(fields=["inquiry", "at"], name="requests_inquiry_act")]
