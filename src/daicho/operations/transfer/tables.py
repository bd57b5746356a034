"""Tables (レイアウトの五つの表): what goes with an export, so that the next system can read it without asking (STD-10.6).

移行ファイル構成表, 関連図, データ項目一覧表, コード構成表, コード一覧: written from the layout that wrote the files.
"""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from daicho.operations.transfer.layout import FILES, Column, File
from daicho.operations.transfer.profile import Profile, reversed_codes

FOLDER: Final = "layout"
Rows = Iterator[Sequence[object]]


def write_tables(folder: Path, *, profile: Profile, written: dict[str, dict[str, object]]) -> None:
    """Write the five tables into `layout/`, and enter them among the files written."""
    (folder / FOLDER).mkdir(mode=0o700)
    tables = {
        "移行ファイル構成表": _files(profile, dict(written)),
        "関連図": _relations(profile),
        "データ項目一覧表": _items(profile),
        "コード構成表": _code_tables(profile),
        "コード一覧": _codes(profile),
    }
    for title, rows in tables.items():
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\n")
        listed = list(rows)
        writer.writerows(listed)
        content = out.getvalue().encode()
        name = f"{FOLDER}/{title}.csv"
        (folder / name).write_bytes(content)
        written[name] = {"lines": len(listed) - 1, "sha256": hashlib.sha256(content).hexdigest()}


def _files(profile: Profile, written: Mapping[str, Mapping[str, Any]]) -> Rows:
    yield "番号", "ファイル", "内容", "形式", "文字", "暗号化", "区分", "件数", "SHA-256"
    for number, file in enumerate(FILES, start=1):
        name = profile.name_of(file)
        said = written[name]
        yield (
            number,
            name,
            file.title,
            "CSV（見出し1行）",
            "UTF-8",
            "age" if file.encrypted else "なし",
            "レイアウト外" if file.beside else "住民基本台帳",
            said["lines"],
            said["sha256"],
        )


def _relations(profile: Profile) -> Rows:
    yield "ファイル", "項目", "参照するファイル", "参照する項目"
    for file in FILES:
        for own, other, item in file.points_at:
            target = next(f for f in FILES if f.code == other)
            yield (
                profile.name_of(file),
                profile.heading(file, file.column(own)),
                profile.name_of(target),
                profile.heading(target, target.column(item)),
            )


def _items(profile: Profile) -> Rows:
    yield (
        "ファイル",
        "番号",
        "見出し",
        "項目名",
        "型",
        "桁",
        "必須",
        "外字",
        "コード表",
        "空欄の意味",
    )
    for file in FILES:
        for number, column in enumerate(file.columns, start=1):
            yield (
                profile.name_of(file),
                number,
                profile.heading(file, column),
                column.label,
                column.type.value,
                column.length,
                "必須" if column.required else "",
                "文字情報基盤" if column.letters else "",
                _name_of(file, column) if column.codes else "",
                column.default,
            )


def _code_tables(profile: Profile) -> Rows:
    yield "コード表", "ファイル", "項目", "桁", "コードの数"
    for file, column in _coded():
        yield (
            _name_of(file, column),
            profile.name_of(file),
            column.label,
            column.length,
            len(column.codes),
        )


def _codes(profile: Profile) -> Rows:
    yield "コード表", "コード", "意味"
    for file, column in _coded():
        theirs = reversed_codes(profile.of(file).codes.get(column.label, {}))
        for code, meaning in column.codes.items():
            yield _name_of(file, column), theirs.get(code, code), meaning


def _coded() -> Iterator[tuple[File, Column]]:
    for file in FILES:
        for column in file.columns:
            if column.codes:
                yield file, column


def _name_of(file: File, column: Column) -> str:
    return f"{file.title}・{column.label}"
