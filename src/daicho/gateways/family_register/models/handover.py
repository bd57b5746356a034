"""Handover (附票の異動の引渡し): one file of entries for the 戸籍情報システム; each entry is in one of them."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models.functions import Now


class Handover(models.Model):
    """One file: how many entries, its digest, who made it."""

    key = models.UUIDField(primary_key=True, default=uuid.uuid4)
    number = models.TextField(unique=True)
    made_at = models.DateTimeField(db_default=Now())
    made_by = models.UUIDField()
    made_by_name = models.TextField()
    entries = models.IntegerField()
    digest = models.TextField()
