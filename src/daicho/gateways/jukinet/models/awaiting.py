"""AwaitingNumber (番号待ち): a movement that cannot be told yet, because its person has no 個人番号 (JUK-010)."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Now


class AwaitingNumber(models.Model):
    """One movement of one person; told when the number is designated, in the order of `id`."""

    id = models.BigAutoField(primary_key=True)
    person = models.UUIDField()
    case = models.UUIDField()
    made_at = models.DateTimeField(db_default=Now())
    told_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "case"], name="jukinet_awaits_once")
        ]
        indexes = [
            models.Index(
                fields=["person", "id"],
                name="jukinet_awaiting",
                condition=models.Q(told_at__isnull=True),
            )
        ]
