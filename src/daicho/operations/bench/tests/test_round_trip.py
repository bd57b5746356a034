"""The round trip's own judgement: what it spoils it can name again, and two exports that differ are not called equal."""

from __future__ import annotations

import csv
from pathlib import Path
from uuid import uuid4

import pyrage
import pytest

from daicho.operations.bench.round_trip import differences, spoil, unreported
from daicho.operations.transfer.layout import FILES, NUMBERS, RESIDENTS

IDENTITY = pyrage.x25519.Identity.generate()
LABELS = [column.label for column in RESIDENTS.columns]


def exported(folder: Path, rows: list[dict[str, str]]) -> Path:
    """A folder as an export writes it, with these lines of residents."""
    folder.mkdir()
    for file in FILES:
        header = ",".join(c.label for c in file.columns) + "\n"
        sealed = pyrage.encrypt(header.encode(), [IDENTITY.to_public()])
        content = sealed if file is NUMBERS else header.encode()
        (folder / file.name).write_bytes(content)
    with (folder / RESIDENTS.name).open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, LABELS, restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    return folder


def rows_of(*changes: str) -> list[dict[str, str]]:
    return [
        {"宛名番号": f"{n:010}", "異動番号": c, "備考": "一行目\n二行目"}
        for n, c in enumerate(changes)
    ]


def test_what_is_spoilt_is_known_by_line_and_item(tmp_path: Path) -> None:
    source = exported(tmp_path / "source", rows_of(*["a"] * 40))
    spoilt = spoil(source, tmp_path / "spoilt", lines=8)
    assert spoilt == []  # every line of these is part of a record of two
    plain = exported(tmp_path / "plain", [{"宛名番号": f"{n:010}"} for n in range(40)])
    spoilt = spoil(plain, tmp_path / "other", lines=8)
    assert len(spoilt) == 8
    with (tmp_path / "other" / RESIDENTS.name).open(encoding="utf-8", newline="") as stream:
        lines = list(csv.DictReader(stream))
    assert all(lines[line - 2][item] or item == "生年月日" for line, item in spoilt)
    rejects = tmp_path / "rejects.csv"
    told = "".join(f"x,{line},1,{item},y\n" for line, item in spoilt[1:])
    rejects.write_text("ファイル,行,宛名番号,項目,理由\n" + told, encoding="utf-8-sig")
    assert unreported(rejects, spoilt) == spoilt[:1]


def test_keys_may_differ_but_each_stands_for_one_other(tmp_path: Path) -> None:
    one, two, a, b = (str(uuid4()) for _ in range(4))
    first = exported(tmp_path / "first", rows_of(one, two, one))
    assert not list(differences(first, exported(tmp_path / "same", rows_of(a, b, a)), IDENTITY))
    for name, other in (("joined", (a, a, a)), ("parted", (a, b, str(uuid4())))):
        found = list(differences(first, exported(tmp_path / name, rows_of(*other)), IDENTITY))
        assert [item for _, _, item in found] == ["異動番号"]


@pytest.mark.parametrize("item", ["氏名", "備考", "宛名番号"])
def test_any_other_value_is_a_difference(tmp_path: Path, item: str) -> None:
    key = str(uuid4())
    first = exported(tmp_path / "first", rows_of(key, key))
    rows = rows_of(key, key)
    rows[1][item] = "別"
    assert list(differences(first, exported(tmp_path / "second", rows), IDENTITY)) == [
        (RESIDENTS.name, 3, item)
    ]
    shorter = exported(tmp_path / "shorter", rows_of(key))
    assert list(differences(first, shorter, IDENTITY)) == [(RESIDENTS.name, 3, "行")]
