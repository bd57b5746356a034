"""Preview (抽出の確認): how many there are, and the first of them as a screen shows them; one entry.

The protected are left out whatever the ground will be, items kept from the actor are refused, and numbers stay hidden.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from daicho.business.extraction.audit_types import PREVIEWED
from daicho.business.extraction.commands.steps import check_query, describe_query, shield_now
from daicho.business.extraction.domain import query as q
from daicho.business.extraction.domain.cells import cell_texts, headings
from daicho.business.extraction.domain.days import settled
from daicho.business.extraction.selectors.running import few_rows
from daicho.business.extraction.selectors.statement import count_statement, rows_statement
from daicho.foundation.audit.public import recorded
from daicho.kernel.access import Access
from daicho.kernel.clock import business_today

FIRST_ROWS: Final = 10


@dataclass(frozen=True, slots=True)
class Preview:
    """What a query would give today. `people` is 0 for a source of no people."""

    rows: int
    people: int
    headings: tuple[str, ...]
    first: tuple[tuple[str, ...], ...]


def preview(access: Access, *, query: q.Query, rows: int = FIRST_ROWS) -> Preview:
    """Count, and the first rows. `Invalid` with every fault of the query, `Conflict` when it takes too long here."""
    with recorded(access, PREVIEWED) as note:
        check_query(access, query)
        today = settled(query, business_today())
        shield = shield_now()
        ((count, people),) = few_rows(count_statement(today, shield))
        found = few_rows(rows_statement(today, shield, limit=rows)) if rows else []
        describe_query(note, query)
        note.about(*(row[0] for row in found if row[0] is not None))
        note.count = count
        note.say(people=people)
        return Preview(
            int(count),
            int(people),
            headings(today),
            tuple(cell_texts(today, row) for row in found),
        )
