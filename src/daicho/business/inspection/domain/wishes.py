"""Wishes (作りたい一覧): what somebody asks a list to be, made into a condition by the law of its kind. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from daicho.business.inspection.domain.born import APRIL, reaching
from daicho.business.inspection.domain.conditions import (
    EVERYBODY,
    Condition,
    Method,
    Order,
    condition_problems,
)
from daicho.business.inspection.domain.listings import RULES, ListKind, ListRule
from daicho.kernel.errors import Problem

LEVELS: Final = {
    "elementary": ("小学校", "school_entry", "elementary_districts"),
    "junior_high": ("中学校", "junior_high_entry", "junior_high_districts"),
}
RECRUITS: Final = {"recruit": "18歳", "recruit_graduate": "22歳"}
FIRST_YEAR: Final = 2000
MOST_TEXT: Final = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class ListWish:
    """What is asked for. `year` and `about` (an age of recruits, a level of school) are for the kinds that have them.

    `day` is the day as of which the list is; None: the day that the law or today says.
    """

    kind: ListKind
    condition: Condition = EVERYBODY
    purpose: str = ""
    basis: str = ""
    recipient: str = ""
    day: date | None = None
    year: int = 0
    about: str = ""

    @property
    def rule(self) -> ListRule:
        return RULES[self.kind]

    @property
    def purpose_words(self) -> str:
        return self.purpose.strip() or self.rule.purpose

    @property
    def basis_words(self) -> str:
        return self.basis.strip() or self.rule.basis


def age_code(wish: ListWish) -> str:
    """Which row of laws/ages.yaml says whom the list is of; blank where the wish says it."""
    if wish.kind is ListKind.RECRUITS:
        return wish.about
    return LEVELS[wish.about][1] if wish.kind is ListKind.SCHOOL else ""


def day_of(wish: ListWish, *, today: date) -> date:
    """As of which day: what was asked; of a 学齢簿 1 October before the school year (学校教育法施行規則31条), or today."""
    if wish.day is not None:
        return wish.day
    if wish.kind is ListKind.SCHOOL:
        return min(date(wish.year - 1, 10, 1), today)
    return today


def condition_of(wish: ListWish, *, age: int) -> Condition:
    """The condition that the law of the kind makes of a wish; `age` where `age_code` names one."""
    plain = wish.condition
    if wish.kind is ListKind.RECRUITS:
        first, last = reaching(age, year=wish.year)
        return replace(
            plain, kind="japanese", born_from=first, born_until=last, order=Order.ADDRESS
        )
    if wish.kind is ListKind.SCHOOL:
        first, last = reaching(age, year=wish.year - 1)
        return replace(plain, born_from=first, born_until=last, order=Order.ADDRESS)
    if wish.kind is ListKind.SAFETY:
        return replace(plain, order=Order.ADDRESS)
    return plain


def wish_problems(wish: ListWish, *, known_towns: Iterable[str], today: date) -> list[Problem]:
    """Everything wrong with a wish."""
    found = list(condition_problems(wish.condition, known_towns=known_towns))
    remedy = "入力を確かめてください。"
    found += [
        Problem(f"rosters.{field}", field, what, why, remedy)
        for is_wrong, field, what, why in (*_plain(wish, today), *_yearly(wish, today))
        if is_wrong
    ]
    return found


Rule = tuple[bool, str, str, str]


def _plain(wish: ListWish, today: date) -> tuple[Rule, ...]:
    """(whether it is so, field, what, why) of what every kind of list asks."""
    drawn = wish.condition.method is not Method.ALL
    longest = max(map(len, (wish.purpose, wish.basis, wish.recipient)))
    return (
        (
            not wish.purpose_words,
            "purpose",
            "利用の目的がありません。",
            "何のための一覧かを残します。",
        ),
        (not wish.basis_words, "basis", "根拠がありません。", "根拠のない一覧は作れません。"),
        (
            longest > MOST_TEXT,
            "purpose",
            f"{MOST_TEXT}字を超えています。",
            "一覧の端に印字する長さで残します。",
        ),
        (
            wish.day is not None and wish.day > today,
            "day",
            "基準日が、これから来る日です。",
            "まだない記載は一覧にできません。",
        ),
        (
            drawn and wish.kind not in (ListKind.SAMPLE, ListKind.INSPECTION),
            "method",
            "この名簿は、抽出では作れません。",
            "対象になる全員を載せる名簿です。",
        ),
    )


def _yearly(wish: ListWish, today: date) -> tuple[Rule, ...]:
    """The same of the kinds that are of a year and an age."""
    choices: Mapping[ListKind, Collection[str]] = {
        ListKind.RECRUITS: RECRUITS,
        ListKind.SCHOOL: LEVELS,
    }
    if wish.kind not in choices:
        return ()
    last = today.year + (2 if today.month >= APRIL else 1)
    return (
        (
            not FIRST_YEAR <= wish.year <= last,
            "year",
            "年度を受け付けられません。",
            f"{FIRST_YEAR}年度から{last}年度までです。",
        ),
        (
            wish.about not in choices[wish.kind],
            "about",
            "対象が選ばれていません。",
            "対象の年齢で名簿が決まります。",
        ),
    )
