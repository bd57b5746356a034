"""Counts (更新件数・利用状況): how many, by reason and by office; nobody is chosen and nobody is named (JUK-042, 043).

What can be counted is a closed list: 送付先情報 is not on it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from django.db import connection

from daicho.foundation.audit.public import recorded
from daicho.foundation.staff.public import check_may
from daicho.kernel.access import Access
from daicho.kernel.clock import TOKYO
from daicho.kernel.errors import Invalid, Problem
from daicho.nodes.municipal_cs.audit_types import UPDATES_COUNTED, USE_COUNTED
from daicho.nodes.municipal_cs.domain.reasons import REASONS
from daicho.nodes.municipal_cs.selectors.hours import IS_CLOSED, IS_LATE, asked_hours

LONGEST: Final = timedelta(days=92)

# One row a day, office and login: how much was searched, looked at, shown, put out, refused.
_USE: Final = f"""
SELECT (at AT TIME ZONE 'Asia/Tokyo')::date AS day, body::jsonb ->> 'office' AS office, login,
    count(*) FILTER (WHERE kind = ANY(%(searches)s)) AS searches,
    count(*) FILTER (WHERE kind = 'cs.identity_viewed') AS views,
    count(*) FILTER (WHERE number_shown) AS numbers,
    count(*) FILTER (WHERE kind = ANY(%(outputs)s)) AS outputs,
    count(*) FILTER (WHERE outcome = 'refused') AS refused,
    count(*) FILTER (WHERE {IS_LATE} OR {IS_CLOSED}) AS late
FROM audit_entry WHERE at >= %(since)s AND at < %(until)s AND login NOT LIKE 'system:%%'
GROUP BY 1, 2, 3 ORDER BY 1 DESC, 2, 3
"""
_BY_OFFICE: Final = f"""
SELECT office, count(DISTINCT login), sum(searches), sum(views), sum(numbers), sum(outputs), sum(refused), sum(late)
FROM ({_USE}) AS days GROUP BY office ORDER BY office
"""
_SEARCHES: Final = [
    "cs.identity_searched",
    "cs.nation_asked",
    "cs.card_checked",
    "cs.number_verified",
]
_OUTPUTS: Final = ["cs.medium_written", "screen.printed"]


@dataclass(frozen=True, slots=True)
class MonthCount:
    """The updates of one month: by reason, how many were taken in, how many were refused."""

    month: date
    rows: tuple[tuple[str, int, int], ...]

    @property
    def taken(self) -> int:
        return sum(row[1] for row in self.rows)

    @property
    def refused(self) -> int:
        return sum(row[2] for row in self.rows)


@dataclass(frozen=True, slots=True)
class Use:
    """Who used the CS in a span of days: by office, and day by day."""

    since: date
    until: date
    offices: tuple[tuple[object, ...], ...]
    days: tuple[tuple[object, ...], ...]


def count_updates(access: Access, *, month: date) -> MonthCount:
    """更新件数 of one month by 異動事由; no person anywhere (JUK-042)."""
    check_may(access, "updates.count")
    with recorded(access, UPDATES_COUNTED) as note:
        first = month.replace(day=1)
        note.say(month=f"{first:%Y-%m}")
        following = (first + timedelta(days=32)).replace(day=1)
        span = [midnight(first), midnight(following)]
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT reason, sum(taken)::int, sum(refused)::int FROM ("
                " SELECT reason, 1 AS taken, 0 AS refused FROM municipal_cs_identityversion"
                "  WHERE written_at >= %s AND written_at < %s"
                " UNION ALL SELECT reason, 0, 1 FROM municipal_cs_rejection WHERE at >= %s AND at < %s"
                ") AS each GROUP BY reason",
                [*span, *span],
            )
            found = {reason: (taken, refused) for reason, taken, refused in cursor.fetchall()}
        order = [*REASONS, *sorted(set(found) - set(REASONS))]
        return MonthCount(
            first, tuple((r or "（事由なし）", *found[r]) for r in order if r in found)
        )


def count_use(access: Access, *, since: date, until: date) -> Use:
    """How the CS was used, by office and day by day: the daily and weekly inspection of the log (JUK-050)."""
    check_may(access, "inspection.use")
    with recorded(access, USE_COUNTED) as note:
        note.say(since=since.isoformat(), until=until.isoformat())
        _check_span(since, until)
        with connection.cursor() as cursor:
            cursor.execute(_BY_OFFICE, _asked(since, until))
            offices = tuple(cursor.fetchall())
        return Use(since, until, offices, use_rows(since, until))


def use_rows(since: date, until: date) -> tuple[tuple[Any, ...], ...]:
    """(day, office, login, then the counts: searches, views, numbers, outputs, refused, late), within the caller's act."""
    with connection.cursor() as cursor:
        cursor.execute(_USE, _asked(since, until))
        return tuple(cursor.fetchall())


def _asked(since: date, until: date) -> dict[str, Any]:  # Any: values of a statement
    return {
        **asked_hours(since, until),
        "since": midnight(since),
        "until": midnight(until + timedelta(days=1)),
        "searches": _SEARCHES,
        "outputs": _OUTPUTS,
    }


def _check_span(since: date, until: date) -> None:
    if since <= until and until - since <= LONGEST:
        return
    raise Invalid(
        [
            Problem(
                "inspection.span",
                "since",
                "期間が正しくありません。",
                "初めの日が終わりの日より後か、三か月を超えています。",
                "三か月以内の期間を入力してください。",
            )
        ]
    )


def midnight(day: date) -> datetime:
    """The instant at which a day of this office begins."""
    return datetime.combine(day, time.min, tzinfo=TOKYO)
