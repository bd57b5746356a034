"""Verification (真正性確認, JUK-026): what the nation said of a 個人番号 and a 住民票コード; neither of them is here."""

from __future__ import annotations

import uuid

from django.db import models


class Verification(models.Model):
    """One question and its result, for a case or for somebody on the register."""

    key = models.UUIDField(primary_key=True, default=uuid.uuid4)
    case = models.UUIDField(null=True)
    case_number = models.TextField(blank=True, default="")
    person = models.UUIDField(null=True)
    result = models.TextField()
    at = models.DateTimeField()
    by = models.UUIDField()
    by_name = models.TextField()

    class Meta:
        indexes = [
            models.Index(fields=["case", "-at"], name="identity_verified_case"),
            models.Index(fields=["person", "-at"], name="identity_verified_person"),
        ]
