"""Census (人口の集計): how many are present on a day, as the register says now or said at an instant.

One set-based statement each, over both times of history (`valid`, `recorded`); within the caller's own act, whose entry
says what was counted. Nobody is named and no key of anybody comes out.

Age: completed years (満年齢) by the birthday. A 生年月日 that is uncertain (不詳) counts by the year that is known, and by
the month where it is known too: the birthday of such a year has come once the latest day that its words allow has come
(`LegalDate.sort_on`). Where the year is not known the age is not either (REG-074).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any, Final

from django.db import connection

from daicho.registers.residents.domain.census import (
    AGE_UNKNOWN,
    OLDEST,
    By,
    Count,
    HouseholdClass,
    Lots,
    Place,
    age_starts,
)

NO_LOTS: Final = Lots()
Params = dict[str, Any]  # Any: whatever psycopg adapts

LOT_DECIDES: Final = "({0}.town_code = ANY(%(lots)s) OR left({0}.town_code, 3) = ANY(%(oaza)s))"
TOWN: Final = "{0}.town_code"
LOT: Final = f"CASE WHEN {LOT_DECIDES} THEN {{0}}.banchi ELSE '' END"

_LOT: Final = LOT.format("v")
_FRAGMENTS: Final[dict[By, tuple[str, ...]]] = {
    By.PLACE: (TOWN.format("v"), _LOT),
    By.KIND: ("v.kind",),
    By.SEX: ("v.sex",),
    By.AGE: (
        # Of a date whose year is unknown no words are kept, so that its text begins with the bar.
        f"CASE WHEN starts_with(v.birth_date, '|') THEN {AGE_UNKNOWN}"
        f" ELSE greatest(0, {OLDEST} - width_bucket(v.birth_on, %(ages)s::date[])) END",
    ),
    By.NATIONALITY: ("v.nationality",),
    By.CATEGORY: ("v.residence_category",),
    By.STATUS: ("v.residence_status",),
}


def known(known_at: datetime | None, of: str = "v") -> str:
    """The condition on the register's own time: open now, or open at an instant (`known_at` among the parameters)."""
    if known_at is None:
        return f"upper({of}.recorded) IS NULL"
    return f"{of}.recorded @> %(known_at)s::timestamptz"


def lot_params(lots: Lots) -> Params:
    """The parameters of `LOT_DECIDES`."""
    return {"lots": lots.exact, "oaza": lots.whole}


def count_present(
    day: date, *, by: Sequence[By], known_at: datetime | None = None, lots: Lots = NO_LOTS
) -> Iterator[Count]:
    """How many are present on a day by these dimensions; their values come in the order of `by`.

    PLACE is a `Place`, AGE a number from 0 to 130 or `AGE_UNKNOWN`, every other the code of the item.
    """
    columns = [
        fragment if lots.towns or fragment != _LOT else "''::text"
        for each in by
        for fragment in _FRAGMENTS[each]
    ]
    grouped = f"GROUP BY {', '.join(str(n + 1) for n in range(len(columns)))}" if columns else ""
    statement = (
        f"SELECT {', '.join([*columns, 'count(*)'])} FROM residents_version v"
        f" WHERE v.status = 'present' AND v.valid @> %(day)s::date AND {known(known_at)} {grouped}"
    )
    params: Params = {"day": day, "ages": age_starts(day), "known_at": known_at}
    for row in rows_of(statement, params | lot_params(lots)):
        yield Count(_keys(by, row), row[-1])


