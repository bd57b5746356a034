"""One truth of the numbered items: the seeds' ledger, specs/messages/layouts/, the schemas and daicho's tables are one."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from daicho.foundation.messages.forms import CHOICES, Form
from daicho.foundation.messages.public import LAYOUTS, Item, Part, check_body
from daicho.foundation.messages.tests import definitions as specs

ADDED = {41: "振り仮名の確認"}
"""Items that no seed has (practice.md §1, row 7)."""


def _row(item: Item, *, parts: bool) -> dict[str, Any]:
    row = {
        "num": int(item.number),
        "name": item.title,
        "field": item.field,
        "type": item.form.value,
        "max": item.limit,
        "required": item.required,
    }
    if parts:
        row["part"] = item.part.value
    if item.since is not None:
        row["since"] = f"{item.since:%Y%m%d}"
    return row


def test_same_layouts_on_both_sides() -> None:
    assert set(specs.layouts()) == set(LAYOUTS)


@pytest.mark.parametrize("name", sorted(LAYOUTS))
def test_table_of_daicho_is_the_file(name: str) -> None:
    told = specs.layouts()[name]
    parts = name.startswith("dispatch")
    ours = [_row(item, parts=parts) for item in LAYOUTS[name].by_number.values()]
    theirs = [{key: row[key] for key in row if key != "id"} for row in told["items"]]
    assert ours == theirs
    assert told["item_count"] == len(ours)


@pytest.mark.parametrize("name", sorted(LAYOUTS))
@pytest.mark.proves("DATA-002", "DATA-003", "DATA-013", "DATA-014")
def test_file_has_the_seeds_items_under_their_numbers(name: str) -> None:
    """Number, id and name of every item, in the seeds' order; only the dated layout has one more."""
    told = specs.layouts()[name]
    of_seeds = [
        (row["num"], row["id"], row["name"])
        for row in told["items"]
        if ADDED.get(row["num"]) != row["name"]
    ]
    seed = specs.ledger()[told["source"]]
    assert of_seeds == [(row["num"], row["id"], row["name"]) for row in seed["items"]]
    assert len(of_seeds) == seed["item_count"]


@pytest.mark.parametrize("name", sorted(LAYOUTS))
def test_schemas_have_the_items_of_the_file(name: str) -> None:
    found = 0
    for kind, schema in specs.schemas().items():
        for definition, items in schema.get("$defs", {}).items():
            layout, part = _named(definition)
            if layout != name:
                continue
            found += 1
            known = [i for i in LAYOUTS[name].by_number.values() if part in (None, i.part)]
            assert set(items["properties"]) == {item.number for item in known}, kind
            assert items["additionalProperties"] is False
            for item in known:
                _same(items["properties"][item.number], item)
            if kind in {"identity.update", "dispatch.information"}:
                assert items["required"] == [item.number for item in known if item.required]
            else:
                assert items["required"] == ["1"]
    assert found


def _named(definition: str) -> tuple[str, Part | None]:
    words = definition.split("_")
    part = Part(words.pop()) if words[-1] in set(Part) else None
    return "-".join(words[1:]), part


def _same(told: dict[str, Any], item: Item) -> None:
    assert told["title"] == item.title
    if item.form in CHOICES:
        assert tuple(told["enum"]) == CHOICES[item.form]
    else:
        assert told["maxLength"] <= item.limit, item
        if item.form in {Form.TEXT, Form.KANA, Form.ROMAN, Form.REFERENCE}:
            assert told["maxLength"] == item.limit, item


def test_two_layouts_of_a_family_agree_but_for_numbers() -> None:
    for one in LAYOUTS.values():
        for other in LAYOUTS.values():
            for field in one.by_field.keys() & other.by_field.keys():
                if one.family == other.family:
                    left, right = one.by_field[field], other.by_field[field]
                    assert (left.form, left.limit, left.title) == (
                        right.form,
                        right.limit,
                        right.title,
                    )


def test_item_of_a_later_day_is_refused_in_an_earlier_message() -> None:
    body = specs.example("identity.update", "kana_confirmed_40_2025")
    before, after = date(2025, 5, 25), date(2025, 5, 26)
    assert check_body("identity.update", body, on=after) == []
    (problem,) = check_body("identity.update", body, on=before)
    assert (problem.code, problem.field) == ("message.not_yet", "items.41")
