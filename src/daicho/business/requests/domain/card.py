"""The card (個人番号カード等の読取り, 番号法16条; REG-055): what it says beside what the register says, item by item."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from daicho.kernel.characters import search_fold_name
from daicho.kernel.errors import Invalid, Problem
from daicho.kernel.wareki import parse_date


class CardItem(StrEnum):
    """The four items of a card (4情報)."""

    NAME = "name"
    ADDRESS = "address"
    BIRTH = "birth"
    SEX = "sex"

    @property
    def label(self) -> str:
        return {"name": "氏名", "address": "住所", "birth": "生年月日", "sex": "性別"}[self.value]


class Outcome(StrEnum):
    """What comparing one item came to."""

    SAME = "same"
    DIFFERS = "differs"
    NOT_READ = "not_read"

    @property
    def label(self) -> str:
        return {"same": "一致", "differs": "不一致", "not_read": "読み取っていない"}[self.value]


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read from a card, or typed from it; kept nowhere."""

    name: str = ""
    address: str = ""
    birth: str = ""
    sex: str = ""

    @property
    def is_empty(self) -> bool:
        return not any((self.name, self.address, self.birth, self.sex))


@dataclass(frozen=True, slots=True)
class Registered:
    """The four items of the register, and the other names that may lawfully stand on a card (旧氏, 通称)."""

    name: str
    address: str
    katagaki: str
    birth: date | None
    sex: str
    other_names: tuple[str, ...] = ()


LABELS: Final = {"氏名": "name", "住所": "address", "生年月日": "birth", "性別": "sex"}
_CUT: Final = re.compile(r"[\t,\n]+")
_LABELLED: Final = re.compile("^(氏名|住所|生年月日|性別)[:：\\s]*(.*)$")
_MEN: Final = frozenset({"男", "男性", "1", "M"})
_WOMEN: Final = frozenset({"女", "女性", "2", "F"})


def read_card(text: str) -> Reading:
    """What a reader puts out: a line for each item with its name before it, or name, address, birth, sex in a row.

    `Invalid` when it is neither.
    """
    lines = [line.strip() for line in text.strip().splitlines() if line.strip()]
    found = {LABELS[m[1]]: m[2].strip() for m in map(_LABELLED.match, lines) if m}
    if found and len(found) == len(lines):
        return Reading(**found)
    parts = [part.strip() for part in _CUT.split(text.strip())]
    if not found and len(parts) == len(LABELS) and all(parts):
        return Reading(*parts)
    raise Invalid(
        [
            Problem(
                "card.unreadable",
                "card_text",
                "読み取った内容が分かりません。",
                "氏名・住所・生年月日・性別を、この順に区切って並べたものか、項目名の付いた行だけを読めます。",
                "貼り付け直すか、四つの欄に入力してください。",
            )
        ]
    )


def compare_card(
    reading: Reading, held: Registered, *, fold_address: Callable[[str], str]
) -> dict[CardItem, Outcome]:
    """How each of the four items compares; one that was not read is neither the same nor different."""
    same: Mapping[CardItem, bool] = {
        CardItem.NAME: _same_name(reading.name, held),
        CardItem.ADDRESS: fold_address(reading.address)
        in {fold_address(held.address), fold_address(f"{held.address}{held.katagaki}")},
        CardItem.BIRTH: held.birth is not None and _day(reading.birth) == held.birth,
        CardItem.SEX: _sex(reading.sex) == held.sex,
    }
    return {
        item: (Outcome.SAME if same[item] else Outcome.DIFFERS)
        if getattr(reading, item.value).strip()
        else Outcome.NOT_READ
        for item in CardItem
    }


def is_confirmed(outcomes: Mapping[CardItem, Outcome]) -> bool:
    """確認済: every one of the four items was read and is that of the register."""
    return all(outcomes.get(item) is Outcome.SAME for item in CardItem)


def card_problems(outcomes: Mapping[CardItem, Outcome]) -> list[Problem]:
    """A problem for each item that was not read or is not that of the register."""
    return [
        Problem(
            f"card.{outcome.value}",
            f"card_{item.value}",
            f"カードの{item.label}が、台帳と一致しません。"
            if outcome is Outcome.DIFFERS
            else f"カードの{item.label}を読み取っていません。",
            "カードの記載が旧いか、別の人のカードかもしれません。"
            if outcome is Outcome.DIFFERS
            else "4情報のすべてが一致したときに、確認済になります。",
            "券面事項の更新（追記）を案内し、ほかの書類で本人確認をしてください。"
            if outcome is Outcome.DIFFERS
            else "読み取り直すか、入力してください。",
        )
        for item, outcome in outcomes.items()
        if outcome is not Outcome.SAME
    ]


def _same_name(text: str, held: Registered) -> bool:
    wanted = search_fold_name(text)
    return wanted in {search_fold_name(name) for name in (held.name, *held.other_names) if name}


def _day(text: str) -> date | None:
    plain = text.strip()
    if re.fullmatch(r"\d{8}", plain):
        plain = f"{plain[:4]}-{plain[4:6]}-{plain[6:]}"
    try:
        return parse_date(plain, field="card_birth")
    except Invalid:
        return None


def _sex(text: str) -> str:
    plain = text.strip().upper()
    return "男" if plain in _MEN else "女" if plain in _WOMEN else plain
