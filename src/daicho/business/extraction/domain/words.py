"""Words (式): a query as the text that people read and write; `reading` makes the same query of it again."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from daicho.business.extraction.domain import query as q
from daicho.business.extraction.domain.catalogue import item_of, relation_of, sources
from daicho.business.extraction.domain.naming import AMONG, AND, BLANK, COUNTED, NO, NOT, OR, YES
from daicho.kernel.wareki import FIRST_DAY, format_wareki

SOURCE, DAY, RANGE, COLUMNS, WHERE, SORT, MEASURES = (
    "データ",
    "基準日",
    "範囲",
    "項目",
    "条件",
    "並び",
    "集計",
)
HISTORY = "履歴"
TITLED = "名称"
DESCENDING = "降順"


def query_words(query: q.Query) -> str:
    """The whole query, a line for each of its parts."""
    return "\n".join(f"{head}: {words}" for head, words in parts_of(query))


def parts_of(query: q.Query) -> Iterator[tuple[str, str]]:
    """The parts of a query with their headings; parts that say nothing are left out."""
    source = sources()[query.source]
    yield SOURCE, source.title
    yield DAY, expr_words(query.day, query.source)
    yield RANGE, f"{HISTORY} {query.people.value}" if query.history else query.people.value
    if query.columns:
        yield COLUMNS, "、".join(_column(column, query.source) for column in query.columns)
    if query.where is not None:
        yield WHERE, cond_words(query.where, query.source)
    if query.sort:
        yield SORT, "、".join(_sort(sort, query.source) for sort in query.sort)
    if query.measures:
        yield MEASURES, "、".join(measure_words(one, query.source) for one in query.measures)


def _column(column: q.Column, source: str) -> str:
    words = expr_words(column.of, source)
    return f"{words} {TITLED} {quoted(column.title)}" if column.title else words


def _sort(sort: q.Sort, source: str) -> str:
    words = expr_words(sort.by, source)
    return f"{words} {DESCENDING}" if sort.descending else words


def measure_words(measure: q.Measure, source: str) -> str:
    """A total: 件数, 合計(手数料)."""
    if measure.of is None:
        return measure.total.value
    return f"{measure.total.value}({expr_words(measure.of, source)})"


def column_title(column: q.Column, source: str) -> str:
    """What stands above a column."""
    return column.title or expr_words(column.of, source)


def expr_words(expr: q.Expr, source: str, relation: str = "") -> str:
    """An expression; `relation` says whose items it speaks of."""
    match expr:
        case q.Item(code):
            return item_of(source, code, relation).label
        case q.Text(value):
            return quoted(value)
        case q.Number(value):
            return str(value)
        case q.Day(on):
            return day_words(on)
        case q.DayWord(word):
            return word
        case q.Flag(value):
            return YES if value else NO
        case q.Call(name, args):
            return f"{name}({', '.join(expr_words(arg, source, relation) for arg in args)})"
        case q.Reckoned(by, left, right):
            return f"{_term(left, source, relation)} {by.value} {_term(right, source, relation)}"


def day_words(on: date) -> str:
    """A day as people write it here; one before 明治6年 as it stands in files."""
    return format_wareki(on) if on >= FIRST_DAY else on.isoformat()


def _term(expr: q.Expr, source: str, relation: str) -> str:
    words = expr_words(expr, source, relation)
    return f"({words})" if isinstance(expr, q.Reckoned) else words


def cond_words(cond: q.Cond, source: str, relation: str = "") -> str:
    """A condition."""
    match cond:
        case q.Compare(op, left, right):
            one, other = (expr_words(side, source, relation) for side in (left, right))
            return f"{one} {op.value} {other}"
        case q.Match(how, left, text):
            return f"{expr_words(left, source, relation)} {how.value} {quoted(text)}"
        case q.Among(left, values):
            listed = ", ".join(expr_words(value, source, relation) for value in values)
            return f"{expr_words(left, source, relation)} {AMONG} ({listed})"
        case q.Blank(of):
            return f"{expr_words(of, source, relation)} {BLANK}"
        case q.Related():
            return _related(cond, source)
        case q.Not(of):
            return f"{NOT}({cond_words(of, source, relation)})"
        case q.All(of):
            return f" {AND} ".join(_joined(one, (q.All, q.Any), source, relation) for one in of)
        case q.Any(of):
            return f" {OR} ".join(_joined(one, (q.Any,), source, relation) for one in of)


def _related(cond: q.Related, source: str) -> str:
    relation = relation_of(source, cond.relation)
    where = "" if cond.where is None else f", {cond_words(cond.where, source, relation.code)}"
    return f"{COUNTED}({relation.label}{where}) {cond.op.value} {cond.number}"


def _joined(
    cond: q.Cond, wrapped: tuple[type[q.All] | type[q.Any], ...], source: str, relation: str
) -> str:
    words = cond_words(cond, source, relation)
    return f"({words})" if isinstance(cond, wrapped) else words


def quoted(text: str) -> str:
    """A text in quotes, each quote within it twice."""
    return '"' + text.replace('"', '""') + '"'
