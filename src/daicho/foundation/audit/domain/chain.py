"""Chain (連鎖): what binds an entry to the one before it, computed here apart from the database.

hash = SHA-256( previous hash ‖ seq as 8 bytes ‖ at in microseconds since 1970 as 8 bytes ‖ body in UTF-8 ).
The database's function `audit_append` computes the same; the two are compared by every verification.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

GENESIS = bytes(32)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def canonical(body: Mapping[str, object]) -> str:
    """The one text of a body: keys sorted, no spaces, Japanese as it is."""
    return json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def link(*, previous: bytes, seq: int, at: datetime, body: str) -> bytes:
    """The hash of one entry (32 bytes)."""
    micros = (at - _EPOCH) // timedelta(microseconds=1)
    return hashlib.sha256(
        previous + seq.to_bytes(8, "big") + micros.to_bytes(8, "big") + body.encode()
    ).digest()
