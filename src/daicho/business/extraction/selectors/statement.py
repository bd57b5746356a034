"""Statement (問合せの文): a query compiled to one set-based statement with parameters.

Every piece of SQL is written by us: in the catalogue of items, in the table of functions, or here. What a person wrote
is bound as a parameter, always, and never becomes part of the text. A comparison with a blank is false, and its denial
true: conditions have two values, as people think of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import UUID

from daicho.business.extraction.domain import query as q
from daicho.business.extraction.domain.catalogue import item_of, relation_of, sources
from daicho.business.extraction.domain.functions import FUNCTIONS
from daicho.business.extraction.domain.items import DataItem, Kind, Type

Params = dict[str, Any]  # Any: whatever psycopg adapts
_ROW, _INNER = "v", "x"
_CASTS: Final = {str: "text", int: "numeric", bool: "boolean"}
_OPS: Final = {
    q.Op.EQ: "=", q.Op.LT: "<", q.Op.LE: "<=", q.Op.GT: ">", q.Op.GE: ">=",
}  # fmt: skip
_RECKONINGS: Final = {
    q.Reckoning.PLUS: "({0} + {1})",
    q.Reckoning.MINUS: "({0} - {1})",
    q.Reckoning.TIMES: "({0} * {1})",
    q.Reckoning.OVER: "div({0}, nullif({1}, 0))",
}
_TOTALS: Final = {
    q.Total.ROWS: "count(*)",
    q.Total.SUM: "sum({0})",
    q.Total.MEAN: "round(avg({0}), 1)",
    q.Total.LEAST: "min({0})",
    q.Total.MOST: "max({0})",
}


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement with its parameters. Each row begins with the person it is of (or nothing), then its cells."""

    sql: str
    params: Params


@dataclass(frozen=True, slots=True, kw_only=True)
class Shield:
    """Who is protected, and whether they are left out: everywhere, also where a row only counts them."""

    protected: Sequence[UUID] = ()
    left_out: bool = True

    @property
    def hidden(self) -> list[UUID]:
        return list(self.protected) if self.left_out else []


def rows_statement(query: q.Query, shield: Shield, *, limit: int | None = None) -> Statement:
    """What a query asks for, in its order. Its days are settled; it has been checked."""
    made = _Compiler(query, shield)
    select = [made.person(), *(made.shown(column.of) for column in query.columns)]
    if query.measures:
        select = ["NULL::uuid", *select[1:], *(made.total(one) for one in query.measures)]
    statement = f"SELECT {', '.join(select)} {made.bounds()}{made.group()} {made.order()}"
    if limit is not None:
        statement += f" LIMIT {made.bind(limit, 'bigint')}"
    return Statement(statement, made.params)


def count_statement(query: q.Query, shield: Shield) -> Statement:
    """(rows, persons) of a query; of a grouped one how many rows are totalled."""
    made = _Compiler(query, shield)
    person = made.person()
    persons = "0" if person == _NOBODY else f"count(DISTINCT {person})"
    return Statement(f"SELECT count(*), {persons} {made.bounds()}", made.params)


_NOBODY: Final = "NULL::uuid"


