"""Number (番号) and PoolCode (付番用の住民票コード): ciphertext that only the role `vault` may read."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models.functions import Now


class Number(models.Model):
    """One 個人番号 or 住民票コード that was ever given to somebody; never reused, never changed."""

    key = models.UUIDField(primary_key=True, default=uuid.uuid4)
    kind = models.TextField()
    lookup = models.BinaryField()
    lookup_key = models.TextField()
    sealed = models.BinaryField()
    data_key = models.TextField()
    made_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "lookup", "lookup_key"], name="vault_number_never_reissued"
            )
        ]


class PoolCode(models.Model):
    """One 住民票コード received for new residents and not yet given (STD-4.3.1). Keys are random."""

    key = models.UUIDField(primary_key=True, default=uuid.uuid4)
    lookup = models.BinaryField(unique=True)
    lookup_key = models.TextField()
    sealed = models.BinaryField()
    data_key = models.TextField()
