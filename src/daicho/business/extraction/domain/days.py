"""Days (日の言葉): 実行日, 前日, 当月初, 前月初 and 前月末 as the days they are when a query is asked for."""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from datetime import date, timedelta
from typing import Any

from daicho.business.extraction.domain import query as q


def day_named(word: str, today: date) -> date:
    """The day that a word means; KeyError for a word that means none."""
    first = today.replace(day=1)
    before = first - timedelta(days=1)
    return {
        "実行日": today,
        "前日": today - timedelta(days=1),
        "当月初": first,
        "前月初": before.replace(day=1),
        "前月末": before,
    }[word]


def settled(query: q.Query, today: date) -> q.Query:
    """The same query with days in the place of their words: what it asks does not change any more."""
    found = _settled(query, today)
    assert isinstance(found, q.Query)
    return found


def _settled(value: Any, today: date) -> Any:  # Any: a node and its parts
    if isinstance(value, q.DayWord):
        return q.Day(day_named(value.word, today))
    if isinstance(value, tuple):
        return tuple(_settled(one, today) for one in value)
    if is_dataclass(value) and not isinstance(value, type):
        return replace(
            value, **{f.name: _settled(getattr(value, f.name), today) for f in fields(value)}
        )
    return value
