"""The mail desk's books: 定額小為替 that came (MoneyOrder), and what was sent (Dispatch, 発送簿)."""

from __future__ import annotations

from django.db import models

from daicho.business.requests.models.request import Request


class MoneyOrder(models.Model):
    """One 定額小為替証書 that came with a request; its number comes once in the life of the book."""

    request = models.ForeignKey(Request, models.PROTECT, related_name="+")
    number = models.TextField()
    yen = models.IntegerField()
    issued_on = models.DateField(null=True)
    taken_at = models.DateTimeField()
    taken_by = models.UUIDField()
    taken_by_name = models.TextField()
    returned_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["number"], name="requests_money_order_once"),
            models.CheckConstraint(
                condition=models.Q(yen__gt=0), name="requests_money_order_has_face"
            ),
        ]


class Dispatch(models.Model):
    """One envelope that left: when, how, to whom, with which number, and what went back in it.

    `change_yen` is what was given back in 定額小為替 of the town, `notes_returned` how many notes went back as they
    came. `came_back_on` says that the post returned it (返戻).
    """

    request = models.ForeignKey(Request, models.PROTECT, related_name="+")
    sent_on = models.DateField()
    sent_at = models.DateTimeField()
    method = models.TextField()
    tracking = models.TextField(blank=True)
    destination = models.TextField()
    to_name = models.TextField()
    to_address = models.TextField()
    sheets = models.SmallIntegerField(default=0)
    change_yen = models.IntegerField(default=0)
    notes_returned = models.SmallIntegerField(default=0)
    sent_by = models.UUIDField()
    sent_by_name = models.TextField()
    terminal = models.TextField(blank=True)
    came_back_on = models.DateField(null=True)
    came_back_why = models.TextField(blank=True, default="")

    class Meta:
        indexes = [models.Index(fields=["sent_on", "id"], name="requests_dispatch_day")]
