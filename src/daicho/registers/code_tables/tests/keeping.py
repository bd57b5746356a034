"""Short ways to keep rows in a test."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date

import pytest

from daicho.kernel.access import Access
from daicho.kernel.errors import Invalid
from daicho.kernel.periods import Period
from daicho.registers.code_tables.commands.keep_row import keep_row
from daicho.registers.code_tables.commands.writing import edition_of

GORONAI = "066000"
"""五老内町 in the dictionary of Fukushima."""
START = date(2020, 4, 1)
SQUARE = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"><path d="M1 1h22v22h-22z"/></svg>'
)
ROUND = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"><circle cx="12" cy="12" r="9"/></svg>'


@contextmanager
def refused(words: str) -> Iterator[None]:
    """`Invalid`, whose message says these words."""
    with pytest.raises(Invalid) as caught:
        yield
    assert words in caught.value.message


def keep(
    by: Access,
    table: str,
    code: str,
    values: Mapping[str, str],
    *,
    from_on: date = START,
    until: date | None = None,
    reason: str = "試験",
) -> str:
    """Keep a row as a page that was just opened would."""
    return keep_row(
        by,
        table=table,
        code=code,
        values=values,
        period=Period(from_on, until),
        reason=reason,
        edition=edition_of(table, code),
    )


def building(
    by: Access, code: str, name: str, *, town: str = GORONAI, banchi: str = "3番1号"
) -> str:
    """Register a 方書."""
    return keep(by, "buildings", code, {"town_code": town, "banchi": banchi, "name": name})


def district(by: Access, table: str, code: str, name: str, town: str, *lots: str) -> str:
    """Register a part of a district: a 町字, and from which to which lot."""
    first, last = lots or ("", "")
    values = {"name": name, "town_code": town, "first": first, "last": last}
    return keep(by, table, code, values)
