"""Marked items (個人番号を含む項目の印, DATA-018): one mark, which the seeds' tables have as well, decides; no title does."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from daicho.business.extraction.domain.catalogue import RESIDENTS, items_of
from daicho.business.extraction.domain.items import Type as Output
from daicho.foundation.messages.forms import Form
from daicho.foundation.messages.layouts import Item, Layout
from daicho.foundation.messages.public import LAYOUTS
from daicho.foundation.reconciliation.domain.comparing import Own, compare
from daicho.foundation.reconciliation.domain.files import IDENTITY
from daicho.foundation.system_log.domain.lines import safe_facts
from daicho.kernel.number_items import INDIVIDUAL, RESIDENT_CODE, number_in
from daicho.operations.papers.requirements import read_specification
from daicho.operations.transfer import layout as transfer
from daicho.registers.residents.domain.particulars import ITEM_NAMES
from daicho.registers.residents.domain.sheet_groups import items_hidden

SPECS = Path(__file__).parents[1] / "specs"
NUMBER = "123456789018"
MARKED = {"individual_number_ref", "resident_record_code_ref"}


def seeds_items() -> list[dict[str, Any]]:
    """Every item of every file that the seeds list; `my_number` is their mark."""
    ledger = read_specification(SPECS / "ledger" / "data-items.yaml")
    return [item for row in ledger["requirements"] for item in row.get("items", ())]


@cache
def marked_ids() -> frozenset[str]:
    return frozenset(item["id"] for item in seeds_items() if item.get("my_number"))


@pytest.mark.proves("DATA-018")
@pytest.mark.parametrize("name", sorted(LAYOUTS))
def test_the_seeds_mark_is_that_of_the_messages_items(name: str) -> None:
    rows = read_specification(SPECS / "messages" / "layouts" / f"{name}.yaml")["items"]
    marked = {row["num"] for row in rows if row.get("id") in marked_ids()}
    ours = {
        int(number)
        for number, item in LAYOUTS[name].by_number.items()
        if number_in(item.field) == INDIVIDUAL
    }
    assert ours == marked
    assert len(marked) == 1


@pytest.mark.proves("DATA-018")
def test_the_seeds_mark_is_that_of_the_registers_items() -> None:
    """Of every column of two cities' files: it stands for a marked item of ours exactly where the seeds mark it."""
    wako = read_specification(SPECS / "profiles" / "wako-columns.yaml")["files"]
    fukushima = read_specification(SPECS / "profiles" / "fukushima-35.yaml")
    answers = [(each["source"], each["columns"]) for each in wako]
    answers.append((fukushima["source"], fukushima["items"]))
    ledger = read_specification(SPECS / "ledger" / "data-items.yaml")["requirements"]
    told = {row["id"]: row["items"] for row in ledger if "items" in row}
    found = []
    for source, columns in answers:
        for item, column in zip(told[source], columns, strict=True):
            fields = (field.removeprefix("particulars.") for field in column["fields"])
            bears = INDIVIDUAL in {number_in(field) for field in fields}
            assert bears == item.get("my_number", False), (source, item["name"])
            found += [item["name"]] if bears else []
    assert set(found) == {"個人番号", "番号制度個人番号"}
    unmarked = {i["name"] for i in seeds_items() if "個人番号" in i["name"]} - set(found)
    assert unmarked == {
        "特別徴収個人番号",
        "重複統一用個人番号",
        "広域個人番号",
        "個人番号カード交付状況",
    }


@pytest.mark.proves("DATA-018")
def test_covering_outputs_and_the_move_read_the_mark() -> None:
    assert {name for name in ITEM_NAMES if number_in(name)} == MARKED
    assert items_hidden({"my_number"}) == {"individual_number_ref"}
    assert items_hidden({"my_number", "resident_code"}) == MARKED
    secret = {item.code for item in items_of(RESIDENTS) if item.type is Output.SECRET}
    assert secret == MARKED
    moved = {c.code: c for c in transfer.RESIDENTS.columns if c.code in ITEM_NAMES}
    references = {code for code, c in moved.items() if c.type is transfer.Type.REFERENCE}
    assert references == MARKED
    assert {moved[code].label for code in references} == {"個人番号の参照", "住民票コードの参照"}


def named(number: str, title: str, field: str) -> Item:
    return Item(number, title, field, Form.TEXT, 20, required=False)


@pytest.mark.proves("DATA-018")
def test_a_title_with_the_word_in_it_is_no_mark() -> None:
    """特別徴収個人番号 is told item by item where it differs; of 番号制度個人番号 only that it differs."""
    items = (
        named("18", "特別徴収個人番号", "special_collection_number"),
        named("46", "番号制度個人番号", "individual_number"),
        named("47", "番号", "former_resident_record_code"),
    )
    layout = Layout("test-3", {i.number: i for i in items}, {i.field: i for i in items})
    assert layout.bearing == ("46", "47")
    file = replace(IDENTITY, secret=frozenset(layout.bearing))
    ours = {"1": "1", "18": "777", "46": NUMBER, "47": "1"}
    theirs = ours | {"18": "778", "46": "123456789026", "47": "2"}
    own = Own(subject=UUID(int=1), items=ours)
    (finding,) = compare(file, {"1": own}, {"1": theirs})
    assert set(finding.items) == {"18", "46", "47"}
    assert finding.values(ours) == {"18": "777"}


@pytest.mark.proves("DATA-018")
def test_a_log_leaves_out_what_is_marked_whatever_its_value() -> None:
    for name in (*MARKED, INDIVIDUAL, RESIDENT_CODE, "former_resident_record_code"):
        assert safe_facts({name: 1}) == {"left_out": [name]}
        assert safe_facts({name: NUMBER}) == {"left_out": [name]}
    assert safe_facts({"special_collection_number": 777}) == {"special_collection_number": 777}
