"""Openings (交付予約の枠): how a day is cut, and what becomes of a booking."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Final

from daicho.kernel.errors import Problem

MOST: Final = 100


class Booking(StrEnum):
    """Where a booking stands."""

    BOOKED = "booked"
    MOVED = "moved"
    CANCELLED = "cancelled"
    CAME = "came"
    MISSED = "missed"

    @property
    def label(self) -> str:
        return {
            "booked": "予約",
            "moved": "別の枠へ変更",
            "cancelled": "取消し",
            "came": "交付済",
            "missed": "来庁なし",
        }[self.value]


def cut_day(from_time: time, until_time: time, minutes: int) -> tuple[tuple[time, time], ...]:
    """The whole openings of so many minutes between two times."""
    day = date(2000, 1, 1)
    at, end = datetime.combine(day, from_time), datetime.combine(day, until_time)
    step = timedelta(minutes=minutes)
    spans = []
    while at + step <= end:
        spans.append((at.time(), (at + step).time()))
        at += step
    return tuple(spans)


def opening_problems(
    office: str,
    day: date,
    from_time: time | None,
    until_time: time | None,
    minutes: int,
    capacity: int,
    *,
    today: date,
) -> list[Problem]:
    """Everything that is wrong with a wish for openings."""
    ordered = from_time is not None and until_time is not None and from_time < until_time
    fitting = (
        ordered
        and 5 <= minutes <= 480
        and from_time is not None
        and until_time is not None
        and bool(cut_day(from_time, until_time, minutes))
    )
    checks = (
        (bool(office.strip()), "office", "場所が選ばれていません。", "場所ごとに枠を持ちます。"),
        (day >= today, "day", "過ぎた日には枠を作れません。", "今日以後の日に作ります。"),
        (ordered, "from_time", "時刻の前後が正しくありません。", "始まりは終わりより前です。"),
        (
            fitting,
            "minutes",
            "一枠の長さが正しくありません。",
            "5分から480分までで、時間の中に一枠は入る長さです。",
        ),
        (0 <= capacity <= MOST, "capacity", "枠の数が正しくありません。", f"0から{MOST}までです。"),
    )
    return [
        Problem(f"opening.{field}", field, what, why, "確かめて入力し直してください。")
        for right, field, what, why in checks
        if not right
    ]
