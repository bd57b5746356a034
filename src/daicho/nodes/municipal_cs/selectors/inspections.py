"""Inspections (日次・週次の点検, JUK-050): what happened on a day, what stands out, and which days nobody has looked at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.db import connection

from daicho.foundation.audit.public import recorded
from daicho.foundation.staff.public import check_may
from daicho.kernel.access import Access
from daicho.kernel.characters import search_fold_name
from daicho.kernel.clock import business_today
from daicho.kernel.errors import Invalid, Problem
from daicho.nodes.municipal_cs.audit_types import LOG_INSPECTED
from daicho.nodes.municipal_cs.models import Identity, Inspection
from daicho.nodes.municipal_cs.selectors.counts import midnight, use_rows
from daicho.nodes.municipal_cs.selectors.hours import IS_CLOSED, IS_LATE, asked_hours, is_closed

SHOWN: Final = 300
# How far back days that nobody has looked at are reminded of.
REMINDED: Final = timedelta(days=31)
WEEK: Final = timedelta(days=6)
_KINDS: Final = {
    "cs.identity_searched": "検索",
    "cs.identity_viewed": "照会",
    "cs.numbers_shown": "番号の表示",
    "cs.nation_asked": "機構への照会",
    "cs.card_checked": "カードの確認",
    "cs.number_verified": "真正性確認",
}
# Everybody whom somebody looked at in a way that stands out, and why: one row for each person, act and terminal.
_LOOKS: Final = f"""
WITH looks AS (
    SELECT e.seq, e.at, e.login, e.kind, e.terminal, s.name AS staff_name, person,
        count(*) OVER (PARTITION BY e.login, person) AS times
    FROM audit_entry e LEFT JOIN staff_staff s ON s.login = e.login, unnest(e.subjects) AS person
    WHERE e.at >= %(since)s AND e.at < %(until)s AND e.kind = ANY(%(kinds)s) AND e.login NOT LIKE 'system:%%'
), marked AS (
    SELECT l.*, i.items ->> '2' AS name,
        {IS_LATE} AS late, {IS_CLOSED} AS closed,
        split_part(translate(i.items ->> '2', '　', ' '), ' ', 1) = split_part(translate(staff_name, '　', ' '), ' ', 1)
            AS same_surname,
        EXISTS (
            SELECT FROM unnest(%(home_logins)s::text[], %(homes)s::text[]) AS home (login, address)
            WHERE home.login = l.login AND home.address = i.address_folded
        ) AS at_home,
        times >= %(often)s AS often
    FROM looks l JOIN municipal_cs_identity i ON i.key = l.person
)
SELECT min(at), max(at), count(*), login, coalesce(staff_name, ''), terminal, kind, person, name, max(times),
    bool_or(late), bool_or(closed), bool_or(same_surname), bool_or(at_home), bool_or(often)
FROM marked WHERE late OR closed OR same_surname OR at_home OR often
GROUP BY login, staff_name, terminal, kind, person, name ORDER BY min(seq) LIMIT %(most)s
"""
_SEEN: Final = """
SELECT login, count(DISTINCT person) FROM audit_entry, unnest(subjects) AS person
WHERE at >= %(since)s AND at < %(until)s AND kind = ANY(%(kinds)s) AND login NOT LIKE 'system:%%' GROUP BY login
"""
_DOOR: Final = """
SELECT coalesce(sum(times), 0)::int FROM lines_doorattempt WHERE last_at >= %(since)s AND last_at < %(until)s
"""
_DAYS: Final = """
SELECT DISTINCT (at AT TIME ZONE 'Asia/Tokyo')::date AS day FROM audit_entry
WHERE at >= %s AND at < %s AND kind LIKE 'cs.%%' AND login NOT LIKE 'system:%%' ORDER BY day
"""


@dataclass(frozen=True, slots=True)
class Look:
    """How somebody looked at one person, where that stands out: from when to when, how often."""

    at: datetime
    until: datetime
    count: int
    login: str
    staff_name: str
    terminal: str
    kind: str
    person: UUID
    name: str
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class UseLine:
    """What one person did on one day: counts as `USE_TITLES`, and how many people they saw."""

    day: date
    office: str
    login: str
    counts: tuple[int, ...]
    seen: int
    is_mass: bool


@dataclass(frozen=True, slots=True)
class Span:
    """A day or a week as it is inspected; `missing` are its days that nobody has inspected."""

    since: date
    until: date
    lines: tuple[UseLine, ...]
    looks: tuple[Look, ...]
    turned_away: int
    signed: Inspection | None
    missing: tuple[date, ...]

    @property
    def is_day(self) -> bool:
        return self.since == self.until

    @property
    def is_over(self) -> bool:
        return self.until < business_today()

    @property
    def counts(self) -> dict[str, int]:
        """What is kept with the signature."""
        mass = sum(line.is_mass for line in self.lines)
        return {
            "staff": len({line.login for line in self.lines}),
            "looks": len(self.looks),
            "mass": mass,
            "turned_away": self.turned_away,
        }


@dataclass(frozen=True, slots=True)
class DayLine:
    """One day of the list."""

    day: date
    was_used: bool
    signed: Inspection | None
    is_overdue: bool
    is_closed: bool


def inspect(access: Access, *, since: date, until: date) -> Span:
    """A day, or a week from its Monday, with whatever stands out; whoever looks is on the trail."""
    check_may(access, "inspection.log")
    check_span(since, until)
    with recorded(access, LOG_INSPECTED) as note:
        span = span_of(since, until)
        note.say(since=since.isoformat(), until=until.isoformat())
        note.about(*{look.person for look in span.looks})
        note.count = len(span.looks)
    return span


def span_of(since: date, until: date) -> Span:
    """The same, within the caller's act."""
    homes = _homes()
    asked = {
        **asked_hours(since, until),
        "since": midnight(since),
        "until": midnight(until + timedelta(days=1)),
        "kinds": list(_KINDS),
        "home_logins": [login for login, _ in homes],
        "homes": [address for _, address in homes],
        "often": settings.INSPECTION_OFTEN,
        "most": SHOWN,
    }
    signed = Inspection.objects.filter(since=since, until=until).first()
    return Span(
        since=since,
        until=until,
        lines=_lines(since, until, asked) if since == until else _whole_lines(since, until, asked),
        looks=tuple(_look(row) for row in _rows(_LOOKS, asked)),
        turned_away=int(_rows(_DOOR, asked)[0][0]),
        signed=signed,
        missing=() if since == until else uninspected(since, until),
    )


