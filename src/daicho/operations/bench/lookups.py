"""Look-up (検索): the selector with its entry on the trail, beside the same SQL and the same durable entry by psycopg."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import cycle

import psycopg

from daicho.kernel.access import Access
from daicho.operations.bench.people import Target
from daicho.operations.bench.replay import replay, statements_of
from daicho.operations.bench.timing import Bar, Bout, Contest
from daicho.registers.residents.domain.resident_query import ResidentQuery
from daicho.registers.residents.selectors.search import search

Ask = Callable[[Target], ResidentQuery]

WAYS: dict[str, tuple[str, Ask]] = {
    "kana-birth": ("かな＋生年月日", lambda t: ResidentQuery(name=t.kana, birth=t.birth)),
    "atena-number": ("宛名番号", lambda t: ResidentQuery(atena_number=t.atena_number)),
    "individual-number": (
        "個人番号",
        lambda t: ResidentQuery(individual_number=t.individual_number),
    ),
}


def contest(way: str) -> Contest:
    """The comparison of one way to look somebody up."""
    return Contest(
        name=f"lookup-{way}",
        ours_is=f"selector `search` by {WAYS[way][0]}, with its audit entry, committed",
        bare_is="the same statements, the same audit_append and COMMIT, by psycopg",
        bar=Bar("slower", 3.0),
    )


def bouts(
    way: str,
    people: Sequence[Target],
    *,
    access: Access,
    twin: Access,
    bare: psycopg.Connection,
) -> Iterator[Bout]:
    """Both sides look up the same person; `twin` is the clerk in whose name the bare side keeps its query."""
    ask = WAYS[way][1]
    for person in cycle(people):
        query = ask(person)
        noted = statements_of(lambda query=query: search(twin, query))  # type: ignore[misc]  # bound now
        yield Bout(
            ours=lambda query=query: search(access, query),  # type: ignore[misc]  # bound now
            bare=lambda noted=noted: replay(bare, noted),  # type: ignore[misc]  # bound now
        )
