"""Lines of a CSV: read whole, or told by line, item and reason what is wrong."""

from __future__ import annotations

import pytest

from daicho.kernel.csv_lines import LONGEST_CELL, MOST_BYTES, MOST_LINES, csv_lines, csv_text
from daicho.kernel.errors import Invalid


def read(text: str) -> tuple[list[tuple[int, str, dict[str, str]]], list[str]]:
    found = csv_lines(csv_text(text.encode("utf-8-sig")), key="番号")
    lines = [(line.at, line.number, line.cells) for line in found.lines]
    return lines, [f"{problem.what}{problem.why}" for problem in found.problems]


def test_a_line_is_its_place_its_number_and_its_cells() -> None:
    lines, problems = read('番号, 氏名\n1, 見本　太郎 \n\n,\n2,"見本\n花子"\n')
    assert lines == [(2, "1", {"氏名": "見本　太郎"}), (6, "2", {"氏名": "見本\n花子"})]
    assert problems == []


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "1行目 番号"),
        ("名,氏名\n1,見本\n", "1行目 番号"),
        ("番号,氏名,氏名\n1,a,b\n", "同じ見出し"),
        ("番号,氏名\n", "一件もありません"),
        ("番号,氏名\n1\n", "2行目: 読み取れません。列の数"),
        ("番号,氏名\n,見本\n", "2行目 番号: 読み取れません。空欄"),
        (f"番号,氏名\n1,{'見' * (LONGEST_CELL + 1)}\n", "2行目 氏名"),
        ('番号,氏名\n1,"見本\n', "閉じていない"),
        ("番号\n" + "1\n" * (MOST_LINES + 1), f"{MOST_LINES + 2}行目"),
    ],
)
def test_what_is_wrong_is_told_by_its_line(text: str, told: str) -> None:
    assert any(told in words for words in read(text)[1])


@pytest.mark.parametrize(
    "content", ["番号,氏名".encode("cp932"), b"a" * (MOST_BYTES + 1)], ids=["cp932", "large"]
)
def test_another_coding_and_a_file_too_large(content: bytes) -> None:
    with pytest.raises(Invalid, match="ファイル"):
        csv_text(content)
