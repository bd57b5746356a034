"""Order (抽出の依頼) and its members: what was asked for, on what ground, who approved, and who came out."""

from __future__ import annotations

import uuid

from django.db import models


class Order(models.Model):
    """One order. `query` is settled (its days are days) and never changes; `words` is what the second person reads.

    `digest` is that of the file before any encryption; `left_out` how many fitted and are protected.
    """

    key = models.UUIDField(primary_key=True, default=uuid.uuid4)
    number = models.TextField(unique=True)
    state = models.TextField()
    edition = models.IntegerField(default=1)
    title = models.TextField()
    source = models.TextField()
    query = models.JSONField()
    words = models.TextField()
    purpose = models.TextField()
    basis = models.TextField()
    basis_words = models.TextField()
    form = models.TextField()
    recipient_key = models.TextField(blank=True, default="")
    composition = models.UUIDField(null=True)
    asked_at = models.DateTimeField()
    asked_by = models.UUIDField()
    asked_by_name = models.TextField()
    office = models.TextField(blank=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.UUIDField(null=True)
    decided_by_name = models.TextField(blank=True, default="")
    decided_words = models.TextField(blank=True, default="")
    job = models.UUIDField(null=True)
    made_at = models.DateTimeField(null=True)
    expires_on = models.DateField(null=True)
    count = models.BigIntegerField(default=0)
    people = models.BigIntegerField(default=0)
    left_out = models.BigIntegerField(default=0)
    file_name = models.TextField(blank=True, default="")
    digest = models.TextField(blank=True, default="")

    class Meta:
        indexes = [
            models.Index(fields=["state", "-asked_at"], name="extraction_order_state"),
            models.Index(fields=["asked_by", "-asked_at"], name="extraction_order_own"),
        ]


class OrderMember(models.Model):
    """Somebody whom a file of an order tells of: the list that is kept apart from the trail."""

    order = models.ForeignKey(Order, models.PROTECT, related_name="+")
    person = models.UUIDField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["order", "person"], name="extraction_listed_once")
        ]
        indexes = [models.Index(fields=["person"], name="extraction_member_person")]
