"""Lists (通知の対象者の一覧) beside the letters that are sent to many, each kept like a paper."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from daicho.business.certificates.domain.composition import address_line
from daicho.business.certificates.domain.letters import Headless, removed_on
from daicho.business.certificates.domain.notice_texts import day
from daicho.foundation.documents.sheets import Column, Issue, ListSheet, Table
from daicho.kernel.wareki import format_seireki, format_wareki
from daicho.registers.residents.domain.segments import Holding

LISTS: Final[dict[str, str]] = {
    "head_change_list": "世帯主変更依頼対象者リスト",
    "arrival_list": "転入通知未着者一覧",
    "late_list": "届出期間経過者一覧",
    "residence_list": "在留期間満了予定者一覧",
}


def headless_list(households: Sequence[Headless], *, on: date, issue: Issue) -> ListSheet:
    """世帯主変更依頼対象者リスト."""
    return ListSheet(
        title=LISTS["head_change_list"],
        as_of=f"{format_wareki(on)}現在",
        lead=f"世帯主がいない世帯　{len(households)}世帯",
        table=Table(
            (
                Column("世帯番号", 7),
                Column("宛先（最上位の人）", 11),
                Column("住所", 17),
                Column("人数", 4),
                Column("いなくなった日", 9),
            ),
            tuple(
                (
                    h.number,
                    h.first.particulars.printed_name,
                    address_line(h.first.particulars),
                    f"{len(h.members)}人",
                    day(h.since),
                )
                for h in households
            ),
        ),
        issue=issue,
    )


def arrival_list(held: Sequence[Holding], *, on: date, issue: Issue) -> ListSheet:
    """転入通知未着者一覧: those who moved out, and those removed ex officio."""
    return ListSheet(
        title=LISTS["arrival_list"],
        as_of=f"{format_wareki(on)}現在",
        lead=f"国内転出・職権消除の後、転入通知が届いていない人　{len(held)}人",
        table=Table(
            (
                Column("宛名番号", 7),
                Column("氏名", 10),
                Column("消除の事由", 7),
                Column("消除の日", 8),
                Column("転出先（予定）", 16),
            ),
            tuple(
                (
                    h.atena_number,
                    h.particulars.printed_name,
                    h.particulars.removal_reason or h.particulars.removal.label,
                    removed_on(h),
                    h.particulars.destination_planned,
                )
                for h in held
            ),
        ),
        issue=issue,
    )


def residence_list(held: Sequence[Holding], *, on: date, issue: Issue) -> ListSheet:
    """在留期間満了予定者一覧."""
    return ListSheet(
        title=LISTS["residence_list"],
        as_of=f"{format_wareki(on)}現在",
        lead=f"在留期間が満了する人、満了した人　{len(held)}人",
        table=Table(
            (
                Column("宛名番号", 7),
                Column("氏名", 14),
                Column("住所", 12),
                Column("在留資格", 7),
                Column("満了の日", 8),
            ),
            tuple(
                (
                    h.atena_number,
                    h.particulars.printed_name,
                    address_line(h.particulars),
                    h.particulars.residence_status,
                    format_seireki(h.particulars.residence_until)
                    if h.particulars.residence_until
                    else "",
                )
                for h in held
            ),
        ),
        issue=issue,
    )


@dataclass(frozen=True, slots=True)
class LateLine:
    """One case notified late."""

    case: UUID
    number: str
    title: str
    names: str
    notified_on: date | None
    deadline: date | None
    persons: tuple[UUID, ...]
    issued: str


def late_list(lines: Sequence[LateLine], *, month: date, issue: Issue) -> ListSheet:
    """届出期間経過者一覧 of the month of a day (practice.md §2)."""
    words = format_wareki(month.replace(day=1)).removesuffix("1日")
    return ListSheet(
        title=LISTS["late_list"],
        as_of=f"{words}に届出のあったもの",
        lead=f"{len(lines)}件",
        table=Table(
            (
                Column("受付番号", 9),
                Column("届出", 7),
                Column("異動者", 13),
                Column("届出期間の末日", 9),
                Column("届出日", 10),
            ),
            tuple(
                (line.number, line.title, line.names, day(line.deadline), day(line.notified_on))
                for line in lines
            ),
        ),
        issue=issue,
    )
