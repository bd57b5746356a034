"""Batch (一括帳票): many sheets of one kind as files for a printing job; its targets in order, and its files.

The sheets themselves are issues like any other: `request_key` is the batch, `copy` the position of the target.
"""

from __future__ import annotations

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models


class Batch(models.Model):
    """What was asked for. `wish` holds what the paper needs besides (who asks and why, items, 文書番号, the source).

    `targets` is None until they have been put together; `job` is the job that makes the files, or made them last.
    """

    key = models.UUIDField(primary_key=True, default=uuid.uuid4)
    paper = models.TextField()
    source = models.TextField()
    sorted_by = models.TextField()
    per_file = models.IntegerField()
    wish = models.JSONField()
    job = models.UUIDField(null=True)
    asked_at = models.DateTimeField()
    asked_by = models.UUIDField()
    asked_by_name = models.TextField()
    targets = models.IntegerField(null=True)
    finished_at = models.DateTimeField(null=True)


class BatchTarget(models.Model):
    """One sheet to be made, in its place. `unit` is the 世帯番号 or 宛名番号; `reason` says why none was made."""

    batch = models.ForeignKey(Batch, models.PROTECT, related_name="+")
    position = models.IntegerField()
    unit = models.TextField()
    persons = ArrayField(models.UUIDField())
    records = ArrayField(models.UUIDField())
    state = models.TextField(default="waiting")
    reason = models.TextField(blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["batch", "position"], name="certificates_target_once")
        ]


class BatchPart(models.Model):
    """One file: the targets from `first` to `last`, of which `sheets` were made; `kept_at` once the file lies with `job`."""

    batch = models.ForeignKey(Batch, models.PROTECT, related_name="+")
    number = models.SmallIntegerField()
    first = models.IntegerField()
    last = models.IntegerField()
    sheets = models.IntegerField()
    pages = models.IntegerField()
    first_number = models.TextField(blank=True)
    last_number = models.TextField(blank=True)
    sha256 = models.TextField(blank=True, default="")
    job = models.UUIDField(null=True)
    kept_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["batch", "number"], name="certificates_part_once")
        ]