@dataclass
class _Compiler:
    """One query on its way to SQL. `params` grows with everything that is bound."""

    query: q.Query
    shield: Shield
    params: Params = field(default_factory=dict)

    def __post_init__(self) -> None:
        assert isinstance(self.query.day, q.Day)
        self.params |= {
            "day": self.query.day.on,
            "hidden": self.shield.hidden,
            "protected": list(self.shield.protected),
        }

    def bind(self, value: object, cast: str) -> str:
        name = f"p{len(self.params)}"
        self.params[name] = value
        return f"%({name})s::{cast}"

    def person(self) -> str:
        source = sources()[self.query.source]
        return _at(source.person) if source.person else _NOBODY

    def bounds(self) -> str:
        source = sources()[self.query.source]
        wanted = [_at(source.known)] if source.known else []
        if source.holds and not self.query.history:
            wanted.append(_at(source.holds))
        if source.status:
            statuses = self.bind(list(self.query.people.statuses), "text[]")
            wanted.append(f"{_at(source.status)} = ANY({statuses})")
        if source.person:
            wanted.append(f"{_at(source.person)} <> ALL(%(hidden)s::uuid[])")
        if self.query.where is not None:
            wanted.append(self.cond(self.query.where))
        where = f" WHERE {' AND '.join(wanted)}" if wanted else ""
        return f"FROM {_at(source.rows)}{where}"

    def group(self) -> str:
        keys = range(2, 2 + len(self.query.columns))
        if not self.query.measures or not keys:
            return ""
        return f" GROUP BY {', '.join(map(str, keys))}"

    def order(self) -> str:
        source, query = sources()[self.query.source], self.query
        if not query.measures:
            sorts = [f"{self.value(s.by)}{_way(s)}" for s in query.sort]
            return f"ORDER BY {', '.join([*sorts, _at(source.order)])}"
        shown = [column.of for column in query.columns]
        keys = [f"{shown.index(s.by) + 2}{_way(s)}" for s in query.sort]
        keys += [str(number) for number in range(2, 2 + len(shown))]
        return f"ORDER BY {', '.join(keys)}" if keys else ""

    def total(self, measure: q.Measure) -> str:
        if measure.total is q.Total.PERSONS:
            return f"count(DISTINCT {self.person()})"
        given = self.value(measure.of) if measure.of is not None else ""
        return _TOTALS[measure.total].replace("{0}", given)

    def shown(self, expr: q.Expr) -> str:
        """An expression as it comes out: an item as the register writes it, a day as text."""
        if isinstance(expr, q.Item):
            item = item_of(self.query.source, expr.code)
            return _worded(item, _ROW) if item.type is Type.CODE else _at(item.sql)
        value = self.value(expr)
        return f"({value})::text" if self._is_day(expr) else value

    def _is_day(self, expr: q.Expr) -> bool:
        if isinstance(expr, q.Call):
            return FUNCTIONS[expr.name].gives is Kind.DAY
        return isinstance(expr, q.Day)

    def value(self, expr: q.Expr, relation: str = "") -> str:
        """An expression as a typed value: text, numeric, date or boolean."""
        match expr:
            case q.Item(code):
                return _typed(
                    item_of(self.query.source, code, relation), _INNER if relation else _ROW
                )
            case q.Text(value) | q.Number(value) | q.Flag(value):
                return self.bind(value, _CASTS[type(value)])
            case q.Day(on):
                return self.bind(on, "date")
            case q.Call(name, args):
                return self._call(name, args, relation)
            case q.Reckoned(by, left, right):
                one, other = self.value(left, relation), self.value(right, relation)
                return _RECKONINGS[by].replace("{0}", one).replace("{1}", other)
        raise TypeError(f"a day that was not settled: {expr!r}")

    def _call(self, name: str, args: tuple[q.Expr, ...], relation: str) -> str:
        function = FUNCTIONS[name]
        if function.raw is not None and isinstance(args[0], q.Item):
            item = item_of(self.query.source, args[0].code, relation)
            return function.sql.replace("{0}", item.sql.replace("{a}", _alias(relation)))
        made = function.sql
        for at, arg in enumerate(args):
            made = made.replace(f"{{{at}}}", f"({self.value(arg, relation)})")
        return made

    def cond(self, cond: q.Cond, relation: str = "") -> str:
        """A condition, true or false and never unknown."""
        match cond:
            case q.Compare(op, left, right):
                return self._compare(op, left, right, relation)
            case q.Match(how, left, text):
                return self._match(how, self.value(left, relation), text)
            case q.Among(left, values):
                listed = ", ".join(self.value(value, relation) for value in values)
                return f"coalesce({self.value(left, relation)} IN ({listed}), FALSE)"
            case q.Blank(of):
                value = self.value(of, relation)
                return f"(({value}) IS NULL OR ({value})::text = '')"
            case q.Related():
                return self._related(cond)
            case q.Not(of):
                return f"NOT {self.cond(of, relation)}"
            case q.All(of):
                return f"({' AND '.join(self.cond(one, relation) for one in of)})"
            case q.Any(of):
                return f"({' OR '.join(self.cond(one, relation) for one in of)})"

    def _compare(self, op: q.Op, left: q.Expr, right: q.Expr, relation: str) -> str:
        one, other = self.value(left, relation), self.value(right, relation)
        if op is q.Op.NE:
            return f"NOT coalesce({one} = {other}, FALSE)"
        return f"coalesce({one} {_OPS[op]} {other}, FALSE)"

    def _match(self, how: q.How, value: str, text: str) -> str:
        wanted = self.bind(text, "text")
        if how is q.How.CONTAINS:
            found = f"strpos({value}, {wanted}) > 0"
        elif how is q.How.STARTS:
            found = f"starts_with({value}, {wanted})"
        else:
            found = f"right({value}, char_length({wanted})) = {wanted}"
        return f"coalesce({found}, FALSE)"

    def _related(self, cond: q.Related) -> str:
        relation = relation_of(self.query.source, cond.relation)
        wanted = [relation.belongs.replace("{of}", _ROW).replace("{a}", _INNER)]
        if relation.person:
            wanted.append(f"{_at(relation.person, _INNER)} <> ALL(%(hidden)s::uuid[])")
        if cond.where is not None:
            wanted.append(self.cond(cond.where, cond.relation))
        rows = _at(relation.rows, _INNER)
        count = f"(SELECT count(*) FROM {rows} WHERE {' AND '.join(wanted)})"
        number = self.bind(cond.number, "numeric")
        return f"({count} {'<>' if cond.op is q.Op.NE else _OPS[cond.op]} {number})"


def _at(sql: str, alias: str = _ROW) -> str:
    return sql.replace("{a}", alias)


def _alias(relation: str) -> str:
    return _INNER if relation else _ROW


def _way(sort: q.Sort) -> str:
    return " DESC NULLS LAST" if sort.descending else ""


def _typed(item: DataItem, alias: str) -> str:
    sql = _at(item.sql, alias)
    if item.type is Type.CODE:
        return _worded(item, alias)
    if item.type is Type.LEGAL:
        return f"(CASE WHEN NOT starts_with({sql}, '|') THEN split_part({sql}, '|', 4)::date END)"
    if item.type is Type.MOMENT:
        return f"({sql} AT TIME ZONE 'Asia/Tokyo')::date"
    if item.type is Type.NUMBER:
        return f"({sql})::numeric"
    if item.type.kind is Kind.TEXT:
        return f"""(coalesce({sql}, '') COLLATE "C")"""
    return sql


def _worded(item: DataItem, alias: str) -> str:
    """A code by what it is called: our own words, written into the statement as they stand in the catalogue."""
    sql = _at(item.sql, alias)
    cases = " ".join(
        f"WHEN {_quoted(code)} THEN {_quoted(label)}" for code, label in item.codes.items()
    )
    return f"""((CASE {sql} {cases} ELSE coalesce({sql}, '') END) COLLATE "C")"""


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''").replace("%", "%%") + "'"
