"""Orders (順番): the counters that keep each person's messages in the order of their making, on both ends of a line."""

from __future__ import annotations

from django.db import models


class SendingOrder(models.Model):
    """The last number given to one person's messages to one receiver; `key` stands for the person on that line."""

    receiver = models.TextField()
    subject = models.UUIDField()
    key = models.TextField()
    last = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["receiver", "subject"], name="lines_sending_order_one")
        ]


class ArrivalOrder(models.Model):
    """The number that is due next of one sender's key, and how many that came too early are held."""

    sender = models.TextField()
    key = models.TextField()
    next = models.BigIntegerField()
    early = models.IntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["sender", "key"], name="lines_arrival_order_one")
        ]
        indexes = [
            models.Index(fields=["id"], name="lines_arrival_early", condition=models.Q(early__gt=0))
        ]
