"""Memo (メモ, STD-1.1.15): what staff note about somebody for each other; it is on no certificate."""

from __future__ import annotations

import uuid

from django.db import models

from daicho.registers.residents.models.person import Person


class MemoLine(models.Model):
    """One wording of one memo, by whom and when. Rows are appended; an empty text is the deletion."""

    key = models.UUIDField(primary_key=True, default=uuid.uuid4)
    memo = models.UUIDField()
    edition = models.SmallIntegerField()
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    text = models.TextField(blank=True)
    written_at = models.DateTimeField()
    written_by = models.UUIDField()
    written_by_login = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["memo", "edition"], name="residents_memo_edition")
        ]
        indexes = [models.Index(fields=["person", "memo"], name="residents_memo_person")]
