"""One page of rows that pass by: the same as of rows that are held, and no more than a page is held."""

from __future__ import annotations

from collections.abc import Iterator
from weakref import WeakSet

from django.core.paginator import Paginator
from hypothesis import given
from hypothesis import strategies as st

from daicho.foundation.paging import page_of


@given(st.integers(0, 60), st.integers(-2, 80), st.integers(1, 20))
def test_it_is_the_page_that_rows_all_held_would_have(count: int, number: int, size: int) -> None:
    rows, page = page_of(iter(range(count)), number=number, size=size)
    held = Paginator(range(count), size).get_page(max(number, 1))
    assert rows == tuple(held)
    assert (page.number, page.paginator.count) == (held.number, count)


class Row:
    """Something that can be counted while it is held."""


def test_no_more_than_a_page_is_held() -> None:
    there: WeakSet[Row] = WeakSet()
    most = 0

    def rows() -> Iterator[Row]:
        nonlocal most
        for _ in range(100):
            row = Row()
            there.add(row)
            most = max(most, len(there))
            yield row

    shown, page = page_of(rows(), number=2, size=10)
    assert (len(shown), page.paginator.count) == (10, 100)
    assert most <= 10 + 2
