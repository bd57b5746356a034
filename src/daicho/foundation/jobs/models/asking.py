"""Asking (依頼): who asked, in which standing and from where; kept with every job and every plan."""

from __future__ import annotations

import uuid

from django.db import models


class Asking(models.Model):
    """What was asked for and by whom. `parameters` are kept as checked, words for dates still words."""

    key = models.UUIDField(primary_key=True, default=uuid.uuid4)
    kind = models.TextField()
    parameters = models.JSONField()
    again_of = models.UUIDField(null=True)
    asked_at = models.DateTimeField()
    asked_by = models.UUIDField()
    asked_login = models.TextField()
    asked_by_name = models.TextField()
    office = models.TextField(blank=True)
    terminal = models.TextField(blank=True)
    purpose = models.TextField()
    basis = models.TextField(blank=True)

    class Meta:
        abstract = True
