"""Sheet (表計算の形): lines as CSV (UTF-8 with BOM) whose first row says who took them, where and when."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from daicho.kernel.access import Access
from daicho.kernel.clock import business_now


@dataclass(frozen=True, slots=True)
class Export:
    """A file and its SHA-256."""

    name: str
    content: bytes

    @property
    def digest(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


def sheet(
    access: Access,
    *,
    title: str,
    stem: str,
    columns: Sequence[str],
    rows: Iterable[Sequence[str]],
    count: int,
) -> Export:
    """The file of some rows; `stem` begins its name."""
    now = business_now()
    out = io.StringIO()
    writer = csv.writer(out)
    taken = f"{now:%Y-%m-%d %H:%M:%S}"
    mark = f"{title} {taken} 出力者 {access.login}（{access.name}） 端末 {access.terminal} {count}件 取扱注意"
    writer.writerow([_inert(mark)])
    writer.writerow(columns)
    for row in rows:
        writer.writerow([_inert(text) for text in row])
    return Export(f"{stem}-{now:%Y%m%d-%H%M%S}.csv", out.getvalue().encode("utf-8-sig"))


def _inert(text: str) -> str:
    """A spreadsheet would run a cell that begins like a formula; a login that failed is anybody's text."""
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text
