"""Evaluating (式の計算): what a query means, reckoned in plain Python over the versions of the register one by one."""

from __future__ import annotations

import operator
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from daicho.business.certificates.models import Issue
from daicho.business.extraction.domain import query as q
from daicho.business.extraction.domain.catalogue import item_of
from daicho.business.extraction.domain.items import Type
from daicho.kernel.clock import TOKYO
from daicho.kernel.uncertain_dates import LegalDate
from daicho.kernel.uncertain_dates.forms import Form
from daicho.registers.residents.models import Version

_OPS = {
    q.Op.LT: operator.lt,
    q.Op.LE: operator.le,
    q.Op.GT: operator.gt,
    q.Op.GE: operator.ge,
    q.Op.EQ: operator.eq,
}


def years(born: date, on: date) -> int:
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def known() -> list[Version]:
    rows = Version.objects.select_related("person", "change").order_by("person", "history_number")
    return [row for row in rows if row.recorded.upper is None]


@dataclass
class World:
    """The register as it is known, and the day that counts."""

    day: date
    versions: list[Any]  # Any: versions, whose items are columns added to the class
    issues: list[Issue]

    def found(self, query: q.Query) -> list[Any]:
        return [
            row
            for row in self.versions
            if row.status in query.people.statuses
            and (query.history or self.holds(row))
            and (query.where is None or self.cond(query.where, row, query.source))
        ]

    def holds(self, row: Any) -> bool:
        return self.day in row.valid

    def members(self, row: Any) -> list[Any]:
        return [
            other
            for other in self.versions
            if other.household_number == row.household_number
            and other.status == "present"
            and self.holds(other)
        ]

    def raw(self, code: str, row: Any, relation: str) -> Any:
        if relation == "issues":
            return row.spoiled_at is not None if code == "spoiled" else _item(row, code)
        match code:
            case "atena_number":
                return row.person.atena_number
            case "household_size":
                return len(self.members(row))
            case "protected":
                return False
            case "valid_from":
                return row.valid.lower
            case "valid_until":
                return row.valid.upper
            case "age":
                return self.age(row)
            case "printed_name":
                return row.particulars().printed_name
        of_change = ("reason", "event_date", "notified_on", "processed_at", "place")
        return getattr(row.change if code in of_change else row, code)

    def age(self, row: Any) -> int | None:
        born = day_of(row.birth_date)
        return None if born is None else years(born, self.day)

    def expr(self, expr: q.Expr, row: Any, source: str, relation: str = "") -> Any:
        match expr:
            case q.Item(code):
                item = item_of(source, code, relation)
                value = self.raw(code, row, relation)
                if item.type is Type.CODE:
                    return item.codes.get(str(value), str(value or ""))
                if item.type is Type.LEGAL:
                    return day_of(value)
                if item.type is Type.MOMENT:
                    return value.astimezone(TOKYO).date()
                return value
            case q.Text(value) | q.Number(value) | q.Flag(value) | q.Day(value):
                return value
            case q.Call(name, args):
                if name == "時":
                    return self.raw(args[0].code, row, relation).astimezone(TOKYO).hour  # type: ignore[union-attr]  # an item
                if name == "不詳":
                    legal = self.raw(args[0].code, row, relation)  # type: ignore[union-attr]  # an item
                    return None if legal is None else legal.form is not Form.EXACT
                given = [self.expr(arg, row, source, relation) for arg in args]
                return None if None in given else called(name, given)
            case q.Reckoned(by, left, right):
                one, other = (self.expr(side, row, source, relation) for side in (left, right))
                return None if one is None or other is None else reckoned(by, one, other)
        raise AssertionError(expr)

    def cond(self, cond: q.Cond, row: Any, source: str, relation: str = "") -> bool:
        match cond:
            case q.Compare(op, left, right):
                one, other = (self.expr(side, row, source, relation) for side in (left, right))
                if op is q.Op.NE:
                    return one is None or other is None or one != other
                return one is not None and other is not None and _OPS[op](one, other)
            case q.Match(how, left, text):
                value = self.expr(left, row, source, relation)
                return value is not None and matched(how, value, text)
            case q.Among(left, values):
                value = self.expr(left, row, source, relation)
                return value is not None and value in [
                    self.expr(one, row, source, relation) for one in values
                ]
            case q.Blank(of):
                return self.expr(of, row, source, relation) in (None, "")
            case q.Related():
                return self.related(cond, row, source)
            case q.Not(of):
                return not self.cond(of, row, source, relation)
            case q.All(of):
                return all(self.cond(one, row, source, relation) for one in of)
            case q.Any(of):
                return any(self.cond(one, row, source, relation) for one in of)

    def related(self, cond: q.Related, row: Any, source: str) -> bool:
        rows: list[Any] = self.members(row)
        if cond.relation == "issues":
            rows = [issue for issue in self.issues if row.person_id in issue.persons]
        elif cond.relation == "history":
            rows = [one for one in self.versions if one.person_id == row.person_id]
        count = sum(
            cond.where is None or self.cond(cond.where, one, source, cond.relation) for one in rows
        )
        if cond.op is q.Op.NE:
            return count != cond.number
        return bool(_OPS[cond.op](count, cond.number))


def matched(how: q.How, value: str, text: str) -> bool:
    if how is q.How.CONTAINS:
        return text in value
    return value.startswith(text) if how is q.How.STARTS else value.endswith(text)


def _item(row: Issue, code: str) -> Any:
    return getattr(row, {"issue_number": "number", "paper": "kind"}.get(code, code))


def day_of(legal: LegalDate | None) -> date | None:
    return None if legal is None or legal.encode().startswith("|") else legal.sort_on


def called(name: str, given: list[Any]) -> Any:
    functions: dict[str, Callable[..., Any]] = {
        "左": lambda t, n: t[: max(n, 0)],
        "右": lambda t, n: t[len(t) - min(max(n, 0), len(t)) :],
        "連結": lambda a, b: a + b,
        "文字数": len,
        "年": lambda d: d.year,
        "月": lambda d: d.month,
        "日": lambda d: d.day,
        "年度": lambda d: d.year - (d.month < 4),
        "満年齢": years,
        "日数": lambda a, b: (b - a).days,
        "日後": lambda d, n: d + timedelta(days=n),
    }
    return functions[name](*given)


def reckoned(by: q.Reckoning, one: int, other: int) -> int | None:
    if by is q.Reckoning.PLUS:
        return one + other
    if by is q.Reckoning.MINUS:
        return one - other
    if by is q.Reckoning.TIMES:
        return one * other
    if other == 0:
        return None
    whole = abs(one) // abs(other)
    return whole if (one < 0) == (other < 0) else -whole
