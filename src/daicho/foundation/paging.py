"""Paging (ページ送り): one page of rows that pass by; the others are counted and let go, so that memory is flat in them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from django.core.paginator import Page, Paginator

Row = TypeVar("Row")


def page_of(rows: Iterable[Row], *, number: int, size: int) -> tuple[tuple[Row, ...], Page[int]]:
    """The rows of a page and where it stands among all of them; past the end, the last page."""
    wanted, count = max(number, 1), 0
    held: list[Row] = []
    for row in rows:
        if count < wanted * size:
            if count % size == 0:
                held.clear()
            held.append(row)
        count += 1
    return tuple(held), Paginator(range(count), size).get_page(wanted)
