"""Columns for kernel values: a legal date is one text column in its canonical encoding."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, Final

from django.db import models

from daicho.kernel.uncertain_dates import LegalDate
from daicho.kernel.wareki import Era, eras

REMEMBERED: Final = 16_384


class LegalDateField(models.TextField):  # type: ignore[type-arg]  # generic only in the stubs
    """A `LegalDate` (不詳 and old eras included); NULL is 空欄."""

    def from_db_value(self, value: str | None, *_: object) -> LegalDate | None:
        return None if value is None else decoded(value)

    def to_python(self, value: Any) -> LegalDate | None:  # Any: Django's own signature
        return LegalDate.decode(value) if isinstance(value, str) else value

    def get_prep_value(self, value: Any) -> str | None:  # Any: Django's own signature
        return value.encode() if isinstance(value, LegalDate) else value


def decoded(text: str) -> LegalDate:
    """The date of a column's text; the same few thousand dates stand in most records."""
    return _decoded(text, eras())


@lru_cache(maxsize=REMEMBERED)
def _decoded(text: str, _eras: tuple[Era, ...]) -> LegalDate:
    # What a text says depends on which eras are known (改元).
    return LegalDate.decode(text)
