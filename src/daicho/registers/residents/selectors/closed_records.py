"""Closed records (除票・改製原の保存, 令34条1項): how many were closed when; and which are over after their 150 years.

Counts and keys only. Nothing here erases: the rows are guarded, and the first of them is over in 2164.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final
from uuid import UUID

from django.db import connection

from daicho.foundation.law_values import value_on

CLOSED: Final = """
SELECT v.record_id, min(lower(v.valid)) AS closed_on FROM residents_version v
WHERE v.status IN ('removed', 'rewritten') AND upper_inf(v.recorded) AND NOT isempty(v.valid)
GROUP BY v.record_id
"""


def records_closed(before: date) -> Mapping[int, int]:
    """How many records were closed before a day, by the year in which that was."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT extract(year FROM c.closed_on)::integer, count(*) FROM ({CLOSED}) c"
            " WHERE c.closed_on < %s GROUP BY 1 ORDER BY 1",
            [before],
        )
        return dict(cursor.fetchall())


def records_over(day: date) -> tuple[UUID, ...]:
    """The records whose years are over on a day: closed more than 150 years before, the day itself not counted."""
    years = int(value_on("retention_periods", "removed_record", day).facts["years"])
    leap = (day.month, day.day) == (2, 29)
    first_kept = day.replace(year=day.year - years, day=28 if leap else day.day)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT c.record_id FROM ({CLOSED}) c WHERE c.closed_on < %s ORDER BY c.closed_on",
            [first_kept],
        )
        return tuple(row[0] for row in cursor.fetchall())
