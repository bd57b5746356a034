"""Stored (保存の形): a query as versioned JSON and back, nothing added and nothing lost.

Every node is an object with `is`, its kind; what does not read as one is a ValueError.
"""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Final

from daicho.business.extraction.domain import query as q

VERSION: Final = 1
_NODES: Final[dict[str, type[Any]]] = {
    node.__name__: node
    for node in (
        q.Item, q.Text, q.Number, q.Day, q.DayWord, q.Flag, q.Call, q.Reckoned,
        q.Compare, q.Match, q.Among, q.Blank, q.Related, q.Not, q.All, q.Any,
        q.Column, q.Measure, q.Sort, q.Query,
    )
}  # fmt: skip
_WORDS: Final[dict[str, type[StrEnum]]] = {
    each.__name__: each for each in (q.Op, q.How, q.Reckoning, q.People, q.Total)
}


def stored(query: q.Query) -> dict[str, Any]:  # Any: JSON
    """A query as JSON."""
    return {"version": VERSION, "query": _stored(query)}


def from_stored(kept: Any) -> q.Query:  # Any: JSON
    """The query of what `stored` made; ValueError for anything else."""
    if not isinstance(kept, dict) or kept.get("version") != VERSION:
        raise ValueError("a stored query of another version")
    found = _read(kept.get("query"))
    if not isinstance(found, q.Query):
        raise ValueError("not a stored query")
    return found


def _stored(value: Any) -> Any:  # Any: a node and its JSON
    if isinstance(value, StrEnum):
        return {"is": type(value).__name__, "word": value.value}
    if is_dataclass(value):
        parts = {f.name: _stored(getattr(value, f.name)) for f in fields(value)}
        return {"is": type(value).__name__, **parts}
    if isinstance(value, tuple):
        return [_stored(one) for one in value]
    return value.isoformat() if isinstance(value, date) else value


def _read(value: Any) -> Any:  # Any: JSON and its node
    if isinstance(value, list):
        return tuple(_read(one) for one in value)
    if not isinstance(value, dict):
        return value
    name = value.get("is")
    if name in _WORDS:
        return _WORDS[name](value["word"])
    if name not in _NODES:
        raise ValueError(f"no such part of a query: {name!r}")
    given = {key: _read(part) for key, part in value.items() if key != "is"}
    if name == "Day":
        given["on"] = date.fromisoformat(given["on"])
    try:
        return _NODES[name](**given)
    except TypeError as error:
        raise ValueError(f"a part of a query with other fields: {name}") from error
