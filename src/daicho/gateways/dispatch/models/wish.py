"""Wish (通知の対象): somebody who is to be told of their 個人番号; what is told is made from the register when it goes."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models.functions import Now

from daicho.gateways.dispatch.domain.states import WAITING
from daicho.gateways.dispatch.models.arrangement import Arrangement
from daicho.gateways.dispatch.models.posting import Posting


class Wish(models.Model):
    """One person and one designation, or one person and one list of the card system: told once.

    `ground` names what is told once: the designated number (its reference in the vault) or the list's thread. `make_at`:
    when it is made by itself; null where a person must look first.
    """

    key = models.UUIDField(primary_key=True, default=uuid.uuid4)
    person = models.UUIDField()
    ground = models.TextField()
    why = models.TextField()
    target_reason = models.TextField(default="")
    number_ref = models.UUIDField()
    case = models.UUIDField(null=True)
    thread = models.UUIDField(null=True)
    state = models.TextField()
    make_at = models.DateTimeField(null=True)
    arrangement = models.ForeignKey(Arrangement, models.PROTECT, null=True, related_name="+")
    posting = models.ForeignKey(Posting, models.PROTECT, null=True, related_name="+")
    problems = models.JSONField(default=list)
    words = models.TextField(default="")
    edition = models.IntegerField(default=0)
    noted_at = models.DateTimeField(db_default=Now())
    changed_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "ground"], name="dispatch_told_once")
        ]
        indexes = [
            models.Index(fields=["state", "-changed_at"], name="dispatch_wish_state"),
            models.Index(
                fields=["make_at"],
                name="dispatch_wish_due",
                condition=models.Q(state__in=[s.value for s in WAITING]),
            ),
        ]
