"""Notice (届いた通知・戸籍の届出): one person of one notice, from another municipality or from our own 戸籍 desk."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models.functions import Now


class Notice(models.Model):
    """What came of one person. The body is sealed; `at` is the person's place in it.

    `message` is the message that brought it, None for the 届出 of our own 戸籍 desk. `state` as `domain.notices` says;
    `held_words` why it waits for a person.
    """

    key = models.UUIDField(primary_key=True, default=uuid.uuid4)
    message = models.UUIDField(null=True)
    thread = models.UUIDField(null=True)
    kind = models.TextField()
    number = models.TextField()
    event = models.TextField(blank=True)
    sender = models.TextField()
    at = models.IntegerField()
    sealed = models.BinaryField()
    data_key = models.TextField()
    received_at = models.DateTimeField(db_default=Now())
    received_by_name = models.TextField()
    state = models.TextField()
    held_words = models.TextField(blank=True, default="")
    person = models.UUIDField(null=True)
    case = models.UUIDField(null=True)
    settled_at = models.DateTimeField(null=True)
    settled_by_name = models.TextField(blank=True, default="")
    settled_words = models.TextField(blank=True, default="")

    class Meta:
        indexes = [
            models.Index(
                fields=["received_at"],
                name="family_register_notice_held",
                condition=models.Q(state="held"),
            ),
            models.Index(fields=["-received_at"], name="family_register_notice_new"),
            models.Index(fields=["message"], name="family_register_notice_of"),
            models.Index(fields=["case"], name="family_register_notice_case"),
        ]
