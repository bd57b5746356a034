"""Policies (保存年限の方針): per file how long it is kept, from when that counts, who approves, and what is automatic.

The years are the town's (`laws/retention_periods.yaml`); what law sets as the least (`laws/retention_floors.yaml`) is
checked whenever they are read, so that a shorter one is never used.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from daicho.foundation.law_values import LawValue, in_force
from daicho.kernel.errors import Conflict
from daicho.kernel.wareki import format_wareki

FISCAL_MONTH: Final = 4
PERIODS, FLOORS = "retention_periods", "retention_floors"


class Approval(StrEnum):
    """Who says that something goes."""

    PERSON = "person"
    AUTOMATIC = "automatic"
    NONE = "none"
    ELSEWHERE = "elsewhere"

    @property
    def label(self) -> str:
        return _APPROVALS[self]


_APPROVALS: Final = {
    Approval.PERSON: "計画を作り、別の人が承認してから",
    Approval.AUTOMATIC: "自動",
    Approval.NONE: "このシステムでは消さない",
    Approval.ELSEWHERE: "ほかの仕組みが持つ",
}


@dataclass(frozen=True, slots=True)
class Policy:
    """One file's. `years` is None where it is kept for `days` alone; `fiscal`: counted from the end of the 会計年度.

    `undetermined`: a 評価書 says 定められていない, for as long as somebody is a resident nothing counts.
    """

    code: str
    title: str
    years: int | None
    days: int
    fiscal: bool
    approval: Approval
    begins: str
    source: str
    undetermined: bool = False

    @property
    def period(self) -> str:
        """How long, in words."""
        if self.undetermined:
            return f"消除後{self.years}年"
        if self.years is None:
            return f"{self.days}日" if self.days else "保存しない"
        return f"{self.years}年"

    @property
    def assessed(self) -> str:
        """The choice of the 特定個人情報保護評価書 (保管期間)."""
        if self.undetermined:
            return f"定められていない（消除後{self.years}年）"
        if self.years is None or self.years < 1:
            return "1年未満"
        return next(words for least, words in _CHOICES if self.years >= least)

    def kept_from(self, day: date) -> date:
        """What ended before this day is over on `day`. ValueError for a file that no plan disposes of by years."""
        if self.years is None:
            raise ValueError(f"{self.code} is not kept by years")
        if self.fiscal:
            begun = day.year if day.month >= FISCAL_MONTH else day.year - 1
            return date(begun - self.years, FISCAL_MONTH, 1)
        leap = (day.month, day.day) == (2, 29)
        return day.replace(year=day.year - self.years, day=28 if leap else day.day)


_CHOICES: Final = (
    (20, "20年以上"),
    (10, "10年以上20年未満"),
    (6, "6年以上10年未満"),
    (5, "5年"),
    (4, "4年"),
    (3, "3年"),
    (2, "2年"),
    (1, "1年"),
)


def fiscal_words(year: int) -> str:
    """A fiscal year as people write it: 令和6年度."""
    return f"{format_wareki(date(year, FISCAL_MONTH, 1)).split('年')[0]}年度"


def policies_on(day: date) -> tuple[Policy, ...]:
    """Every file's policy of a day, in the order of the table; `Conflict` for one that law does not allow."""
    return read_policies(in_force(PERIODS, day), in_force(FLOORS, day))


def read_policies(periods: Sequence[LawValue], floors: Sequence[LawValue]) -> tuple[Policy, ...]:
    """Rows as policies, each compared with what law sets."""
    least = {row.code: row for row in floors}
    found = tuple(_policy(row) for row in periods)
    for policy in found:
        if policy.code in least:
            _check(policy, least[policy.code])
    return found


def _policy(row: LawValue) -> Policy:
    facts = row.facts
    return Policy(
        code=row.code,
        title=row.title,
        years=facts.get("years"),
        days=facts.get("days", 0),
        fiscal=facts["counts"] == "fiscal",
        approval=Approval(facts["approval"]),
        begins=facts["begins"],
        source=row.source,
        undetermined=facts.get("undetermined", False),
    )


def _check(policy: Policy, floor: LawValue) -> None:
    years, below = floor.facts.get("years"), floor.facts.get("below_days")
    too_short = years is not None and (policy.years is None or policy.years < years)
    too_long = below is not None and (policy.years is not None or policy.days >= below)
    if too_short or too_long:
        allowed = f"{years}年より短く" if too_short else "1年以上に"
        raise Conflict(
            f"「{policy.title}」の保存期間が、法令に合いません。",
            why=f"{floor.source}により、{allowed}できません。設定は{policy.period}です。",
            remedy="laws/retention_periods.yaml の行を直してください。直るまで、廃棄はできません。",
            code="retention.period_unlawful",
        )
