"""NoticeFile (通知のファイル): the notices put out at one time, sealed for the liaison terminal alone, and its handing over (IMM-002, 003)."""

from __future__ import annotations

import uuid

from django.db import models


class NoticeFile(models.Model):
    """One file; `counts` is its 件数表 by class of the notices. Its bytes stay as they are: it is the same however often taken."""

    key = models.UUIDField(primary_key=True, default=uuid.uuid4)
    number = models.TextField(unique=True)
    made_at = models.DateTimeField()
    made_by = models.UUIDField()
    made_by_name = models.TextField()
    count = models.IntegerField()
    counts = models.JSONField()
    digest = models.TextField()
    sealed = models.BinaryField()
    handed_at = models.DateTimeField(null=True)
    handed_by = models.UUIDField(null=True)
    handed_by_name = models.TextField(default="")
    medium = models.TextField(default="")
    receiver = models.TextField(default="")

    class Meta:
        indexes = [models.Index(fields=["-made_at"], name="immigration_file_newest")]
