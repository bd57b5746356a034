"""Statistics (統計): a report of the whole city as of a past day, with its entry, beside the same aggregation in bare SQL."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import repeat
from typing import Final

import psycopg

from daicho.business.statistics.domain.wish import Wish
from daicho.business.statistics.selectors.reports import make_report
from daicho.kernel.access import Access
from daicho.kernel.clock import business_today
from daicho.operations.bench.replay import replay, statements_of
from daicho.operations.bench.timing import Bar, Bout, Contest

YEARS_BACK: Final = 5
_PRESENT: Final = "status = 'present' AND valid @> %(day)s::date AND upper(recorded) IS NULL"
_HOMES: Final = f"""
    SELECT town, class, count(*) FROM (
        SELECT min(left(town_code, 3)) AS town, bool_or(kind = 'japanese')::int
               + 2 * bool_or(kind = 'foreign')::int AS class
          FROM residents_version WHERE {_PRESENT} GROUP BY household_number) AS homes
    GROUP BY 1, 2"""
BARE: Final[dict[str, tuple[str, ...]]] = {
    "area": (
        f"SELECT left(town_code, 3), kind, sex, count(*) FROM residents_version WHERE {_PRESENT} GROUP BY 1, 2, 3",
        _HOMES,
    ),
    "age": (
        "SELECT kind, sex, date_part('year', age(%(day)s::date, birth_on)), count(*)"
        f" FROM residents_version WHERE {_PRESENT} GROUP BY 1, 2, 3",
    ),
}
"""The least that gives the same numbers: one statement for people, one for households."""
REPORTS: Final = ("area", "age", "movements")
_WORDS: Final = {
    "area": "people by 大字, 住民種別 and 性別, and households",
    "age": "people by age, 住民種別 and 性別",
    "movements": "a year's movements by reason and month, with the populations that they must agree with",
}


def contest(report: str) -> Contest:
    """The comparison of one report."""
    bare = (
        "the same aggregation in bare SQL"
        if report in BARE
        else "the same statements with the audit_append"
    )
    return Contest(
        name=f"statistics-{report}",
        ours_is=f"`make_report` of {_WORDS[report]}, {YEARS_BACK} years back, checked, guarded, with its entry",
        bare_is=f"{bare}, fetched, by psycopg",
        bar=Bar("slower", 3.0),
    )


def bouts(report: str, *, access: Access, twin: Access, bare: psycopg.Connection) -> Iterator[Bout]:
    """Both sides count the same again and again; `twin` is in whose name the statements are noted."""
    day = business_today().replace(month=11, day=1)
    day = day.replace(year=day.year - YEARS_BACK)
    wish = Wish(report, day, date(day.year - 1, 12, 1), level="oaza")

    def ours() -> object:
        return make_report(access, wish)

    if report in BARE:
        yield from repeat(Bout(ours=ours, bare=lambda: _bare(bare, report, day)))
        return
    while True:
        noted = statements_of(lambda: make_report(twin, wish))
        yield Bout(ours=ours, bare=lambda noted=noted: replay(bare, noted))  # type: ignore[misc]  # bound now


def _bare(bare: psycopg.Connection, report: str, day: date) -> None:
    with bare.transaction(), bare.cursor() as cursor:
        for statement in BARE[report]:
            cursor.execute(statement, {"day": day})
            cursor.fetchall()
