"""List of overflows (文字超過リスト, STD-5.8, 10.7/m6): names, addresses and other items that their boxes could not hold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from daicho.foundation.documents.sheets import Column, Excess, Issue, ListSheet, Table
from daicho.kernel.wareki import format_wareki


@dataclass(frozen=True, slots=True)
class OverflowLine:
    """One item of one sheet: the whole text that should stand there, and what was printed instead."""

    issue: UUID
    number: str
    paper: str
    place: str
    label: str
    text: str
    resort: str


def overflow_sheet(lines: Sequence[OverflowLine], *, about: str, issue: Issue) -> ListSheet:
    """The list on paper."""
    return ListSheet(
        title="文字超過リスト",
        as_of=f"{format_wareki(issue.issued_on)}作成",
        lead=f"{about}　{len(lines)}件",
        table=Table(
            (
                Column("発行番号", 10),
                Column("箇所", 5),
                Column("項目", 6),
                Column("印字すべき内容", 21),
                Column("出し方", 6),
            ),
            tuple((one.number, one.place, one.label, one.text, one.resort) for one in lines),
        ),
        issue=replace(issue, excess=Excess.ANNEX),
    )
