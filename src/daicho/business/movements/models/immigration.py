"""Immigration (出入国在留管理庁との通知): notices that came in, and messages that go out. None is ever deleted."""

from __future__ import annotations

import uuid

from django.db import models


class ImmigrationNotice(models.Model):
    """One 長官通知 as it came. `case` is the draft that it opened; without one it waits for a person (未取込).

    `items` are the new values by name of the item, `dismissed_reason` why nothing was to be done with it here.
    """

    key = models.UUIDField(primary_key=True, default=uuid.uuid4)
    number = models.TextField(unique=True)
    noticed_on = models.DateField()
    effect = models.TextField()
    event_on = models.DateField()
    ground = models.TextField(blank=True)
    card_number = models.TextField(blank=True)
    name = models.TextField()
    birth = models.TextField()
    sex = models.TextField(blank=True)
    items = models.JSONField()
    file_digest = models.TextField()
    received_at = models.DateTimeField()
    received_by = models.UUIDField()
    person = models.UUIDField(null=True)
    matched_by = models.TextField(blank=True)
    case = models.UUIDField(null=True)
    dismissed_reason = models.TextField(blank=True)
    settled_at = models.DateTimeField(null=True)
    settled_by = models.UUIDField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["noticed_on", "number"],
                name="movements_notice_waiting",
                condition=models.Q(settled_at__isnull=True),
            )
        ]


class ImmigrationMessage(models.Model):
    """One 市町村通知・市町村伝達 for one person, in the order of the movements; not before `due_on`.

    `addressee` is the agency's name on the day it was made. `taken_at`: the gateway has begun to send it, `sent_at`: the
    agency has it. `withdrawn_at`: the 異動 was cancelled before it went.
    """

    id = models.BigAutoField(primary_key=True)
    key = models.UUIDField(unique=True, default=uuid.uuid4)
    case = models.UUIDField()
    person = models.UUIDField()
    movement = models.TextField()
    reason = models.TextField()
    message_class = models.TextField()
    event_on = models.DateField()
    due_on = models.DateField()
    addressee = models.TextField()
    made_at = models.DateTimeField()
    taken_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["due_on", "id"],
                name="movements_message_due",
                condition=models.Q(sent_at__isnull=True, withdrawn_at__isnull=True),
            ),
            models.Index(fields=["case"], name="movements_message_case"),
        ]
