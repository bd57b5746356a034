"""Letters of a measure (支援措置の通知): what they say of it, and what tells one from another (STD-3.4)."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from uuid import UUID

from daicho.kernel.wareki import format_wareki
from daicho.registers.protection.domain.measure import Facts


class LetterKind(StrEnum):
    """The kinds, by the names that whoever prints them has for them."""

    START = "protection_start"
    END = "protection_end"

    @property
    def label(self) -> str:
        return "支援措置開始通知" if self is LetterKind.START else "支援措置期間終了通知"


def occasion_of(kind: LetterKind, measure: UUID, facts: Facts) -> str:
    """One letter of the start, and one of the end of each period."""
    period = 1 if kind is LetterKind.START else len(facts.periods)
    return f"{kind.value}:{measure}:{period}"


def letter_facts(facts: Facts, names: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """(label, value): the period, for whom, and for which business; nothing of the perpetrator or the reasons."""
    first, last = facts.periods[-1].starts_on, facts.periods[-1].ends_on
    wanted = "\n".join(f"{one.business.label}（{one.target.label}）" for one in facts.wanted)
    return (
        ("支援措置の期間", f"{format_wareki(first)}から{format_wareki(last)}まで"),
        ("支援を求める者", "、".join(names)),
        ("事務", wanted),
    )
