"""Reasons (異動事由): one table of the standard's 37 (STD-1.2.2): on which records each may come, and how it leaves them.

Two words name two reasons each (改製, 再製: one of entry, one of removal), so that 37 reasons have 35 words.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Standing(StrEnum):
    """レコード状況フラグ: how a record stands; `UNKNOWN` is no value of the flag but a code that nobody has."""

    PRESENT = "現存"
    MOVED_OUT = "転出"
    DEAD = "死亡"
    REMOVED = "消除"
    UNKNOWN = ""


class Group(StrEnum):
    """The standard's three groups of reasons."""

    ENTRY = "記載"
    REMOVAL = "消除"
    CHANGE = "修正"


_NEW = frozenset({Standing.UNKNOWN})
_PRESENT = frozenset({Standing.PRESENT})
_GONE = frozenset({Standing.MOVED_OUT, Standing.DEAD, Standing.REMOVED})
_ALIVE_ELSEWHERE = frozenset({Standing.UNKNOWN, Standing.MOVED_OUT, Standing.REMOVED})
_ANY = _PRESENT | _GONE
_LEFT = frozenset({Standing.PRESENT, Standing.MOVED_OUT})
_REMOVED = frozenset({Standing.REMOVED})

# 住所 and what is written with it. 続柄 goes along: whoever moves within the town may come to another household.
ADDRESS_ITEMS: Final = frozenset({"9", "10", "11", "12", "15", "16", "20"})
# Of the movement, the line and the machine: they differ with every update.
ALWAYS: Final = frozenset({"16", "21", "22", "23", *(str(n) for n in range(26, 37))})


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason: the standings it may find, the standings it may leave; `keeps` the standing; `touches` alone, if told."""

    groups: frozenset[Group]
    before: frozenset[Standing]
    after: frozenset[Standing]
    keeps: bool = False
    touches: frozenset[str] | None = None
    count: int = 1


def _entry(before: frozenset[Standing]) -> Reason:
    return Reason(frozenset({Group.ENTRY}), before, _PRESENT)


def _removal(after: frozenset[Standing]) -> Reason:
    return Reason(frozenset({Group.REMOVAL}), _PRESENT, after)


def _change(
    before: frozenset[Standing] = _PRESENT, touches: frozenset[str] | None = None
) -> Reason:
    return Reason(frozenset({Group.CHANGE}), before, before, keeps=True, touches=touches)


# A record is made anew: the old one ends and the new one begins, of the same person.
_REMADE: Final = Reason(frozenset({Group.ENTRY, Group.REMOVAL}), _ANY, _PRESENT | _REMOVED, count=2)
# A record of the other kind (日本人・外国人) follows upon the one that ended.
_OTHER_KIND: Final = _entry(_ALIVE_ELSEWHERE | _PRESENT)

REASONS: Final[dict[str, Reason]] = {
    "国内転入": _entry(_ALIVE_ELSEWHERE),
    "国外転入等": _entry(_ALIVE_ELSEWHERE),
    "出生": _entry(_NEW),
    "職権記載（帰化等）": _OTHER_KIND,
    "職権記載（国籍喪失）": _OTHER_KIND,
    "職権記載": _entry(_ALIVE_ELSEWHERE | {Standing.DEAD}),
    "改製": _REMADE,
    "再製": _REMADE,
    "異動の取消し（増）": _entry(_GONE),
    "国内転出": _removal(_LEFT),
    "国外転出": _removal(_LEFT),
    "死亡": _removal(frozenset({Standing.DEAD})),
    "職権消除（帰化等）": _removal(_REMOVED),
    "職権消除（国籍喪失）": _removal(_REMOVED),
    "職権消除": _removal(_REMOVED),
    "異動の取消し（減）": _removal(_REMOVED),
    "転居": _change(touches=ADDRESS_ITEMS),
    "軽微な修正": _change(_ANY),
    "職権修正": _change(_ANY),
    "誤記修正": _change(_ANY),
    "個人番号の変更請求": _change(),
    "個人番号の職権修正": _change(_ANY),
    "個人番号の職権記載": _change(_ANY),
    "住民票コードの変更請求": _change(),
    "住民票コードの職権記載": _change(),
    "世帯分離": _change(),
    "世帯合併": _change(),
    "世帯変更": _change(),
    "世帯主変更": _change(),
    "旧氏の記載": _change(),
    "旧氏の変更": _change(),
    "旧氏の削除": _change(),
    "通称の記載": _change(),
    "通称の削除": _change(),
    "異動の取消し（修正）": _change(_ANY),
}
# What takes a 転出 back, whether it lay ahead or had come.
CANCELLATIONS: Final = frozenset({"異動の取消し（増）", "異動の取消し（修正）"})
