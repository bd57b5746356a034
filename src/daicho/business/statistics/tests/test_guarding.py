"""Guarding: no small number can be read off a table, nor worked out from it."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from daicho.business.statistics.domain.guarding import guard, recoverable
from daicho.business.statistics.domain.people import people_columns
from daicho.business.statistics.domain.tables import (
    Cell,
    Line,
    Link,
    Table,
    Unit,
    make_table,
    relations,
    total,
)

LIMIT = 3


def grid(numbers: list[list[int]], *, signed: bool = False) -> Table:
    """Rows and columns, each with its total."""
    rows = [Line(f"r{at}", f"{at}") for at in range(len(numbers))]
    columns = [Line(f"c{at}", f"{at}") for at in range(len(numbers[0]))]
    leaves: dict[Cell, int] = {
        (rows[i].code, columns[j].code): number
        for i, line in enumerate(numbers)
        for j, number in enumerate(line)
    }
    net = Line("net", "差", sums=((1, "c0"), (-1, "c1")), signed=True)
    return make_table(
        "試験",
        "行",
        columns=(
            total("all", "計", [c.code for c in columns]),
            *columns,
            *([net] if signed else []),
        ),
        rows=(total("total", "計", [r.code for r in rows]), *rows),
        leaves=leaves,
    )


def guarded(table: Table) -> Table:
    (made,) = guard([table], limit=LIMIT)
    return made


def even(rows: list[list[int]]) -> bool:
    """Whether every row is as long as the others."""
    return len({len(row) for row in rows}) == 1


def possible(table: Table, *, most: int) -> dict[Cell, set[int]]:
    """Every value that each hidden leaf may have, by trying all numbers from 0 up to `most` for all of them."""
    leaves = sorted(cell for cell in table.hidden if cell[0] != "total" and cell[1] != "all")
    shown = {cell: n for cell, n in table.values.items() if cell not in table.hidden}
    found: dict[Cell, set[int]] = {cell: set() for cell in leaves}
    for guess in product(range(most + 1), repeat=len(leaves)):
        tried = {cell: shown.get(cell, 0) for cell in table.values} | dict(
            zip(leaves, guess, strict=True)
        )
        sums = make_table("", "", columns=table.columns, rows=table.rows, leaves=tried).values
        if all(sums[cell] == number for cell, number in shown.items()):
            for cell, number in zip(leaves, guess, strict=True):
                found[cell].add(number)
    return found


@settings(max_examples=30)
@given(
    st.lists(st.lists(st.integers(0, 4), min_size=2, max_size=3), min_size=2, max_size=3).filter(
        even
    )
)
def test_no_hidden_number_follows_from_what_is_shown(numbers: list[list[int]]) -> None:
    table = guarded(grid(numbers))
    small = {cell for cell, number in table.values.items() if 0 < number < LIMIT}
    assert small <= table.hidden
    leaves = [c for c in table.hidden if c[0] != "total" and c[1] != "all"]
    if len(leaves) <= 4 and len(table.hidden) < len(table.values):
        for cell, values in possible(table, most=6).items():
            assert len(values) > 1 or cell not in small, (numbers, cell, values)


@settings(max_examples=100)
@given(
    st.lists(st.lists(st.integers(0, 9), min_size=2, max_size=4), min_size=1, max_size=6).filter(
        even
    )
)
def test_the_sums_and_their_bounds_give_nothing_away(numbers: list[list[int]]) -> None:
    table = guarded(grid(numbers, signed=True))
    if len(table.hidden) == len(table.values):
        return
    signed = {cell for cell in table.values if cell[1] == "net"}
    told = recoverable(relations(table), table.hidden, table.values, signed=signed)
    small = {cell for cell, number in table.values.items() if 0 < number < LIMIT}
    assert not told & (small - signed), numbers


@pytest.mark.proves("REG-086")
def test_a_single_person_is_hidden_and_cannot_be_worked_out() -> None:
    table = guarded(grid([[1, 20, 30], [40, 50, 60], [70, 80, 90]]))
    assert ("r0", "c0") in table.hidden
    assert ("total", "all") not in table.hidden
    for line in ("r0", "total"):
        assert sum(row == line for row, _ in table.hidden) != 1
    for line in ("c0", "all"):
        assert sum(column == line for _, column in table.hidden) != 1
    told = recoverable(relations(table), table.hidden, table.values)
    assert not told
    shown = {cell for cell in table.values if cell not in table.hidden}
    assert len(shown) == len(table.values) - 4


def test_without_the_second_hiding_it_could_be_worked_out() -> None:
    table = grid([[1, 20], [30, 40]])
    assert recoverable(relations(table), {("r0", "c0")}, table.values) == {("r0", "c0")}


def test_men_and_women_of_japanese_and_foreigners() -> None:
    """Three ways to sum: 計 is 男 and 女, and 日本人 and 外国人."""
    columns = people_columns({"male", "female"})
    rows = [Line("a", "甲"), Line("b", "乙"), Line("c", "丙")]
    numbers = {
        "japanese.male": (50, 40, 60),
        "japanese.female": (55, 45, 65),
        "foreign.male": (1, 9, 8),
        "foreign.female": (7, 2, 9),
    }
    leaves = {(rows[at].code, c): n for c, ns in numbers.items() for at, n in enumerate(ns)}
    table = guarded(
        make_table(
            "試験", "地区", columns=columns, rows=(total("t", "計", "abc"), *rows), leaves=leaves
        )
    )
    assert {("a", "foreign.male"), ("b", "foreign.female")} <= table.hidden
    assert not recoverable(relations(table), table.hidden, table.values)


def test_nothing_is_hidden_without_a_limit_nor_of_papers_and_yen() -> None:
    table = grid([[1, 2], [0, 5]])
    assert guard([table], limit=0) == (table,)
    papers = make_table(
        "試験",
        "行",
        columns=(Line("n", "通", unit=Unit.COPIES),),
        rows=(Line("r", "行"),),
        leaves={("r", "n"): 1},
    )
    assert not guarded(papers).hidden


def test_a_large_table_is_guarded_in_seconds() -> None:
    numbers = [[(i * 7 + j * 13) % 11 for j in range(22)] for i in range(300)]
    table = guarded(grid(numbers))
    assert not recoverable(relations(table), table.hidden, table.values)


def test_a_table_beside_another_gives_nothing_away() -> None:
    """The same sums in two tables: what one hides, the other does not tell."""
    one = grid([[1, 20, 30], [40, 50, 60]])
    other = grid([[31, 20], [90, 60]])
    links = tuple(
        Link((row, here), 0, (row, there))
        for row in ("r0", "r1", "total")
        for here, there in (("all", "all"), ("c1", "c1"))
    )
    first, second = guard([one, replace(other, links=links)], limit=LIMIT)
    for row in ("r0", "r1", "total"):
        for column in ("all", "c1"):
            assert ((row, column) in first.hidden) == ((row, column) in second.hidden)
