"""Identity (本人確認情報, 住基法30条の6) with its whole history, and what was not taken in (異常一覧).

住民票コード and 個人番号 are references into the vault; `items` are the others by the seeds' numbers.
"""

from __future__ import annotations

import uuid

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F


class Identity(models.Model):
    """The record of one 住民票コード as it is now; the flags are items 30 to 35, kept apart because they are asked.

    `name_folded`, `seion` and `address_folded` are what searches compare; they are never shown.
    """

    key = models.UUIDField(primary_key=True, default=uuid.uuid4)
    code = models.UUIDField(unique=True)
    former_code = models.UUIDField(null=True)
    number = models.UUIDField(null=True, unique=True)
    layout = models.TextField()
    items = models.JSONField()
    standing = models.TextField()
    sequence = models.IntegerField()
    abnormal_sequence = models.IntegerField(default=0)
    forbidden = models.BooleanField(default=False)
    expected = models.BooleanField(default=False)
    exclusive = models.BooleanField(default=False)
    gaiji = models.BooleanField(default=False)
    stamped_at = models.DateTimeField()
    name_folded = models.TextField()
    seion = models.TextField(blank=True)
    birth = models.TextField()
    sex = models.TextField()
    address_folded = models.TextField()
    edition = models.IntegerField(default=1)

    class Meta:
        indexes = [
            models.Index(fields=["name_folded", "birth"], name="cs_identity_name"),
            models.Index(fields=["seion", "birth"], name="cs_identity_seion"),
            models.Index(fields=["birth"], name="cs_identity_birth"),
            GinIndex(OpClass(F("address_folded"), "gin_trgm_ops"), name="cs_identity_place"),
        ]


class IdentityVersion(models.Model):
    """One update that was taken in, with every item of it; written once. `told…` is what the prefecture said to it.

    `message` is the message of the register, `sent` the one that went on to the prefecture.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    identity = models.ForeignKey(Identity, models.PROTECT, related_name="versions")
    sequence = models.IntegerField()
    message = models.UUIDField(unique=True)
    thread = models.UUIDField()
    layout = models.TextField()
    items = models.JSONField()
    code = models.UUIDField()
    number = models.UUIDField(null=True)
    former_code = models.UUIDField(null=True)
    reason = models.TextField()
    standing = models.TextField()
    written_at = models.DateTimeField()
    sent = models.UUIDField(null=True)
    told = models.TextField(default="waiting")
    told_problems = models.JSONField(default=list)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["identity", "sequence"], name="cs_version_once")
        ]
        indexes = [
            models.Index(fields=["written_at", "reason"], name="cs_version_written"),
            models.Index(fields=["code"], name="cs_version_code"),
        ]


class Rejection(models.Model):
    """An update that was not taken in (`at_whom` us), or that the prefecture or the nation refused later."""

    key = models.UUIDField(primary_key=True, default=uuid.uuid4)
    at = models.DateTimeField()
    at_whom = models.TextField()
    message = models.UUIDField()
    thread = models.UUIDField()
    identity = models.UUIDField(null=True)
    sequence = models.IntegerField(null=True)
    reason = models.TextField(blank=True)
    event_on = models.TextField(blank=True)
    problems = models.JSONField()
    settled_at = models.DateTimeField(null=True)
    settled_by = models.UUIDField(null=True)
    settled_name = models.TextField(blank=True, default="")
    settled_words = models.TextField(blank=True, default="")

    class Meta:
        indexes = [models.Index(fields=["settled_at", "at"], name="cs_rejection_open")]
