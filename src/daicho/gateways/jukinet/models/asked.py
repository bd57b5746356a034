"""AskedCertificate (転出証明書情報の求め): what was asked of a municipality for somebody who came before the certificate did (JUK-009)."""

from __future__ import annotations

from django.db import models


class AskedCertificate(models.Model):
    """One request; `thread` is that of its message and of the certificate that answers it. The 住民票コード is kept as a hash."""

    thread = models.UUIDField(primary_key=True)
    origin = models.TextField()
    code_hash = models.TextField()
    asked_at = models.DateTimeField()
    asked_by = models.UUIDField()
    asked_by_name = models.TextField()
    state = models.TextField(default="waiting")
    problems = models.JSONField(default=list)
    certificate = models.UUIDField(null=True)
    settled_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["-asked_at"], name="jukinet_asked_newest")]
