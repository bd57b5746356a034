"""Criteria (検索条件, JUK-014): by a number alone, or by one of the combinations of the four items that the town allows."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, Final

from daicho.kernel.check_digits import INDIVIDUAL_NUMBER, RESIDENT_RECORD_CODE
from daicho.kernel.errors import Invalid, Problem

LABELS: Final = {
    "code": "住民票コード",
    "number": "個人番号",
    "name": "氏名",
    "kana": "かな氏名",
    "birth_on": "生年月日",
    "address": "住所",
    "sex": "性別",
    "history": "履歴を含む",
}
# A reading stands for the name.
_STANDS_FOR: Final = {"kana": "name"}
_ITEMS: Final = ("name", "kana", "birth_on", "address", "sex")


@dataclass(frozen=True, slots=True)
class Criteria:
    """What is searched for; `history` also finds the dead (JUK-044)."""

    code: str = ""
    number: str = ""
    name: str = ""
    kana: str = ""
    birth_on: str = ""
    address: str = ""
    sex: str = ""
    history: bool = False

    @property
    def kinds(self) -> tuple[str, ...]:
        """Which conditions were given, in words; the values are on no trail."""
        return tuple(label for name, label in LABELS.items() if getattr(self, name))

    @property
    def by(self) -> str:
        return "code" if self.code else "number" if self.number else "items"

    def body(self, purpose: str) -> dict[str, Any]:  # Any: a body is JSON
        """The same as the body of an `identity.query`."""
        if self.by != "items":
            told: dict[str, Any] = {self.by: getattr(self, self.by)}
        else:
            names = ("name", "birth_on", "address", "sex")
            told = {name: value for name in names if (value := getattr(self, name))}
        history = {"history": True} if self.history else {}
        return {"by": self.by, **told, **history, "purpose": purpose}


def criteria_of(body: Mapping[str, Any]) -> Criteria:  # Any: a body is JSON
    """The criteria of an `identity.query`."""
    names = ("code", "number", "name", "birth_on", "address", "sex")
    return Criteria(**{n: str(body.get(n, "")) for n in names}, history=bool(body.get("history")))


def check_criteria(asked: Criteria, pairs: Collection[Collection[str]]) -> None:
    """`Invalid` for a number that is none, and for less than one of the allowed combinations."""
    given = {_STANDS_FOR.get(name, name) for name in _ITEMS if getattr(asked, name)}
    if asked.code:
        RESIDENT_RECORD_CODE.check(asked.code, field="code")
    elif asked.number:
        INDIVIDUAL_NUMBER.check(asked.number, field="number")
    elif not any(given >= set(pair) for pair in pairs):
        words = "、".join("と".join(LABELS[name] for name in pair) for pair in pairs)
        raise Invalid(
            [
                Problem(
                    "identity.criteria",
                    "name",
                    "検索条件が足りません。",
                    f"住民票コードか個人番号、または{words}の組合せで検索します。",
                    "条件を足して、もう一度検索してください。",
                )
            ]
        )
