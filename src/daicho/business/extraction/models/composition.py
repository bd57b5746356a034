"""Composition (抽出の控え): a query that somebody puts together, keeps, shares with their office, and asks again."""

from __future__ import annotations

import uuid

from django.db import models


class Composition(models.Model):
    """One composition. Without a title it is a draft of its owner's; `edition` rises with every change.

    `asked` is the query as it was when it was last asked for, so that what changed since is marked.
    """

    key = models.UUIDField(primary_key=True, default=uuid.uuid4)
    title = models.TextField(blank=True)
    edition = models.IntegerField(default=1)
    query = models.JSONField()
    asked = models.JSONField(null=True)
    shared = models.BooleanField(default=False)
    owner = models.UUIDField()
    owner_name = models.TextField()
    office = models.TextField(blank=True)
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    deleted_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["owner", "-changed_at"], name="extraction_own"),
            models.Index(
                fields=["office", "-changed_at"],
                name="extraction_shared",
                condition=models.Q(shared=True, deleted_at__isnull=True),
            ),
        ]
