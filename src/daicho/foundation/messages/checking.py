"""Checking a body (本文の検査): all that is wrong with it at once, item by item, in words without a value in them.

What several systems must know to judge (who is in the register, what came before) is not judged here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, Final

from pydantic import ValidationError

from daicho.foundation.messages.content import content_problems
from daicho.foundation.messages.forms import fault_of
from daicho.foundation.messages.kinds import KINDS, Kind
from daicho.foundation.messages.layouts import Item
from daicho.foundation.messages.numbered_parts import numbered_parts
from daicho.foundation.messages.problems import item_problem
from daicho.kernel.errors import Problem

MOST_PROBLEMS: Final = 50
_CODES: Final = {
    "missing": "missing",
    "union_tag_not_found": "missing",
    "extra_forbidden": "unknown_item",
    "literal_error": "value",
    "union_tag_invalid": "value",
    "greater_than_equal": "value",
    "less_than_equal": "value",
    "less_than": "value",
    "too_long": "length",
    "too_short": "length",
}
_OURS: Final = frozenset(
    {"missing", "unknown_item", "value", "length", "format", "check_digit", "calendar", "twice"}
)


def check_body(kind: str, body: Mapping[str, Any], *, on: date | None = None) -> list[Problem]:
    """What is wrong with a body of a kind; nothing for a good one. `field` is the path in the body (`people.0.name`).

    `on` is the day when the message was made: items that came later are refused with it.
    """
    known = KINDS.get(kind)
    if known is None:
        return [item_problem("unknown_kind", "")]
    problems = [*_nulls(body, ())]
    if not problems:
        problems = [*_structure(known, body)]
    if not problems:
        parts = numbered_parts(kind, body)
        problems = [p for part in parts for p in _items(part.path, part.known, part.items, on)]
    if not problems:
        problems = [*content_problems(kind, body)]
    return problems[:MOST_PROBLEMS]


def _nulls(value: Any, path: tuple[str, ...]) -> Iterator[Problem]:
    if value is None:
        yield item_problem("type", ".".join(path), why="ない項目は、空にせず除きます。")
    elif isinstance(value, Mapping):
        for name, each in value.items():
            yield from _nulls(each, (*path, str(name)))
    elif isinstance(value, Sequence) and not isinstance(value, str):
        for index, each in enumerate(value):
            yield from _nulls(each, (*path, str(index)))


def _structure(kind: Kind, body: Mapping[str, Any]) -> Iterator[Problem]:
    try:
        kind.body.validate_python(dict(body))
    except ValidationError as error:
        for each in error.errors(include_url=False, include_context=True, include_input=False):
            # The first step of a choice's path is which of the models it was.
            steps = each["loc"][1:] if kind.choice and each["loc"] else each["loc"]
            tag = each["type"] in {"union_tag_not_found", "union_tag_invalid"}
            path = kind.choice if tag else ".".join(str(step) for step in steps)
            if each["type"] in _OURS and "ctx" in each:
                yield item_problem(each["type"], path, why=str(each["ctx"]["why"]))
            else:
                yield item_problem(_code_of(each["type"]), path)


def _code_of(found: str) -> str:
    return _CODES.get(found, "type" if found.endswith("_type") else "schema")


def _items(
    path: str, known: Iterable[Item], items: Mapping[str, str], on: date | None
) -> Iterator[Problem]:
    by_number = {item.number: item for item in known}
    for number in sorted(items.keys() - by_number.keys()):
        yield item_problem("unknown_item", f"{path}.{number}")
    for number, item in by_number.items():
        at = f"{path}.{number}"
        if number not in items:
            if item.required:
                yield item_problem("missing", at, label=item.title)
        elif fault := fault_of(item.form, items[number], item.limit):
            code, why = fault
            yield item_problem(code, at, why=why, label=item.title)
        elif on is not None and item.since is not None and on < item.since:
            yield item_problem("not_yet", at, label=item.title)
