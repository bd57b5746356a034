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
from uuid import UUID

from daicho.kernel.uncertain_dates import LegalDate
from daicho.registers.residents.domain.particulars import ITEM_NAMES, Particulars, Status
from daicho.registers.residents.domain.segments import Stretch


def plain(value: object) -> object:
    """One value as JSON holds it: legal dates by their encoding, dates by ISO 8601, instants in UTC, keys as text."""
    if isinstance(value, LegalDate):
        return value.encode()
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    return value


def _sha256(values: Mapping[str, object]) -> str:
    text = json.dumps(
        {name: plain(value) for name, value in values.items()},
        ensure_ascii=False,
        sort_keys=True,
        separators=(",", ":"),
    )
    return hashlib.sha256(text.encode()).hexdigest()


def items_digest(particulars: Particulars) -> str:
    """SHA-256 of all items (hex)."""
    return _sha256({name: getattr(particulars, name) for name in ITEM_NAMES})


def change_digest(facts: Mapping[str, object]) -> str:
    """SHA-256 of what is kept of a change (hex); `facts` are its columns by name."""
    return _sha256(facts)


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
    days = "empty" if valid.empty else f"{valid.start or ''}/{valid.end or ''}"
    since = recorded_from.astimezone(UTC).isoformat()
    line = f"{items}:{change}:{record}:{person}:{history_number}:{status.value}:{days}:{since}"
    return hashlib.sha256(line.encode()).hexdigest()
