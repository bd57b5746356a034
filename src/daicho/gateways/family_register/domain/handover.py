"""The file for the 戸籍情報システム (附票の異動のファイル): one line an entry, no number of anybody's in it. Pure."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from datetime import date
from io import StringIO
from typing import Final, Protocol

HEADERS: Final = (
    "附票番号",
    "記録番号",
    "記載番号",
    "本籍",
    "筆頭者",
    "氏名",
    "振り仮名",
    "旧氏",
    "生年月日",
    "性別",
    "住所地コード",
    "住所",
    "郵便番号",
    "住所を定めた年月日",
    "国外",
    "異動事由",
    "異動日",
    "記載日",
    "根拠",
    "根拠の番号",
)


class Entry(Protocol):
    """An entry as its row has it."""

    number: int
    name: str
    name_kana: str
    former_surname: str
    birth_on: str
    sex: str
    municipality: str
    address: str
    postal_code: str
    address_since: str
    overseas: str
    reason: str
    event_on: str
    recorded_on: date
    source: str


def row_of(
    entry: Entry, *, annex: str, record: str, domicile: str, head: str, basis: str
) -> tuple[str, ...]:
    """The cells of one entry, in the order of the headers."""
    return (
        annex,
        record,
        str(entry.number),
        domicile,
        head,
        entry.name,
        entry.name_kana,
        entry.former_surname,
        entry.birth_on,
        entry.sex,
        entry.municipality,
        entry.address,
        entry.postal_code,
        entry.address_since,
        entry.overseas,
        entry.reason,
        entry.event_on,
        f"{entry.recorded_on:%Y%m%d}",
        basis,
        entry.source,
    )


def written(cells: Iterable[str]) -> str:
    """One line of the file."""
    out = StringIO()
    csv.writer(out, lineterminator="\r\n").writerow(cells)
    return out.getvalue()
