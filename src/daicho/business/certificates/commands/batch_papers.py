"""Papers beside a batch (一括帳票の管理票・除外一覧・文字超過リスト): what the printing job is checked against.

Runs inside the entry of whoever finishes the batch.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final, TypeVar

from daicho.business.certificates.commands.office import notice_issue
from daicho.business.certificates.domain.batch import BATCH_PAPERS, Order, Source
from daicho.business.certificates.domain.overflow_list import overflow_sheet
from daicho.business.certificates.models import Batch, BatchPart, BatchTarget, Issue
from daicho.business.certificates.selectors.overflows import overflow_lines
from daicho.foundation.documents.printing import printer
from daicho.foundation.documents.sheets import Column, ListSheet, Table
from daicho.foundation.documents.sheets import Issue as IssueFacts
from daicho.kernel.access import Access
from daicho.kernel.clock import business_today
from daicho.kernel.wareki import format_wareki

Row = TypeVar("Row")
A_FILE: Final = 1_000
"""Lines of one file of a list: a file is laid out at once in memory."""
CONTROL, LEFT, OVERFLOWS = "管理票.pdf", "除外一覧.pdf", "文字超過リスト.pdf"


@dataclass(frozen=True, slots=True)
class Paper:
    """One file."""

    name: str
    pdf: bytes
    pages: int


def closing_papers(access: Access, batch: Batch, *, made: int, left: int) -> Iterator[Paper]:
    """管理票 always; the lists where there is something to list, a file for so many lines of them, one at a time."""
    issue = notice_issue(business_today(), number="", sealed=False, specimen=False)
    yield _drawn(CONTROL, control_sheet(access, batch, issue, made=made, left=left))
    rows = BatchTarget.objects.filter(batch=batch, state="left_out").order_by("position")
    for n, targets in enumerate(_pieces(rows.iterator(chunk_size=A_FILE)), 1):
        yield _drawn(_name(LEFT, n), _left_out(batch, targets, _which(n), issue))
    lines = overflow_lines(Issue.objects.filter(request_key=batch.key, overflows__gt=0))
    for n, piece in enumerate(_pieces(lines), 1):
        about = f"{_about(batch)}{_which(n)}"
        yield _drawn(_name(OVERFLOWS, n), overflow_sheet(piece, about=about, issue=issue))


def _drawn(name: str, sheet: ListSheet) -> Paper:
    document = printer().render(sheet)
    printer().forget()
    return Paper(name, document.pdf, document.pages)


def _pieces(lines: Iterator[Row]) -> Iterator[list[Row]]:
    while piece := list(islice(lines, A_FILE)):
        yield piece


def _name(name: str, n: int) -> str:
    return name if n == 1 else name.replace(".pdf", f"-{n}.pdf")


def _which(n: int) -> str:
    return "" if n == 1 else f"　続き（{n}冊目）"


def control_sheet(
    access: Access, batch: Batch, issue: IssueFacts, *, made: int, left: int
) -> ListSheet:
    """管理票: every file with its places, sheets, pages and numbers; the totals above."""
    parts = BatchPart.objects.filter(batch=batch, sheets__gt=0).order_by("number")
    pages = sum(part.pages for part in parts)
    return ListSheet(
        title="一括帳票　管理票",
        as_of=f"{format_wareki(business_today())}作成",
        lead=(
            f"{_about(batch)}　{Order(batch.sorted_by).label}　作成者 {access.name}\n"
            f"対象 {batch.targets}件　出力 {made}通　{pages}ページ　除外 {left}件　ファイル {len(parts)}個"
        ),
        table=Table(
            (
                Column("ファイル", 4),
                Column("順番", 8),
                Column("通数", 5),
                Column("ページ", 5),
                Column("発行番号（最初）", 13),
                Column("発行番号（最後）", 13),
            ),
            tuple(
                (
                    f"{part.number:03d}",
                    f"{part.first}～{part.last}",
                    str(part.sheets),
                    str(part.pages),
                    part.first_number,
                    part.last_number,
                )
                for part in parts
            ),
        ),
        issue=issue,
    )


def _left_out(
    batch: Batch, rows: Sequence[BatchTarget], which: str, issue: IssueFacts
) -> ListSheet:
    return ListSheet(
        title="一括帳票　除外一覧",
        as_of=f"{format_wareki(business_today())}作成",
        lead=f"{_about(batch)}のうち、作らなかったもの{which}　{len(rows)}件",
        table=Table(
            (Column("順番", 5), Column("世帯番号・宛名番号・宛先", 14), Column("理由", 29)),
            tuple((str(row.position), row.unit, row.reason) for row in rows),
        ),
        issue=issue,
    )


def _about(batch: Batch) -> str:
    return f"{BATCH_PAPERS[batch.paper].title}（{Source(batch.source).label}）"
