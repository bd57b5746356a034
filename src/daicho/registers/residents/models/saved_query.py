"""SavedQuery (検索条件の保存): the last conditions that one member of staff searched by (STD-2.1.1)."""

from __future__ import annotations

import uuid

from django.db import models


class SavedQuery(models.Model):
    """What was typed, but for 個人番号 and 住民票コード, which are stored nowhere but in the vault."""

    key = models.UUIDField(primary_key=True, default=uuid.uuid4)
    staff_key = models.UUIDField()
    conditions = models.JSONField()
    used_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["staff_key", "-used_at"], name="residents_saved_query_mine")
        ]
