"""Where numbered items stand in a body (項目番号のある部分)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, Final, NamedTuple

from daicho.foundation.messages.layouts import LAYOUTS, Item, Layout, Part

_OF_ANSWERS: Final = frozenset({"1"})
"""The only item that an answer must have."""
_LISTS: Final = {"identity.query.answer": "found", "reconcile.rows.answer": "rows"}


class NumberedPart(NamedTuple):
    """Numbered items with their path in the body, and the items that may stand there."""

    path: str
    part: Part
    layout: Layout
    known: tuple[Item, ...]
    items: Mapping[str, str]

    @property
    def fields(self) -> dict[str, str]:
        """The items by field; only for items that were judged good."""
        return {self.layout.by_number[n].field: value for n, value in self.items.items()}


def numbered_parts(kind: str, body: Mapping[str, Any]) -> Iterator[NumberedPart]:
    """Every part with numbered items of a body whose structure was judged good."""
    if "layout" not in body:
        return
    layout = LAYOUTS[body["layout"]]
    known = {part: tuple(layout.of(part)) for part in Part}
    if kind == "identity.update":
        yield NumberedPart("items", Part.PERSON, layout, known[Part.PERSON], body["items"])
    elif kind == "dispatch.information":
        for at, posting in enumerate(body["households"]):
            path = f"households.{at}"
            yield NumberedPart(
                f"{path}.items", Part.HOUSEHOLD, layout, known[Part.HOUSEHOLD], posting["items"]
            )
            for index, person in enumerate(posting["people"]):
                where = f"{path}.people.{index}.items"
                yield NumberedPart(where, Part.PERSON, layout, known[Part.PERSON], person["items"])
    elif name := _LISTS.get(kind):
        loose = tuple(
            replace(item, required=item.number in _OF_ANSWERS) for item in known[Part.PERSON]
        )
        for at, row in enumerate(body[name]):
            yield NumberedPart(f"{name}.{at}.items", Part.PERSON, layout, loose, row["items"])
