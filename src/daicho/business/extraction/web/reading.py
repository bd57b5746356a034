"""Reading (入力の読取り): what was chosen in the wizard as parts of a query; every fault beside its field."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from django.http import QueryDict

from daicho.business.extraction.domain import query as q
from daicho.business.extraction.domain.catalogue import items_of, sources
from daicho.business.extraction.domain.items import DataItem, Kind
from daicho.business.extraction.domain.naming import DAY_WORDS, NO, YES
from daicho.business.extraction.domain.reading import read_expr
from daicho.business.extraction.domain.wizard import OPERATORS, OPS, VALUELESS, fact_of
from daicho.foundation.ui.posted import number_of
from daicho.kernel.errors import Invalid, Problem
from daicho.kernel.wareki import parse_date
from daicho.kernel.widths import half_width

_BETWEEN: Final = re.compile(r"[、,，]")
_WHOLE: Final = re.compile(r"-?[0-9]{1,15}")
RELATED: Final = "related:"
"""Before the code of a relation in the list of what can be asked about."""


def fault(field: str, what: str, remedy: str) -> Invalid:
    """One thing wrong."""
    return Invalid([Problem(f"extraction.{field}", field, what, "入力を確かめています。", remedy)])


def read_scope(posted: QueryDict, query: q.Query) -> q.Query:
    """基準日, 履歴 and 範囲."""
    people = posted.get("people", "")
    return replace(
        query,
        day=read_day(posted.get("day", "") or q.TODAY.word, field="day"),
        history=posted.get("history", "") == "history",
        people=q.People(people) if people in set(q.People) else query.people,
    )


def read_day(text: str, *, field: str) -> q.Day | q.DayWord:
    """A day, or a word for one."""
    word = text.strip()
    return q.DayWord(word) if word in DAY_WORDS else q.Day(parse_date(word, field=field))


def item_chosen(source: str, code: str, relation: str = "") -> DataItem | None:
    """The item of a code, or None."""
    return next((item for item in items_of(source, relation) if item.code == code), None)


def read_fact(posted: QueryDict, query: q.Query) -> q.Cond:
    """The condition that was chosen."""
    chosen = posted.get("item", "")
    if chosen.startswith(RELATED):
        return _related(posted, query, chosen.removeprefix(RELATED))
    return _fact(posted, query.source, "", chosen)


def _fact(posted: QueryDict, source: str, relation: str, code: str, prefix: str = "") -> q.Cond:
    item = item_chosen(source, code, relation)
    if item is None:
        raise fault(f"{prefix}item", "項目が選ばれていません。", "一覧から選んでください。")
    operator = posted.get(f"{prefix}operator", "")
    if operator not in dict(OPERATORS[item.type.kind]):
        raise fault(f"{prefix}operator", "比べ方が選ばれていません。", "一覧から選んでください。")
    of = q.Item(item.code)
    if operator in VALUELESS:
        return fact_of(of, operator, ())
    text = posted.get(f"{prefix}value", "").strip()
    field = f"{prefix}value"
    if not text:
        raise fault(
            field, "比べる値がありません。", "値を入力するか、「空欄である」を選んでください。"
        )
    texts = _BETWEEN.split(text) if operator == "among" else [text]
    values = tuple(_literal(one.strip(), item.type.kind, field) for one in texts if one.strip())
    return fact_of(of, operator, values)


def _literal(text: str, kind: Kind, field: str) -> q.Literal:
    if kind is Kind.NUMBER:
        folded = half_width(text)
        if not _WHOLE.fullmatch(folded):
            raise fault(field, f"「{text}」は数ではありません。", "整数を入力してください。")
        return q.Number(int(folded))
    if kind is Kind.DAY:
        return read_day(text, field=field)
    if kind is Kind.FLAG:
        if text not in (YES, NO):
            raise fault(field, "はい・いいえを選んでください。", "一覧から選んでください。")
        return q.Flag(text == YES)
    return q.Text(text)


def _related(posted: QueryDict, query: q.Query, code: str) -> q.Related:
    if code not in {relation.code for relation in sources()[query.source].relations}:
        raise fault("item", "項目が選ばれていません。", "一覧から選んでください。")
    inner: list[q.Cond] = []
    for prefix in ("a.", "b.", "c."):
        chosen = posted.get(f"{prefix}item", "")
        if chosen:
            inner.append(_fact(posted, query.source, code, chosen, prefix))
    operator = posted.get("operator", "")
    if operator not in OPS:
        raise fault("operator", "件数の比べ方が選ばれていません。", "一覧から選んでください。")
    number = half_width(posted.get("value", "").strip())
    if not number.isascii() or not number.isdecimal() or len(number) > 9:
        raise fault("value", "件数が数ではありません。", "0以上の整数を入力してください。")
    where = None if not inner else inner[0] if len(inner) == 1 else q.All(tuple(inner))
    return q.Related(code, where, OPS[operator], int(number))


def read_columns(posted: QueryDict, query: q.Query) -> q.Query:
    """One act upon the columns: added, an expression added, taken away, moved; sorting; totals."""
    act = posted.get("act", "")
    columns = list(query.columns)
    place = number_of(posted, "place", otherwise=0)
    if act == "add":
        known = {column.of for column in columns}
        wanted = [
            q.Item(code) for code in posted.getlist("items") if item_chosen(query.source, code)
        ]
        columns += [q.Column(item) for item in wanted if item not in known]
    elif act == "expression":
        columns.append(
            q.Column(
                read_expr(posted.get("expression", ""), query.source),
                posted.get("heading", "").strip(),
            )
        )
    elif act == "remove" and place < len(columns):
        del columns[place]
    elif act == "up" and 0 < place < len(columns):
        columns[place - 1], columns[place] = columns[place], columns[place - 1]
    elif act == "sort":
        return replace(query, sort=_sorts(posted, query.source))
    elif act == "totals":
        return _totals(posted, query)
    return replace(query, columns=tuple(columns))


def _sorts(posted: QueryDict, source: str) -> tuple[q.Sort, ...]:
    return tuple(
        q.Sort(q.Item(code), descending=posted.get(f"way{at}") == "down")
        for at in range(3)
        if (code := posted.get(f"sort{at}", "")) and item_chosen(source, code)
    )


def _totals(posted: QueryDict, query: q.Query) -> q.Query:
    way = posted.get("way", "")
    plain = [q.Measure(q.Total.ROWS)]
    if sources()[query.source].person:
        plain.append(q.Measure(q.Total.PERSONS))
    if way == "count":
        return replace(query, columns=(), sort=(), measures=tuple(plain))
    if way != "groups":
        return replace(query, measures=())
    item, total = posted.get("total_item", ""), posted.get("total", "")
    if item and total in set(q.Total) and item_chosen(query.source, item):
        plain.append(q.Measure(q.Total(total), q.Item(item)))
    shown = {column.of for column in query.columns}
    sort = tuple(one for one in query.sort if one.by in shown)
    return replace(query, measures=tuple(plain), sort=sort)
