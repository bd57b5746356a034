"""Change of the history (履歴の追加・修正・削除, STD-10.2/m2): which of the three a movement is, for the log of operations.

A correction states anew what was entered wrongly, a reversal takes a movement back; every other movement adds to the
history. (The register itself only ever appends: ADR 3.)
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from daicho.foundation.audit.public import Change

_NOT_ADDED: Final[Mapping[str, Change]] = {
    "error_amend": Change.CORRECT,
    "reversal": Change.DELETE,
}


def change_of(kind: str) -> Change:
    """What a kind of movement (its code) does to the history."""
    return _NOT_ADDED.get(kind, Change.ADD)