def list_days(*, until: date) -> tuple[DayLine, ...]:
    """The five weeks up to this day, the latest first."""
    first = until - timedelta(days=34)
    used, signed = set(_used(first, until)), _signed(first, until)
    today = business_today()
    return tuple(
        DayLine(
            day,
            day in used,
            signed.get(day),
            day in used and day not in signed and day < today,
            is_closed(day),
        )
        for day in (until - timedelta(days=n) for n in range(35))
    )


def signed_week(monday: date) -> Inspection | None:
    """The inspection of a week."""
    return Inspection.objects.filter(since=monday, until=monday + WEEK).first()


def uninspected(since: date, until: date) -> tuple[date, ...]:
    """The days on which somebody used the CS and that nobody has inspected; today's is not due yet."""
    signed, today = _signed(since, until), business_today()
    return tuple(day for day in _used(since, until) if day not in signed and day < today)


def overdue() -> int:
    """How many days wait to be inspected, as far back as is reminded of."""
    today = business_today()
    return len(uninspected(today - REMINDED, today))


def check_span(since: date, until: date) -> None:
    """`Invalid` for anything but a day or a week that begins on a Monday."""
    if since == until or (until - since == WEEK and since.isoweekday() == 1):
        return
    what = "点検は、1日か、月曜日からの1週間について行います。"
    raise Invalid(
        [Problem("inspection.period", "since", what, "", "点検の一覧から選んでください。")]
    )


def _homes() -> list[tuple[str, str]]:
    """Where each of the staff may live: (login, address) of everybody in the file who has their name."""
    logins: dict[str, list[str]] = {}
    for login, name in _rows("SELECT login, name FROM staff_staff WHERE name <> ''", {}):
        logins.setdefault(search_fold_name(name), []).append(login)
    found = Identity.objects.filter(name_folded__in=list(logins)).exclude(address_folded="")
    rows = found.values_list("name_folded", "address_folded")
    return [(login, address) for name, address in rows for login in logins[name]]


def _signed(since: date, until: date) -> dict[date, Inspection]:
    rows = Inspection.objects.filter(since__gte=since, until__lte=until)
    return {row.since: row for row in rows if row.since == row.until}


def _used(since: date, until: date) -> list[date]:
    with connection.cursor() as cursor:
        cursor.execute(_DAYS, [midnight(since), midnight(until + timedelta(days=1))])
        return [day for (day,) in cursor.fetchall()]


def _lines(since: date, until: date, asked: dict[str, Any]) -> tuple[UseLine, ...]:
    seen = dict(_rows(_SEEN, asked))
    most = settings.INSPECTION_MASS
    return tuple(
        UseLine(
            day, office or "", login, tuple(counts), seen.get(login, 0), seen.get(login, 0) >= most
        )
        for day, office, login, *counts in use_rows(since, until)
    )


def _whole_lines(since: date, until: date, asked: dict[str, Any]) -> tuple[UseLine, ...]:
    """A week's: each day's own, so that what is many on one day shows."""
    found: list[UseLine] = []
    day = since
    while day <= until:
        own = asked | {"since": midnight(day), "until": midnight(day + timedelta(days=1))}
        found.extend(_lines(day, day, own))
        day += timedelta(days=1)
    return tuple(found)


def _look(row: Sequence[Any]) -> Look:
    at, until, count, login, staff_name, terminal, kind, person, name, times, *marks = row
    late, closed, same, at_home, often = marks
    reasons = (
        ("時間外" if late else ""),
        ("時間外（閉庁日）" if closed else ""),
        ("操作者と同じ氏" if same else ""),
        ("操作者と同じ住所" if at_home else ""),
        (f"同じ人を{times}回" if often else ""),
    )
    told = tuple(reason for reason in reasons if reason)
    return Look(at, until, count, login, staff_name, terminal, _KINDS[kind], person, name, told)


def _rows(statement: str, asked: dict[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, asked)
        return list(cursor.fetchall())
