"""Wizard (対話式): conditions as somebody chooses them one by one, in groups, and the same as a condition of a query.

Within a group 「かつ」 and between groups 「または」, or the other way round. A condition that was written in another shape is
left to the expression form.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from daicho.business.extraction.domain import query as q
from daicho.business.extraction.domain.items import Kind

Fact = q.Compare | q.Match | q.Among | q.Blank | q.Related | q.Not
OPERATORS: Final[dict[Kind, tuple[tuple[str, str], ...]]] = {
    Kind.TEXT: (
        ("eq", "と同じ"), ("ne", "と違う"), ("contains", "を含む"), ("starts", "で始まる"), ("ends", "で終わる"),
        ("among", "のいずれか（「、」で区切る）"), ("blank", "空欄である"), ("filled", "空欄でない"),
    ),
    Kind.NUMBER: (
        ("eq", "と等しい"), ("ne", "と違う"), ("ge", "以上"), ("gt", "より大きい"), ("le", "以下"), ("lt", "より小さい"),
        ("blank", "空欄である"), ("filled", "空欄でない"),
    ),
    Kind.DAY: (
        ("eq", "の日"), ("ne", "の日でない"), ("ge", "以後"), ("gt", "より後"), ("le", "以前"), ("lt", "より前"),
        ("blank", "空欄である"), ("filled", "空欄でない"),
    ),
    Kind.FLAG: (("eq", "である"), ("blank", "空欄である"), ("filled", "空欄でない")),
    Kind.SECRET: (("blank", "記載がない"), ("filled", "記載がある")),
}  # fmt: skip
OPS: Final = {
    "eq": q.Op.EQ, "ne": q.Op.NE, "ge": q.Op.GE, "gt": q.Op.GT, "le": q.Op.LE, "lt": q.Op.LT,
}  # fmt: skip
HOWS: Final = {"contains": q.How.CONTAINS, "starts": q.How.STARTS, "ends": q.How.ENDS}
VALUELESS: Final = frozenset({"blank", "filled"})


@dataclass(frozen=True, slots=True)
class Groups:
    """Conditions in groups; `all_within`: かつ within each, または between them; else the other way round."""

    groups: tuple[tuple[q.Cond, ...], ...] = ()
    all_within: bool = True

    @property
    def within(self) -> str:
        return "かつ" if self.all_within else "または"

    @property
    def between(self) -> str:
        return "または" if self.all_within else "かつ"


def fact_of(item: q.Expr, operator: str, values: tuple[q.Literal, ...]) -> q.Cond:
    """One chosen condition; KeyError for an operator that there is not."""
    if operator == "blank":
        return q.Blank(item)
    if operator == "filled":
        return q.Not(q.Blank(item))
    if operator == "among":
        return q.Among(item, values)
    if operator in HOWS:
        (text,) = values
        assert isinstance(text, q.Text)
        return q.Match(HOWS[operator], item, text.value)
    (value,) = values
    return q.Compare(OPS[operator], item, value)


def condition_of(groups: Groups) -> q.Cond | None:
    """The condition that groups make."""
    inner, outer = (q.All, q.Any) if groups.all_within else (q.Any, q.All)
    parts = [group[0] if len(group) == 1 else inner(group) for group in groups.groups if group]
    if not parts:
        return None
    return parts[0] if len(parts) == 1 else outer(tuple(parts))


def groups_of(cond: q.Cond | None) -> Groups | None:
    """The groups of a condition; None for one of another shape."""
    if cond is None:
        return Groups()
    for all_within in (True, False):
        inner, outer = (q.All, q.Any) if all_within else (q.Any, q.All)
        parts = cond.of if isinstance(cond, outer) else (cond,)
        groups = tuple(part.of if isinstance(part, inner) else (part,) for part in parts)
        if all(_plain(fact) for group in groups for fact in group):
            return Groups(groups, all_within)
    return None


def _plain(cond: q.Cond) -> bool:
    return not isinstance(cond, q.All | q.Any)


def with_fact(groups: Groups, fact: q.Cond, *, group: int) -> Groups:
    """The groups with one more condition; a group that is not there yet begins."""
    if group < len(groups.groups):
        kept = [(*facts, fact) if at == group else facts for at, facts in enumerate(groups.groups)]
        return Groups(tuple(kept), groups.all_within)
    return Groups((*groups.groups, (fact,)), groups.all_within)


def without_fact(groups: Groups, *, group: int, place: int) -> Groups:
    """The groups without one condition; what is not there is not missed."""
    kept = [
        tuple(fact for index, fact in enumerate(facts) if (at, index) != (group, place))
        for at, facts in enumerate(groups.groups)
    ]
    return Groups(tuple(facts for facts in kept if facts), groups.all_within)
