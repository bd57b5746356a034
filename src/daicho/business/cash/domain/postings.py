"""Postings (仕訳): every entry moves yen between places, and what goes in has come from somewhere: the sum is zero.

A fee is on the giving side: its postings are negative when money is taken. Nothing is ever changed: an entry is
reversed by another.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from daicho.business.cash.domain.fees import Charged


class Place(StrEnum):
    """Where yen are, or what they stand for."""

    CASH = "cash"
    MONEY_ORDER = "money_order"
    STAMP = "stamp"
    CASHLESS = "cashless"
    FEE = "fee"
    FLOAT = "float"
    DIFFERENCE = "difference"
    SAFE = "safe"
    PROVIDER = "provider"
    TREASURER = "treasurer"

    @property
    def label(self) -> str:
        return _LABELS[self]


_LABELS: Final = {
    Place.CASH: "現金",
    Place.MONEY_ORDER: "定額小為替",
    Place.STAMP: "収入証紙",
    Place.CASHLESS: "キャッシュレス",
    Place.FEE: "手数料",
    Place.FLOAT: "釣銭準備金",
    Place.DIFFERENCE: "過不足",
    Place.SAFE: "金庫",
    Place.PROVIDER: "指定納付受託者（後日入金）",
    Place.TREASURER: "会計管理者",
}
IN_DRAWER: Final = (Place.CASH, Place.MONEY_ORDER, Place.STAMP, Place.CASHLESS)
"""What a drawer holds and what is counted when it is closed."""


class Kind(StrEnum):
    """What an entry is (伝票の種類)."""

    FLOAT = "float"
    PAYMENT = "payment"
    CANCELLATION = "cancellation"
    CORRECTION = "correction"
    DIFFERENCE = "difference"
    FLOAT_BACK = "float_back"
    HAND_IN = "hand_in"
    REMITTANCE = "remittance"

    @property
    def label(self) -> str:
        return _KINDS[self]


_KINDS: Final = {
    Kind.FLOAT: "釣銭準備金の受入れ",
    Kind.PAYMENT: "収納",
    Kind.CANCELLATION: "取消し",
    Kind.CORRECTION: "誤徴収の訂正",
    Kind.DIFFERENCE: "過不足",
    Kind.FLOAT_BACK: "釣銭準備金の返し",
    Kind.HAND_IN: "収納金の引渡し",
    Kind.REMITTANCE: "公金の払込み",
}


@dataclass(frozen=True, slots=True)
class Posting:
    """Yen that come to a place (or leave it); of a fee, which, how many sheets, and on what exemption."""

    place: Place
    yen: int
    code: str = ""
    exemption: str = ""
    sheets: int = 0


def balance(postings: Iterable[Posting]) -> int:
    """What is left over: zero for every entry."""
    return sum(p.yen for p in postings)


def by_place(postings: Iterable[Posting]) -> dict[Place, int]:
    """How much each place has, in yen."""
    found: dict[Place, int] = defaultdict(int)
    for posting in postings:
        found[posting.place] += posting.yen
    return dict(found)


def taken(lines: Iterable[Charged], place: Place) -> tuple[Posting, ...]:
    """Lines are paid into a place; a free line is posted with no yen, for its sheets are counted."""
    return corrected((), lines, place)


def corrected(
    wrong: Iterable[Charged], right: Iterable[Charged], place: Place
) -> tuple[Posting, ...]:
    """What makes fees that were wrongly taken the right ones; yen leave the place where too much was taken."""
    yen: dict[tuple[str, str], int] = defaultdict(int)
    sheets: dict[tuple[str, str], int] = defaultdict(int)
    for sign, lines in ((-1, wrong), (1, right)):
        for line in lines:
            yen[line.code, line.exemption] -= sign * line.amount_yen
            sheets[line.code, line.exemption] += sign * line.count
    fees = tuple(
        Posting(Place.FEE, yen[key], key[0], key[1], sheets[key])
        for key in yen
        if yen[key] or sheets[key]
    )
    total = -balance(fees)
    return (Posting(place, total), *fees) if total else fees


def reverse(postings: Iterable[Posting]) -> tuple[Posting, ...]:
    """The entry that undoes an entry."""
    return tuple(Posting(p.place, -p.yen, p.code, p.exemption, -p.sheets) for p in postings)


def moved(source: Place, target: Place, yen: int) -> tuple[Posting, ...]:
    """Yen go from one place to another."""
    return (Posting(source, -yen), Posting(target, yen)) if yen else ()


@dataclass(frozen=True, slots=True)
class Closing:
    """The entries that empty a drawer: what was too much or too little, the float back, the takings handed in."""

    difference: tuple[Posting, ...]
    float_back: tuple[Posting, ...]
    hand_in: tuple[Posting, ...]


def close(
    theoretical: Mapping[Place, int], counted: Mapping[Place, int], floats: Mapping[Place, int]
) -> Closing:
    """From what should be there and what is there. The float goes back first; what is left is handed in."""
    difference: list[Posting] = []
    back: list[Posting] = []
    hand_in: list[Posting] = []
    for place in IN_DRAWER:
        there = counted.get(place, 0)
        difference += moved(Place.DIFFERENCE, place, there - theoretical.get(place, 0))
        kept = min(floats.get(place, 0), there)
        back += moved(place, Place.FLOAT, kept)
        target = Place.PROVIDER if place is Place.CASHLESS else Place.SAFE
        hand_in += moved(place, target, there - kept)
    return Closing(tuple(difference), tuple(back), tuple(hand_in))
