"""Account (会計): what somebody is to pay at once, line by line, and the issued sheets that it is for."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q


class Account(models.Model):
    """One account. It never changes but for being dropped unpaid; `request_key` says for which request it is.

    `line_count` is how many lines it was opened with, so that none can be added.
    """

    key = models.UUIDField(primary_key=True, default=uuid.uuid4)
    number = models.TextField(unique=True)
    request_key = models.UUIDField()
    opened_on = models.DateField()
    opened_at = models.DateTimeField()
    opened_by = models.UUIDField()
    opened_by_name = models.TextField()
    office = models.TextField()
    terminal = models.TextField()
    line_count = models.SmallIntegerField()
    dropped_at = models.DateTimeField(null=True)
    dropped_by = models.UUIDField(null=True)
    dropped_reason = models.TextField(blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["request_key"],
                condition=Q(dropped_at__isnull=True),
                name="cash_account_once_for_a_request",
            )
        ]
        indexes = [models.Index(fields=["office", "opened_on"], name="cash_account_day")]


class AccountLine(models.Model):
    """One line as it was charged; amounts in whole yen."""

    account = models.ForeignKey(Account, models.PROTECT, related_name="+")
    position = models.SmallIntegerField()
    code = models.TextField()
    title = models.TextField()
    count = models.IntegerField()
    unit_yen = models.IntegerField()
    exemption = models.TextField(blank=True)
    article = models.TextField(blank=True)
    ground = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["account", "position"], name="cash_line_position"),
            models.CheckConstraint(
                condition=Q(count__gte=1, unit_yen__gte=0), name="cash_line_not_negative"
            ),
        ]


class AccountSheet(models.Model):
    """An issued sheet on a line; one sheet is charged once, unless the account is dropped."""

    line = models.ForeignKey(AccountLine, models.PROTECT, related_name="+")
    issue = models.UUIDField()
    dropped = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["issue"], condition=Q(dropped=False), name="cash_sheet_charged_once"
            )
        ]
