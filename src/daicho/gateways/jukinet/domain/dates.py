"""Dates as typed (年月日の入力の形): what came on the line, as a clerk would type it."""

from __future__ import annotations


def typed(digits: str) -> str:
    """`YYYYMMDD` as a clerk types it: `1985-04-01`; zeros say what is not known."""
    return "不詳" if digits == "00000000" else f"{digits[:4]}-{digits[4:6]}-{digits[6:]}"
