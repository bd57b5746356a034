"""Roman name (ローマ字氏名・ローマ字旧氏): as the desk confirmed them for 送付先情報; the register has no such item."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Now


class RomanName(models.Model):
    """One person's, sealed; emptied after its period."""

    person = models.UUIDField(primary_key=True)
    sealed = models.BinaryField(null=True)
    data_key = models.TextField(default="")
    kept_at = models.DateTimeField(db_default=Now())
    kept_by = models.UUIDField()
    kept_by_name = models.TextField()
    erased_at = models.DateTimeField(null=True)
