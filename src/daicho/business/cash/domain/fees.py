"""Fees (手数料の算定, 地方自治法227条): what a line costs on a day, and on what ground it costs nothing (減免・無料)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from daicho.foundation.law_values import LawValue, in_force, value_on
from daicho.kernel.errors import Missing, Problem

Price = Callable[[str, date], int]
"""The fee of one sheet in yen on a day."""

TABLE: Final = "certificate_fees"
EXEMPTIONS: Final = "fee_exemptions"
BOOKS: Final = "cash_books"
OFFICIAL: Final = "official"
MOST_SHEETS: Final = 9_999


@dataclass(frozen=True, slots=True)
class FeeLine:
    """What is asked to be charged: so many sheets of one fee (laws/certificate_fees.yaml).

    `exemption` is a code of laws/fee_exemptions.yaml, `ground` what was shown for it; `issues` the issued sheets that
    are charged here, where they are known.
    """

    code: str
    count: int
    exemption: str = ""
    ground: str = ""
    issues: tuple[UUID, ...] = ()


@dataclass(frozen=True, slots=True)
class Charged:
    """A line as it is charged: the fee of one sheet in yen, and the article of an exemption."""

    code: str
    title: str
    count: int
    unit_yen: int
    exemption: str = ""
    article: str = ""
    ground: str = ""
    issues: tuple[UUID, ...] = ()

    @property
    def amount_yen(self) -> int:
        """Nothing where it is exempt."""
        return 0 if self.exemption else self.unit_yen * self.count


def total_of(lines: Iterable[Charged]) -> int:
    """What the lines come to, in yen."""
    return sum(line.amount_yen for line in lines)


def fees_on(day: date) -> tuple[LawValue, ...]:
    """The fees that can be charged on a day."""
    return in_force(TABLE, day)


def exemptions_on(day: date) -> tuple[LawValue, ...]:
    """The grounds on which a fee is not taken on a day."""
    return in_force(EXEMPTIONS, day)


def exemption_on(code: str, day: date) -> LawValue | None:
    """One of these grounds; None when it does not hold on the day."""
    return next((row for row in exemptions_on(day) if row.code == code), None)


def title_on(code: str, day: date) -> str:
    """The name of a fee; its code where the table of the day does not know it."""
    return next((row.title for row in fees_on(day) if row.code == code), code)


def subject_on(code: str, day: date) -> LawValue:
    """The budget item (予算科目) of a fee; the general one where it has none of its own."""
    try:
        return value_on(BOOKS, f"subject_{code}", day)
    except Missing:
        return value_on(BOOKS, "subject_other", day)


def line_problems(line: FeeLine, at: int, day: date) -> list[Problem]:
    """What is wrong with a line, beside its fields (`lines.0.count`)."""
    found: list[Problem] = []
    if line.code not in {row.code for row in fees_on(day)} and not line.issues:
        found.append(_problem(at, "code", *NO_FEE))
    if not 1 <= line.count <= MOST_SHEETS:
        found.append(_problem(at, "count", *WRONG_COUNT))
    if line.exemption:
        found += _exempt_problems(line, at, day)
    return found


def _exempt_problems(line: FeeLine, at: int, day: date) -> list[Problem]:
    row = exemption_on(line.exemption, day)
    if row is None:
        return [_problem(at, "exemption", *NO_EXEMPTION)]
    scope = row.facts["scope"]
    if "all" not in scope and line.code not in scope:
        why = f"「{row.title}」（{row.source}）で無料になるのは、ほかの証明です。"
        return [_problem(at, "exemption", "この減免は使えません。", why, NO_EXEMPTION[2])]
    if row.facts["words"] and not line.ground.strip():
        return [_problem(at, "ground", *NO_GROUND)]
    return []


def charge(line: FeeLine, *, day: date, price: Price) -> Charged:
    """The line at the price of the day; the line has no problems."""
    row = exemption_on(line.exemption, day) if line.exemption else None
    return Charged(
        code=line.code,
        title=title_on(line.code, day),
        count=line.count,
        unit_yen=price(line.code, day),
        exemption=line.exemption,
        article=row.source if row else "",
        ground=line.ground.strip(),
        issues=line.issues,
    )


NO_FEE: Final = (
    "手数料の種類が選ばれていません。",
    "額は、種類ごとに条例で定めた表から求めます。",
    "一覧から選んでください。",
)
WRONG_COUNT: Final = (
    "件数が正しくありません。",
    f"1件から{MOST_SHEETS:,}件までです。",
    "件数を入力し直してください。",
)
NO_EXEMPTION: Final = (
    "減免の理由が正しくありません。",
    "この日に効力のある減免の表に、この理由がありません。",
    "理由を選び直すか、減免を外してください。",
)
NO_GROUND: Final = (
    "減免の根拠になるものが書かれていません。",
    "何に使うのか、何を見て確かめたのかを残します。",
    "用途や提示された書類を入力してください。",
)


def _problem(at: int, name: str, what: str, why: str, remedy: str) -> Problem:
    return Problem(f"cash.line_{name}", f"lines.{at}.{name}", what, why, remedy)
