"""Wishes (試験の抽出): queries of every shape, drawn by Hypothesis, that make sense over the source 住民票."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import Any

from hypothesis import strategies as st

from daicho.business.extraction.domain import query as q
from daicho.business.extraction.domain.catalogue import items_of, sources
from daicho.business.extraction.domain.functions import FUNCTIONS
from daicho.business.extraction.domain.items import DataItem, Kind, Type
from daicho.business.extraction.domain.naming import DAY_WORDS

WORDS = (
    "見本",
    "架空町1番地",
    "男",
    "女",
    "転居",
    "",
    "%s",
    "'; DROP TABLE x; --",
    '"',
    "三」",
    "𠮷",
    "{a}",
    "（外）",
)
DAYS = st.dates(date(1930, 1, 1), date(2030, 12, 31))
OPS = st.sampled_from(tuple(q.Op))


def of_kind(source: str, kind: Kind, relation: str = "") -> list[DataItem]:
    return [item for item in items_of(source, relation) if item.type.kind is kind]


@cache
def literals(kind: Kind, *, words: bool = True) -> st.SearchStrategy[q.Literal]:
    if kind is Kind.TEXT:
        return st.builds(q.Text, st.sampled_from(WORDS))
    if kind is Kind.NUMBER:
        return st.builds(q.Number, st.integers(-120, 120))
    if kind is Kind.DAY:
        named = st.builds(q.DayWord, st.sampled_from(DAY_WORDS))
        return st.one_of(st.builds(q.Day, DAYS), *([named] if words else []))
    return st.builds(q.Flag, st.booleans())


@cache
def exprs(source: str, kind: Kind, relation: str = "", depth: int = 1) -> st.SearchStrategy[q.Expr]:
    """Expressions of a kind."""
    items = st.sampled_from([q.Item(item.code) for item in of_kind(source, kind, relation)])
    found: list[st.SearchStrategy[q.Expr]] = [items, literals(kind)]
    if depth:
        found += [
            st.builds(
                q.Call,
                st.just(each.name),
                st.tuples(*(exprs(source, k, relation, depth - 1) for k in each.takes)),
            )
            for each in FUNCTIONS.values()
            if each.gives is kind and each.raw is None
        ]
        found += [
            st.builds(q.Call, st.just(each.name), st.tuples(st.just(q.Item(item.code))))
            for each in FUNCTIONS.values()
            if each.gives is kind and each.raw is not None
            for item in items_of(source, relation)
            if item.type is each.raw
        ]
    if kind is Kind.NUMBER and depth:
        less = exprs(source, kind, relation, depth - 1)
        found.append(st.builds(q.Reckoned, st.sampled_from(tuple(q.Reckoning)), less, less))
    return st.one_of(found)


@cache
def facts(source: str, relation: str = "") -> st.SearchStrategy[q.Cond]:
    """Conditions without かつ and または."""
    kinds = (Kind.TEXT, Kind.NUMBER, Kind.DAY)
    found: list[st.SearchStrategy[q.Cond]] = []
    for kind in kinds:
        one = exprs(source, kind, relation)
        found += [
            st.builds(q.Compare, OPS, one, one),
            st.builds(q.Among, one, st.lists(literals(kind), min_size=1, max_size=3).map(tuple)),
            st.builds(q.Blank, one),
        ]
    flags = exprs(source, Kind.FLAG, relation)
    found.append(st.builds(q.Compare, st.sampled_from((q.Op.EQ, q.Op.NE)), flags, flags))
    texts = exprs(source, Kind.TEXT, relation)
    found.append(st.builds(q.Match, st.sampled_from(tuple(q.How)), texts, st.sampled_from(WORDS)))
    if not relation:
        found += [
            st.builds(
                q.Related,
                st.just(each.code),
                st.none() | facts(source, each.code),
                OPS,
                st.integers(0, 3),
            )
            for each in sources()[source].relations
        ]
    return st.one_of(found)


@cache
def conds(source: str = "residents") -> st.SearchStrategy[q.Cond]:
    """Conditions of every shape."""

    def more(inner: st.SearchStrategy[q.Cond]) -> st.SearchStrategy[q.Cond]:
        several = st.lists(inner, min_size=2, max_size=3).map(tuple)
        return st.one_of(
            st.builds(q.Not, inner), st.builds(q.All, several), st.builds(q.Any, several)
        )

    return st.recursive(facts(source), more, max_leaves=5)


@cache
def queries(source: str = "residents") -> st.SearchStrategy[q.Query]:
    """Whole queries of one source: lists and totals."""
    titles = st.sampled_from(("", "見出し", 'か"ぎ'))
    kinds = (Kind.TEXT, Kind.NUMBER, Kind.DAY, Kind.FLAG)
    columns = st.lists(
        st.builds(q.Column, st.one_of([exprs(source, kind) for kind in kinds]), titles),
        min_size=1,
        max_size=4,
    ).map(tuple)
    sorts = st.lists(
        st.builds(q.Sort, st.one_of([exprs(source, kind) for kind in kinds]), st.booleans()),
        max_size=2,
    ).map(tuple)
    day: st.SearchStrategy[q.Day | q.DayWord] = st.builds(q.Day, DAYS) | st.builds(
        q.DayWord, st.sampled_from(DAY_WORDS)
    )
    shared: dict[str, Any] = {
        "source": st.just(source),
        "day": day,
        "where": st.none() | conds(source),
    }
    if sources()[source].dated:
        shared |= {"history": st.booleans(), "people": st.sampled_from(tuple(q.People))}
    lists = st.builds(q.Query, columns=columns, sort=sorts, **shared)
    numbers = exprs(source, Kind.NUMBER)
    plain = [q.Total.ROWS, *([q.Total.PERSONS] if sources()[source].person else [])]
    totals = st.one_of(
        st.builds(q.Measure, st.sampled_from(plain)),
        st.builds(q.Measure, st.sampled_from([t for t in q.Total if t.takes]), numbers),
    )
    measures = st.lists(totals, min_size=1, max_size=2).map(tuple)
    grouped = st.builds(q.Query, columns=columns, measures=measures, **shared)
    return st.one_of(lists, grouped)


def secret_items(source: str) -> list[DataItem]:
    return [item for item in items_of(source) if item.type is Type.SECRET]
