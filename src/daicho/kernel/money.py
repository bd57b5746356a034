"""Money (金額): whole yen, always integers; a fraction of a yen or a float never comes to exist."""

from __future__ import annotations

import re
from typing import NewType

from daicho.kernel.errors import Invalid, Problem
from daicho.kernel.widths import half_width

Yen = NewType("Yen", int)

LARGEST = Yen(999_999_999_999)

_AMOUNT = re.compile(r"¥?([0-9]+|[0-9]{1,3}(?:,[0-9]{3})+)円?")


def yen(text: str, *, field: str) -> Yen:
    """An amount as typed: `1234`, `1,234`, `￥１，２３４`, `1,234円`.

    Zero or more, up to `LARGEST`. Raises `Invalid`, with `field` set.
    """
    plain = "".join(half_width(text).split())
    match = _AMOUNT.fullmatch(plain)
    if match is None:
        raise _invalid("money.unreadable" if plain else "money.required", field=field)
    amount = int(match[1].replace(",", ""))
    if amount > LARGEST:
        raise _invalid("money.too_large", field=field)
    return Yen(amount)


def format_yen(amount: int) -> str:
    """`1,234円`, `-1,234円`. TypeError for anything but an integer."""
    if type(amount) is not int:
        raise TypeError("an amount of yen is an int")
    return f"{amount:,}円"


_SENTENCES = {
    "money.required": (
        "金額が入力されていません。",
        "この項目は空欄にできません。",
        "金額を入力してください。",
    ),
    "money.unreadable": (
        "金額として読み取れません。",
        "0以上の整数の円だけを扱い、小数・負の数・桁の合わない「,」は受け付けません。",
        "「1234」か「1,234円」の形で入力し直してください。",
    ),
    "money.too_large": (
        "金額が大きすぎます。",
        f"一度に扱えるのは{format_yen(LARGEST)}までです。",
        "桁を確かめて入力し直してください。",
    ),
}


def _invalid(code: str, *, field: str) -> Invalid:
    what, why, remedy = _SENTENCES[code]
    return Invalid([Problem(code, field, what, why, remedy)])
