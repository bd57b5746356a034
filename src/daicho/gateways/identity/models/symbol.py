"""SymbolRequest (符号の取得要求, STD-7.1.2.2): for whom, why, and whether it reached the nation."""

from __future__ import annotations

import uuid

from django.db import models


class SymbolRequest(models.Model):
    """One request; `case` is the 異動 that caused it, None where it was asked by hand."""

    key = models.UUIDField(primary_key=True, default=uuid.uuid4)
    person = models.UUIDField()
    reason = models.TextField()
    case = models.UUIDField(null=True)
    message = models.UUIDField(unique=True)
    state = models.TextField(default="waiting")
    problems = models.JSONField(default=list)
    asked_at = models.DateTimeField()
    asked_by_name = models.TextField()
    settled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "case"],
                condition=models.Q(case__isnull=False),
                name="identity_symbol_once",
            )
        ]
        indexes = [models.Index(fields=["state", "-asked_at"], name="identity_symbol_newest")]
