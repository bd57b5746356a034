"""Certificate (転出証明書情報, 住基法24条の2) that came or went, kept sealed for its period; and what was erased, by day and count."""

from __future__ import annotations

import uuid

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models


class Certificate(models.Model):
    """One 転出証明書情報; `way` is `out` (we are the origin) or `in`. Its body is gone once it is erased.

    `codes` are the vault's references of the people's 住民票コード, by which a later request finds it.
    """

    key = models.UUIDField(primary_key=True, default=uuid.uuid4)
    message = models.UUIDField(unique=True)
    thread = models.UUIDField()
    way = models.TextField()
    origin = models.TextField()
    destination = models.TextField()
    reference = models.TextField(blank=True)
    move_out_on = models.TextField()
    people = models.IntegerField()
    codes = ArrayField(models.UUIDField())
    sealed = models.BinaryField(null=True)
    data_key = models.TextField()
    kept_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    erased_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["way", "kept_at"], name="cs_certificate_way"),
            models.Index(fields=["thread"], name="cs_certificate_thread"),
            GinIndex(fields=["codes"], name="cs_certificate_codes"),
        ]


class Erasure(models.Model):
    """What was erased on one day because its period was over: how many, never who (JUK-008)."""

    at = models.DateTimeField()
    what = models.TextField()
    count = models.IntegerField()
    kept_days = models.IntegerField()

    class Meta:
        indexes = [models.Index(fields=["at"], name="cs_erasure_at")]
