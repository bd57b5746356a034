"""Terminal (端末): a device that 管理 has enrolled; known by a signed cookie, never by a header."""

from __future__ import annotations

from uuid import uuid4

from django.db import models
from django.db.models import Q


class Terminal(models.Model):
    """One device. `name` is what the trail shows (本庁1); a name is free again once revoked."""

    key = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    name = models.CharField(max_length=64)
    office = models.CharField(max_length=100)
    enrolled_by = models.UUIDField()
    enrolled_at = models.DateTimeField()
    revoked_by = models.UUIDField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["name"],
                condition=Q(revoked_at__isnull=True),
                name="terminal_name_once_in_use",
            )
        ]


class EnrolmentCode(models.Model):
    """One-time enrolment code (端末登録コード): kept as a hash, used once, gone after its time."""

    digest = models.CharField(primary_key=True, max_length=64)
    name = models.CharField(max_length=64)
    office = models.CharField(max_length=100)
    issued_by = models.UUIDField()
    issued_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
