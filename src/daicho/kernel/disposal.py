"""Disposal (廃棄): what a part of the building offers so that a file of its can be disposed of when its years are over.

A file's code names two functions that its holder gives the database in a migration:

    disposal_due_<code>(before date)      whatever ended before the day, or began before it and has not ended:
        item text          the key by which it is erased
        number text        the number that people know it by, or ''
        ended_on date      from which day its years are counted
        persons uuid[]     whom it is about
        kept_for text      '' or a code of `KEPT_FOR`: why it stays although its years are over
    disposal_erase_<code>(items text[])   erases them with all that hangs on them; only the owner of the tables may

Set-based, so that memory stays flat; what may be erased, and who says so, is the business of retention.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

RUNNING: Final = "running"
REFERENCED: Final = "referenced"
HOLD: Final = "hold"
KEPT_FOR: Final[Mapping[str, str]] = {
    RUNNING: "手続が終わっていない",
    REFERENCED: "まだ保存する記録が参照している",
    HOLD: "保留にしている",
}


@dataclass(frozen=True, slots=True)
class DisposalFile:
    """One file (保存年限のある文書の種類). `number_label` is what its numbers are called; blank where it has none."""

    code: str
    number_label: str = ""
