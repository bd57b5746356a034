"""Checking (検査): whether a query makes sense: kinds of values, what may be compared, how much may be asked."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from daicho.business.extraction.domain import query as q
from daicho.business.extraction.domain import words
from daicho.business.extraction.domain.catalogue import item_of, items_of, relation_of, sources
from daicho.business.extraction.domain.functions import FUNCTIONS
from daicho.business.extraction.domain.items import DataItem, Kind, Type
from daicho.business.extraction.domain.naming import DAY_WORDS
from daicho.kernel.characters import TextKind, text_problems
from daicho.kernel.errors import Problem

MOST_COLUMNS: Final = 60
MOST_FACTS: Final = 200
LONGEST_TEXT: Final = 200
LARGEST: Final = 10**15
FIRST_YEAR, LAST_YEAR = 1868, 2200
_ORDERED: Final = (q.Op.LT, q.Op.LE, q.Op.GT, q.Op.GE)


def query_problems(query: q.Query) -> list[Problem]:
    """Everything that is wrong with a query, in the order of its parts."""
    if query.source not in sources():
        return [_fault("source", "このデータはありません。", "データを選び直してください。")]
    if isinstance(query.day, q.DayWord) and query.day.word not in DAY_WORDS:
        return [_fault("day", "基準日が読めません。", "日付を入れ直してください。")]
    found = _Check(query.source)
    if not query.columns and not query.measures:
        found.fault("columns", "出す項目がありません。", "項目か、件数などの集計を選んでください。")
    if len(query.columns) > MOST_COLUMNS:
        found.fault("columns", "項目が多すぎます。", f"{MOST_COLUMNS}までにしてください。")
    for column in query.columns:
        found.expr(column.of, "columns")
        found.text(column.title, "columns")
    if query.where is not None:
        found.cond(query.where)
    _check_sorts(query, found)
    _check_measures(query, found)
    return found.problems


def _check_sorts(query: q.Query, found: _Check) -> None:
    shown = {column.of for column in query.columns}
    for sort in query.sort:
        if found.expr(sort.by, "sort") is Kind.SECRET:
            found.fault("sort", "番号では並べられません。", "ほかの項目を選んでください。")
        if query.measures and sort.by not in shown:
            found.fault(
                "sort",
                "集計では、まとめる項目でだけ並べられます。",
                "並びから外すか、項目に加えてください。",
            )


def _check_measures(query: q.Query, found: _Check) -> None:
    for measure in query.measures:
        if measure.of is not None:
            found.need(measure.of, Kind.NUMBER, "measures")
        if measure.total is q.Total.PERSONS and not sources()[query.source].person:
            found.fault(
                "measures", "このデータでは人数を数えられません。", "件数を選んでください。"
            )
    if query.measures and any(
        isinstance(part, q.Item) and item_of(query.source, part.code).type is Type.SECRET
        for column in query.columns
        for part in parts_in(column.of)
        if not _unknown(part, query.source)
    ):
        found.fault("columns", "番号ではまとめられません。", "ほかの項目を選んでください。")


def _unknown(part: object, source: str) -> bool:
    known = {item.code for item in items_of(source)}
    return isinstance(part, q.Item) and part.code not in known


class _Check:
    """Gathers what is wrong; a kind that cannot be told is None, and no further fault follows from it."""

    def __init__(self, source: str) -> None:
        self.problems: list[Problem] = []
        self._source = source
        self._relation = ""
        self._facts = 0

    def fault(self, field: str, what: str, remedy: str) -> None:
        problem = _fault(field, what, remedy)
        if problem not in self.problems:
            self.problems.append(problem)

    def cond(self, cond: q.Cond) -> None:
        self._facts += 1
        if self._facts == MOST_FACTS:
            self.fault("where", "条件が多すぎます。", f"{MOST_FACTS}までにしてください。")
        match cond:
            case q.Compare(op, left, right):
                self._compare(op, left, right)
            case q.Match(_, left, text):
                self.need(left, Kind.TEXT, "where")
                self.text(text, "where")
            case q.Among(left, values):
                for value in values:
                    self._compare(q.Op.EQ, left, value)
            case q.Blank(of):
                self.expr(of, "where")
            case q.Related():
                self._related(cond)
            case q.Not(of):
                self.cond(of)
            case q.All(of) | q.Any(of):
                for one in of:
                    self.cond(one)

    def _related(self, cond: q.Related) -> None:
        known = {relation.code for relation in sources()[self._source].relations}
        if self._relation or cond.relation not in known:
            self.fault("where", "この件数は数えられません。", "条件を選び直してください。")
        elif cond.where is not None:
            self._relation = cond.relation
            self.cond(cond.where)
            self._relation = ""

    def _compare(self, op: q.Op, left: q.Expr, right: q.Expr) -> None:
        one, other = self.expr(left, "where"), self.expr(right, "where")
        if one is None or other is None:
            return
        if Kind.SECRET in (one, other):
            self.fault(
                "where",
                "番号を条件にすることはできません。",
                "番号による検索は、住民の検索の画面で行います。",
            )
        elif one is not other:
            told = words.cond_words(q.Compare(op, left, right), self._source, self._relation)
            self.fault(
                "where",
                f"「{told}」は、{one.value}と{other.value}を比べています。",
                "同じ種類どうしを比べてください。",
            )
        elif one is Kind.FLAG and op in _ORDERED:
            self.fault("where", "はい・いいえの大小は比べられません。", "= か ≠ を使ってください。")

    def need(self, expr: q.Expr, kind: Kind, field: str) -> None:
        found = self.expr(expr, field)
        if found is not None and found is not kind:
            told = words.expr_words(expr, self._source, self._relation)
            self.fault(
                field,
                f"「{told}」は{found.value}です。",
                f"{kind.value}の項目か式にしてください。",
            )

    def expr(self, expr: q.Expr, field: str) -> Kind | None:
        """The kind of an expression."""
        match expr:
            case q.Item(code):
                return self._item(code, field)
            case q.Text(value):
                self.text(value, field)
                return Kind.TEXT
            case q.Number(value):
                if abs(value) >= LARGEST:
                    self.fault(field, "数が大きすぎます。", "15桁までの数にしてください。")
                return Kind.NUMBER
            case q.Day(on):
                if not FIRST_YEAR <= on.year <= LAST_YEAR:
                    told = f"{FIRST_YEAR}年から{LAST_YEAR}年までの日付にしてください。"
                    self.fault(field, "日付が離れすぎています。", told)
                return Kind.DAY
            case q.DayWord():
                return Kind.DAY
            case q.Flag():
                return Kind.FLAG
            case q.Call():
                return self._call(expr, field)
            case q.Reckoned(_, left, right):
                self.need(left, Kind.NUMBER, field)
                self.need(right, Kind.NUMBER, field)
                return Kind.NUMBER

    def _item(self, code: str, field: str) -> Kind | None:
        item = self._known(code)
        if item is None:
            self.fault(field, "この項目はありません。", "項目を選び直してください。")
            return None
        return item.type.kind

    def _known(self, code: str) -> DataItem | None:
        if self._relation:
            relation = relation_of(self._source, self._relation)
            return next((item for item in relation.items if item.code == code), None)
        return next((item for item in items_of(self._source) if item.code == code), None)

    def _call(self, call: q.Call, field: str) -> Kind | None:
        function = FUNCTIONS.get(call.name)
        if function is None or len(call.args) != len(function.takes):
            self.fault(field, "この関数はありません。", "関数の一覧で確かめてください。")
            return None
        if function.raw is not None:
            (arg,) = call.args
            item = self._known(arg.code) if isinstance(arg, q.Item) else None
            if item is None or item.type is not function.raw:
                self.fault(
                    field,
                    f"「{function.name}」に渡せるのは、型が「{function.raw.value}」の項目だけです。",
                    "項目の一覧で型を確かめてください。",
                )
            return function.gives
        for arg, kind in zip(call.args, function.takes, strict=True):
            self.need(arg, kind, field)
        return function.gives

    def text(self, text: str, field: str) -> None:
        self.problems += [
            problem
            for problem in text_problems(text, field=field, limit=LONGEST_TEXT, kind=TextKind.LINE)
            if problem not in self.problems
        ]


def parts_in(value: Any) -> Iterator[Any]:  # Any: any part of a query
    """Every node of a query, from the outside in."""
    if isinstance(value, tuple):
        for one in value:
            yield from parts_in(one)
    elif hasattr(value, "__dataclass_fields__"):
        yield value
        for name in value.__dataclass_fields__:
            yield from parts_in(getattr(value, name))


def items_used(query: q.Query) -> tuple[DataItem, ...]:
    """Every item that a query shows, sorts by, or asks about, those of its relations too; each once."""
    return tuple({item.label: item for item in _used(query, query.source, "")}.values())


def _used(value: Any, source: str, relation: str) -> Iterator[DataItem]:
    inner = value.relation if isinstance(value, q.Related) else relation
    for part in _children(value):
        if isinstance(part, q.Item):
            yield item_of(source, part.code, inner)
        else:
            yield from _used(part, source, inner)


def _children(value: Any) -> Iterator[Any]:
    if isinstance(value, tuple):
        yield from value
    elif hasattr(value, "__dataclass_fields__"):
        for name in value.__dataclass_fields__:
            yield getattr(value, name)


def _fault(field: str, what: str, remedy: str) -> Problem:
    return Problem(f"extraction.{field}", field, what, "抽出の内容を確かめています。", remedy)
