"""Import: a whole file or nothing, and a list of what is wrong with which line."""

from __future__ import annotations

from datetime import date

import pytest

from daicho.foundation.audit.models import Entry
from daicho.kernel.access import Access
from daicho.kernel.errors import Invalid
from daicho.registers.code_tables.commands.import_rows import RejectedLines, import_rows
from daicho.registers.code_tables.models import CodeRow
from daicho.registers.code_tables.public import rows_on, value_on
from daicho.registers.code_tables.tests.keeping import GORONAI, building, refused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]

HEAD = "国名コード,国名,フリガナ,正式名称,適用を始める日,最後の日"
TODAY = date(2026, 11, 20)


def take(by: Access, *lines: str, table: str = "countries", encoding: str = "utf-8") -> int:
    content = "\r\n".join(lines).encode(encoding)
    return import_rows(by, table=table, content=content, reason="令和9年の国名")


@pytest.mark.proves("STD-1.3.3/m1")
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932"])
def test_a_file_is_taken_over_whole(keeper: Access, encoding: str) -> None:
    lines = (
        HEAD,
        "XAA,架空国,カクウコク,架空共和国,R2.4.1,",
        "XBB,見本国,ミホンコク,,2020-04-01,令和9年3月31日",
        "",
    )
    assert take(keeper, *lines, encoding=encoding) == 2
    assert [row.code for row in rows_on("countries", TODAY)] == ["XAA", "XBB"]
    assert [row.code for row in rows_on("countries", date(2027, 4, 1))] == ["XAA"]
    assert take(keeper, *lines, encoding=encoding) == 0


def test_a_later_file_switches_by_its_dates(keeper: Access) -> None:
    take(keeper, HEAD, "XAA,架空国,,,R2.4.1,")
    take(keeper, HEAD, "XAA,新架空国,,,R9.4.1,")
    assert value_on("countries", "XAA", date(2027, 3, 31)) != value_on(
        "countries", "XAA", date(2027, 4, 1)
    )


def test_one_wrong_line_and_nothing_is_taken_over(keeper: Access) -> None:
    with pytest.raises(RejectedLines) as caught:
        take(
            keeper,
            HEAD,
            "XAA,架空国,カクウコク,,R2.4.1,",
            "xbb,,ABC,,R2.4.1,",
            "XCC,見本国,,,R2.13.1,",
            "XDD,見本国,,,R2.4.1,R1.5.1",
        )
    found = {(line.line, line.item) for line in caught.value.lines}
    assert found == {
        (3, "国名コード"),
        (3, "国名"),
        (3, "フリガナ"),
        (4, "適用を始める日"),
        (5, "最後の日"),
    }
    assert all(line.reason for line in caught.value.lines)
    assert not CodeRow.objects.exists()
    assert Entry.objects.latest("seq").outcome == "refused"


def test_lines_that_cannot_stand_side_by_side_are_rejected(keeper: Access) -> None:
    building(keeper, "1", "見本ハイツ")
    head = "建物番号,町字,番地・号,方書,フリガナ,適用を始める日,最後の日"
    take(keeper, head, f"2,{GORONAI},3-2,見本ハイツ,,R2.4.1,", table="buildings")
    with pytest.raises(RejectedLines) as caught:
        take(keeper, head, f"3,{GORONAI},3番1号,見本ハイツ,,R2.4.1,", table="buildings")
    assert [(line.line, line.item) for line in caught.value.lines] == [(2, "方書")]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        "コード,国名\r\nXAA,架空国".encode(),
        HEAD.encode(),
        b"\xff\xfe\x00\x00",
        f'{HEAD}\r\n"XAA,架空国'.encode(),
    ],
)
def test_what_is_no_file_of_the_table_is_said_so(keeper: Access, content: bytes) -> None:
    with pytest.raises(Invalid) as caught:
        import_rows(keeper, table="countries", content=content, reason="試験")
    assert caught.value.problems[0].field == "file"


def test_a_table_with_pictures_takes_no_file(keeper: Access) -> None:
    with refused("取り込めません"):
        import_rows(keeper, table="seals", content=b"x", reason="試験")


def test_a_file_needs_a_reason(keeper: Access) -> None:
    with refused("理由"):
        import_rows(
            keeper, table="countries", content=f"{HEAD}\nXAA,国,,,R2.4.1,".encode(), reason=""
        )