def count_households(
    day: date, *, known_at: datetime | None = None, lots: Lots = NO_LOTS
) -> Iterator[Count]:
    """How many households are there on a day, by `Place` and `HouseholdClass`; each where its head lives.

    A household without a head counts where its first member lives.
    """
    one = "min({0}) FILTER (WHERE v.relationship_to_head = '世帯主')"
    town, lot = TOWN.format("v"), _LOT if lots.towns else "''::text"
    statement = f"""
        SELECT town, lot, class, count(*) FROM (
            SELECT coalesce({one.format(town)}, min({town})) AS town,
                   coalesce({one.format(lot)}, min({lot})) AS lot,
                   CASE WHEN bool_and(v.kind = 'japanese') THEN '{HouseholdClass.JAPANESE}'
                        WHEN bool_and(v.kind = 'foreign') THEN '{HouseholdClass.FOREIGN}'
                        ELSE '{HouseholdClass.MIXED}' END AS class
              FROM residents_version v
             WHERE v.status = 'present' AND v.valid @> %(day)s::date AND {known(known_at)}
             GROUP BY v.household_number
        ) AS households GROUP BY 1, 2, 3"""
    params: Params = {"day": day, "known_at": known_at} | lot_params(lots)
    for found_town, found_lot, its_class, number in rows_of(statement, params):
        yield Count((Place(found_town, found_lot), its_class), number)


def totals_on(day: date, *, kind: str = "", known_at: datetime | None = None) -> tuple[int, int]:
    """How many people and how many households are there on a day, of one 住民種別 or of both; for checking tables."""
    statement = f"""
        SELECT coalesce(sum(number), 0)::bigint, count(*) FROM (
            SELECT count(*) AS number FROM residents_version v
             WHERE v.status = 'present' AND v.valid @> %(day)s::date AND {known(known_at)}
               AND %(kind)s IN ('', v.kind)
             GROUP BY v.household_number) AS households"""
    params: Params = {"day": day, "known_at": known_at, "kind": kind}
    ((people, households),) = rows_of(statement, params)
    return people, households


def present_on_days(
    days: Sequence[date], *, known_at: datetime | None = None
) -> dict[tuple[str, str], list[int]]:
    """How many are present on each of some days (in rising order), by 住民種別 and 性別: one pass over history."""
    statement = f"""
        SELECT v.kind, v.sex, {_SPAN}, count(*) FROM residents_version v
         WHERE v.status = 'present' AND NOT isempty(v.valid) AND {known(known_at)}
         GROUP BY 1, 2, 3, 4"""
    found: dict[tuple[str, str], list[int]] = {}
    for kind, sex, first, last, number in rows_of(statement, _days(days, known_at)):
        _add(found.setdefault((kind, sex), [0] * len(days)), first, last, number)
    return found


def households_on_days(days: Sequence[date], *, known_at: datetime | None = None) -> list[int]:
    """How many households have somebody present on each of some days (in rising order)."""
    statement = f"""
        SELECT {_SPAN}, count(*) FROM (
            SELECT unnest(range_agg(h.valid)) AS valid FROM residents_version h
             WHERE h.status = 'present' AND NOT isempty(h.valid) AND {known(known_at, "h")}
               AND h.valid && daterange(%(first)s::date, %(last)s::date, '[]')
             GROUP BY h.household_number
        ) AS v GROUP BY 1, 2"""
    found = [0] * len(days)
    for first, last, number in rows_of(statement, _days(days, known_at)):
        _add(found, first, last, number)
    return found


# Before which of the days a stretch begins, and before which it ends: it holds on those between.
_SPAN: Final = (
    "coalesce(width_bucket(lower(v.valid) - 1, %(days)s::date[]), 0),"
    " coalesce(width_bucket(upper(v.valid) - 1, %(days)s::date[]), %(count)s)"
)


def _days(days: Sequence[date], known_at: datetime | None) -> Params:
    return {
        "days": list(days),
        "count": len(days),
        "first": days[0],
        "last": days[-1],
        "known_at": known_at,
    }


def _add(counts: list[int], first: int, last: int, number: int) -> None:
    for at in range(first, last):
        counts[at] += number


def _keys(by: Sequence[By], row: Sequence[Any]) -> tuple[str | int | Place, ...]:
    keys: list[str | int | Place] = []
    at = 0
    for each in by:
        if each is By.PLACE:
            keys.append(Place(row[at], row[at + 1]))
        else:
            keys.append(row[at])
        at += len(_FRAGMENTS[each])
    return tuple(keys)


def rows_of(statement: str, params: Params) -> Iterator[tuple[Any, ...]]:
    """The rows of a statement: cells, as many as there are kinds of people, and never one for each person.

    No cursor of the server: it would keep the statement from running in parallel.
    """
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        while piece := cursor.fetchmany(2_000):
            yield from piece
