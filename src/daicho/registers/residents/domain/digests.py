"""Digests (版の要約値): what the trail says that a version said, so that a change behind the register's back is found.

A version's digest covers all its items, its place in history (履歴番号, 住民状態, valid days, the instant from which the
register said so) and the change that it points at (異動事由, dates, who decided). Only the closing of `recorded` is left
out, for the register itself closes a version later on.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Final
from uuid import UUID

from daicho.kernel.uncertain_dates import LegalDate
from daicho.registers.residents.domain.particulars import ITEM_NAMES, Particulars, Status
from daicho.registers.residents.domain.segments import Stretch

encoded: Final = lru_cache(maxsize=65_536)(LegalDate.encode)
"""A legal date's canonical text: a register says the same dates again and again."""


def plain(value: object) -> object:
    """One value as JSON holds it: legal dates by their encoding, dates by ISO 8601, instants in UTC, keys as text."""
    if isinstance(value, LegalDate):
        return encoded(value)
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    return value


def sha256_of(text: str) -> str:
    """SHA-256 (hex) of a text."""
    return hashlib.sha256(text.encode()).hexdigest()


def _digest(values: Mapping[str, object]) -> str:
    """Of the same text as `json.dumps` writes with sorted keys, put together at a third of the cost."""
    said = ",".join([f'"{name}":{json_text(values[name])}' for name in sorted(values)])
    return sha256_of(f"{{{said}}}")


_SORTED: Final = tuple((f'"{name}":', name) for name in sorted(ITEM_NAMES))
_quoted = json.encoder.encode_basestring


def items_digest(particulars: Particulars) -> str:
    """SHA-256 of all items (hex), as `_digest` of a mapping."""
    said = ",".join([head + json_text(getattr(particulars, name)) for head, name in _SORTED])
    return sha256_of(f"{{{said}}}")


def json_text(value: object) -> str:
    """One value as JSON."""
    if value is None:
        return "null"
    if value is True:
        return "true"
    if value is False:
        return "false"
    if isinstance(value, str):
        return _quoted(value)
    if isinstance(value, int):
        return str(value)
    return _quoted(str(plain(value)))


def change_digest(facts: Mapping[str, object]) -> str:
    """SHA-256 of what is kept of a change (hex); `facts` are its columns by name."""
    return _digest(facts)


def version_digest(
    *,
    items: str,
    change: str,
    record: UUID,
    person: UUID,
    history_number: int,
    status: Status,
    valid: Stretch,
    recorded_from: datetime,
) -> str:
    """SHA-256 of a whole version (hex), from the digests of its items and of its change."""
    return whole_digest(
        items=items,
        change=change,
        record=str(record),
        person=str(person),
        history_number=history_number,
        status=status.value,
        days="empty" if valid.empty else f"{valid.start or ''}/{valid.end or ''}",
        since=instant(recorded_from),
    )


def instant(moment: datetime) -> str:
    """An instant as digests take it."""
    return moment.astimezone(UTC).isoformat()


def whole_digest(
    *,
    items: str,
    change: str,
    record: str,
    person: str,
    history_number: int | str,
    status: str,
    days: str,
    since: str,
) -> str:
    """`version_digest` of what is text already; `days` are `empty` or two days with a stroke between."""
    line = f"{items}:{change}:{record}:{person}:{history_number}:{status}:{days}:{since}"
    return sha256_of(line)
