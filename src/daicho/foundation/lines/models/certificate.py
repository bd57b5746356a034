"""Known certificate (署名の証明書): each one that ever signed a message here, so that signatures stay verifiable offline."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Now


class KnownCertificate(models.Model):
    """A signing certificate, by the SHA-256 of its DER form."""

    fingerprint = models.TextField(primary_key=True)
    der = models.BinaryField()
    party = models.TextField()
    serial = models.TextField()
    valid_from = models.DateTimeField()
    valid_until = models.DateTimeField()
    seen_at = models.DateTimeField(db_default=Now())
