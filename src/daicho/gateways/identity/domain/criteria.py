"""Criteria (照会の条件, JUK-014): by a number alone, or by one of the combinations of the four items that the town allows."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, Final

from daicho.kernel.check_digits import INDIVIDUAL_NUMBER, RESIDENT_RECORD_CODE
from daicho.kernel.errors import Invalid, Problem

LABELS: Final = {
    "code": "住民票コード",
    "number": "個人番号",
    "name": "氏名",
    "birth_on": "生年月日",
    "sex": "性別",
    "address": "住所",
    "history": "履歴を含む",
    "nation": "機構に照会",
}
FOUR: Final = ("name", "birth_on", "sex", "address")


@dataclass(frozen=True, slots=True)
class Criteria:
    """What was typed. By a number, the four items are not searched for: they are what the paper says, to be compared."""

    code: str = ""
    number: str = ""
    name: str = ""
    birth_on: str = ""
    sex: str = ""
    address: str = ""
    history: bool = False
    nation: bool = False

    @property
    def by(self) -> str:
        return "code" if self.code else "number" if self.number else "items"

    @property
    def words(self) -> str:
        """Which conditions were given; their values are on no trail."""
        given = [self.by] if self.by != "items" else [n for n in FOUR if getattr(self, n)]
        given += [name for name in ("history", "nation") if getattr(self, name)]
        return "・".join(LABELS[name] for name in given)

    def body(self, purpose: str) -> dict[str, Any]:  # Any: a body is JSON
        """The body of `identity.query`."""
        names = FOUR if self.by == "items" else (self.by,)
        told: dict[str, Any] = {name: value for name in names if (value := getattr(self, name))}
        flags = {name: True for name in ("history", "nation") if getattr(self, name)}
        return {"by": self.by, **told, **flags, "purpose": purpose}


def check_criteria(asked: Criteria, pairs: Collection[Collection[str]]) -> None:
    """`Invalid` for a number that is none, and for less than one of the allowed combinations."""
    if asked.code:
        RESIDENT_RECORD_CODE.check(asked.code, field="code")
        return
    if asked.number:
        INDIVIDUAL_NUMBER.check(asked.number, field="number")
        return
    given = {name for name in FOUR if getattr(asked, name)}
    if any(given >= set(pair) for pair in pairs):
        return
    words = "、".join("と".join(LABELS[name] for name in pair) for pair in pairs)
    raise Invalid(
        [
            Problem(
                "identity.criteria",
                "name",
                "照会の条件が足りません。",
                f"住民票コードか個人番号、または{words}の組合せで照会します。",
                "条件を足して、もう一度照会してください。",
            )
        ]
    )
