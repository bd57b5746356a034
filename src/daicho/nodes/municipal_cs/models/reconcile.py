"""Code block (区画): in which block of 整合性確認 a 住民票コード stands, without the code (JUK-016, 017)."""

from __future__ import annotations

from django.db import models


class CodeBlock(models.Model):
    """`mark` is a keyed hash of the code's first five digits; a code's reference never gets another code."""

    code = models.UUIDField(primary_key=True)
    mark = models.BinaryField()

    class Meta:
        indexes = [models.Index(fields=["mark"], name="cs_code_block")]
