"""Rights (請求の資格): one table of who may have which copy, on what ground, with which numbers (practice.md §1, 3–5).

A refusal says which row of the table refuses.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from daicho.kernel.errors import Problem


class Requester(StrEnum):
    """Who asks (請求者の区分)."""

    SELF = "self"
    HOUSEHOLD = "household"
    AGENT = "agent"
    OFFICIAL = "official"
    THIRD_PARTY = "third_party"

    @property
    def label(self) -> str:
        return ROWS[self].label


@dataclass(frozen=True, slots=True)
class Row:
    """What one kind of requester may have.

    `removed_by_right`: 除票の写し without stating a ground; `numbers`: 個人番号 and 住民票コード on request, handed over
    at the counter; `numbers_by_post`: only posted to the registered address.
    """

    label: str
    article: str
    needs_ground: bool
    removed_by_right: bool
    numbers: bool
    numbers_by_post: bool = False
    free: bool = False


ROWS: dict[Requester, Row] = {
    Requester.SELF: Row("本人", "住基法12条1項・15条の4第1項", False, True, True),
    Requester.HOUSEHOLD: Row("同一世帯の人", "住基法12条1項", False, False, True),
    Requester.AGENT: Row(
        "代理人（委任状等）", "住基法12条3項", False, False, False, numbers_by_post=True
    ),
    Requester.OFFICIAL: Row(
        "国・地方公共団体の機関", "住基法12条の2・15条の4第2項", True, False, False, free=True
    ),
    Requester.THIRD_PARTY: Row("第三者", "住基法12条の3・15条の4第3項", True, False, False),
}


@dataclass(frozen=True, slots=True)
class Subject:
    """Of the person whose record it is, what rights depend on."""

    removed: bool
    dead: bool


@dataclass(frozen=True, slots=True)
class Wish:
    """What is asked for."""

    requester: Requester
    ground: str
    individual_number: bool
    resident_code: bool
    by_post: bool


def check_wish(wish: Wish, subjects: Iterable[Subject]) -> list[Problem]:
    """Every row of the table that refuses, as problems beside their fields; empty when all may be had."""
    row = ROWS[wish.requester]
    people = list(subjects)
    found: list[Problem] = []
    removed = any(s.removed for s in people)
    if (row.needs_ground or (removed and not row.removed_by_right)) and not wish.ground.strip():
        found.append(
            Problem(
                "ground_blank",
                "ground",
                "請求の理由がありません。",
                f"{row.label}の請求は、理由を明らかにする必要があります（{row.article}）。",
                "請求書の理由を入力してください。",
            )
        )
    for wanted, name, label in (
        (wish.individual_number, "individual_number", "個人番号"),
        (wish.resident_code, "resident_record_code", "住民票コード"),
    ):
        if wanted:
            found += _numbers(wish, row, people, name=f"item.{name}", label=label)
    return found


def _numbers(
    wish: Wish, row: Row, people: list[Subject], *, name: str, label: str
) -> list[Problem]:
    if any(s.dead for s in people):
        return [
            Problem(
                "number_of_the_dead",
                name,
                f"{label}は記載できません。",
                "亡くなった人の個人番号・住民票コードは記載しない決まりです。",
                f"{label}を外してください。",
            )
        ]
    if row.numbers or (row.numbers_by_post and wish.by_post):
        return []
    if row.numbers_by_post:
        return [
            Problem(
                "number_to_agent",
                name,
                f"{label}を記載した写しは、代理人に窓口で渡せません。",
                "本人の登録された住所へ郵送します。",
                f"「本人の住所へ郵送」を選ぶか、{label}を外してください。",
            )
        ]
    return [
        Problem(
            "number_not_for_requester",
            name,
            f"{row.label}の請求では、{label}は記載できません。",
            f"{label}は、本人か同一世帯の人の請求に限り記載します（{row.article}）。",
            f"{label}を外してください。",
        )
    ]
