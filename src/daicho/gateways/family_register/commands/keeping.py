"""Keeping (通知の保管): bodies are sealed, since they carry 住民票コード; numbers of notices are counted by kind and year."""

from __future__ import annotations

import json
from base64 import b64decode
from collections.abc import Mapping
from dataclasses import asdict
from enum import StrEnum
from typing import Any, Final, TypeVar
from uuid import UUID

from django.conf import settings
from django.db import connection

from daicho.foundation.vault.public import NumberKind, ring, seal_for_draft
from daicho.gateways.family_register.domain.notices import PREFIXES
from daicho.gateways.family_register.models import AnnexEntry, Notice, Told
from daicho.kernel.clock import business_today
from daicho.kernel.matters import Matter

Body = Mapping[str, Any]  # Any: a body is JSON
_USE: Final = "family_register"
Row = TypeVar("Row", Notice, Told)
NOTICE: Final = Matter("通知", "一覧", "notice")


def sealed_body(key: UUID, body: Body) -> dict[str, Any]:
    """The two columns that hold a body."""
    text = json.dumps(body, ensure_ascii=False)
    return {"sealed": ring().seal_text(f"{_USE}:{key}", text), "data_key": ring().active_data}


def body_of(row: Notice | Told) -> dict[str, Any]:
    """What a notice says, within the caller's own act."""
    text = ring().open_text(f"{_USE}:{row.key}", bytes(row.sealed), key_id=row.data_key)
    body: dict[str, Any] = json.loads(text)
    return body


def sealed_code(code: str) -> dict[str, str]:
    """The three columns that hold a 住民票コード; blank for none."""
    if not code:
        return {"code_sealed": "", "code_lookup": "", "code_key": ""}
    found = asdict(seal_for_draft(NumberKind.RESIDENT_CODE, code))
    return {
        "code_sealed": found["sealed"],
        "code_lookup": found["lookup"],
        "code_key": found["data_key"],
    }


def code_of(entry: AnnexEntry) -> str:
    """The 住民票コード of an entry, inside one call; blank for none."""
    if not entry.code_sealed:
        return ""
    return ring().open(
        NumberKind.RESIDENT_CODE,
        b64decode(entry.code_sealed),
        bytes.fromhex(entry.code_lookup),
        key_id=entry.code_key,
    )


def unsettled(row: Row | None, state: StrEnum) -> Row:
    """The locked row, if it still stands there. `Missing` for none, `Conflict` for one that was settled meanwhile."""
    if row is None:
        raise NOTICE.missing()
    if row.state != state.value:
        raise NOTICE.settled()
    return row


def next_number(kind: str) -> str:
    """The next number of a notice or a 届出 of this year: `AN-2026-000001`."""
    return f"{PREFIXES[kind]}-{business_today():%Y}-{next_serial():06d}"


def next_serial() -> int:
    """The next number of the app's one counter."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('family_register_seq')")
        row = cursor.fetchone()
    assert row is not None
    return int(row[0])


def own_code() -> str:
    """The code of this municipality."""
    code: str = settings.TOWN["code"]
    return code
