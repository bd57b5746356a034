"""Numbers (番号を添える): numbers of the vault in the place of their references, for a file that is encrypted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any, Final
from uuid import UUID

from daicho.business.extraction.domain import query as q
from daicho.business.extraction.domain.catalogue import item_of
from daicho.business.extraction.domain.cells import Plain
from daicho.business.extraction.domain.items import Type
from daicho.foundation.vault.public import reveal_many

PIECE: Final = 2_000
Values = tuple[Any, ...]  # Any: cells of many types


def shown_numbers(query: q.Query, rows: Iterable[Values]) -> Iterator[Values]:
    """The rows with their numbers; rows of a query without numbers pass as they are. Within `recorded`."""
    places = [
        at
        for at, column in enumerate(query.columns, start=1)
        if isinstance(column.of, q.Item)
        and item_of(query.source, column.of.code).type is Type.SECRET
    ]
    if not places:
        yield from rows
        return
    coming = iter(rows)
    while piece := list(islice(coming, PIECE)):
        refs = {row[at] for row in piece for at in places if row[at] is not None}
        numbers = reveal_many(refs)
        for row in piece:
            yield tuple(
                _cell(value, numbers) if at in places else value for at, value in enumerate(row)
            )


def _cell(ref: UUID | None, numbers: dict[UUID, str]) -> Plain | None:
    return None if ref is None else Plain(numbers[ref])
