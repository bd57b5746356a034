"""Issue (交付) and Certifier (認証者): every sheet that went out, and in whose name.

What is stored of an issued sheet: the encrypted snapshot of its fields, the template's version and the PDF's digest;
the PDF is rebuilt from them (record.md).
"""

from __future__ import annotations

import uuid

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models


class Certifier(models.Model):
    """In whose name certificates go out from a day on (STD-5.6); the newest row that has begun counts."""

    valid_from = models.DateField()
    title = models.TextField()
    name = models.TextField()
    acting = models.BooleanField(default=False)
    entered_at = models.DateTimeField()
    entered_by = models.UUIDField()


class Issue(models.Model):
    """One copy of one certificate (STD-1.3.8)."""

    key = models.UUIDField(primary_key=True, default=uuid.uuid4)
    request_key = models.UUIDField()
    copy = models.SmallIntegerField()
    number = models.TextField(unique=True)
    kind = models.TextField()
    issued_on = models.DateField()
    issued_at = models.DateTimeField()
    issued_by = models.UUIDField()
    issued_by_name = models.TextField()
    office = models.TextField()
    terminal = models.TextField()
    persons = ArrayField(models.UUIDField())
    requester = models.TextField()
    requester_name = models.TextField()
    ground = models.TextField(blank=True)
    identity_documents = ArrayField(models.TextField())
    items = ArrayField(models.TextField())
    official = models.BooleanField(default=False)
    by_post = models.BooleanField(default=False)
    fee_yen = models.IntegerField()
    pages = models.SmallIntegerField()
    template_version = models.TextField()
    pdf_sha256 = models.TextField()
    snapshot = models.BinaryField()
    snapshot_key = models.TextField()
    verify_code = models.TextField(blank=True)
    verify_digest = models.TextField(blank=True)
    spoiled_at = models.DateTimeField(null=True)
    spoiled_by = models.UUIDField(null=True)
    spoiled_reason = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["request_key", "copy"], name="certificates_issue_once")
        ]
        indexes = [
            models.Index(fields=["issued_on", "number"], name="certificates_issue_day"),
            GinIndex(fields=["persons"], name="certificates_issue_persons"),
        ]
