"""Columns for kernel values: a legal date is one text column in its canonical encoding."""

from __future__ import annotations

from typing import Any

from django.db import models

from daicho.kernel.uncertain_dates import LegalDate


class LegalDateField(models.TextField):  # type: ignore[type-arg]  # generic only in the stubs
    """A `LegalDate` (不詳 and old eras included); NULL is 空欄."""

    def from_db_value(self, value: str | None, *_: object) -> LegalDate | None:
        return None if value is None else LegalDate.decode(value)

    def to_python(self, value: Any) -> LegalDate | None:  # Any: Django's own signature
        return LegalDate.decode(value) if isinstance(value, str) else value

    def get_prep_value(self, value: Any) -> str | None:  # Any: Django's own signature
        return value.encode() if isinstance(value, LegalDate) else value
