"""Analyses (分析例, STD-10.2): what an auditor looks for every day, over a span of days; each is an entry."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final
from uuid import UUID

from django.db import connection
from django.db.models import Count, Max, Min, Q
from django.db.models.functions import ExtractHour, TruncDate

from daicho.foundation.audit.audit_types import TRAIL_ANALYSED
from daicho.foundation.audit.commands.record import recorded
from daicho.foundation.audit.domain.types import registry
from daicho.foundation.audit.selectors.criteria import Criteria, describe, entries_for
from daicho.foundation.audit.selectors.lines import EntryLine, line_of
from daicho.foundation.staff.public import check_may
from daicho.kernel.access import Access
from daicho.kernel.clock import TOKYO, business_today
from daicho.kernel.errors import Invalid, Problem
from daicho.kernel.periods import ClosingCalendar

LIMIT: Final = 500
LONGEST: Final = timedelta(days=366)
# 深夜 as the Labour Standards Act reckons it (労働基準法37条4項).
NIGHT_FROM, NIGHT_UNTIL = 22, 5
MANY: Final = 200
_NUMBERS: Final = ("宛名番号", "世帯番号", "個人番号", "住民票コード")
_SYSTEM: Final = "system:"


class Analysis(StrEnum):
    """One question to the trail; the value is its address."""

    AFTER_HOURS = "after-hours"
    SIGN_IN_FAILURES = "sign-in-failures"
    BY_LOGIN = "by-login"
    MASS_LOOKUP = "mass-lookup"
    BY_NUMBER = "by-number"
    WHO_LOOKED = "who-looked"

    @property
    def label(self) -> str:
        return _TITLES[self]

    @property
    def explanation(self) -> str:
        return _EXPLANATIONS[self]


_TITLES = {
    Analysis.AFTER_HOURS: "深夜・休業日",
    Analysis.SIGN_IN_FAILURES: "ログイン失敗",
    Analysis.BY_LOGIN: "ID別件数",
    Analysis.MASS_LOOKUP: "大量検索",
    Analysis.BY_NUMBER: "番号による検索",
    Analysis.WHO_LOOKED: "この人を見た職員",
}
_EXPLANATIONS = {
    Analysis.AFTER_HOURS: f"{NIGHT_FROM}時から翌{NIGHT_UNTIL}時までと、土曜・日曜・祝日・年末年始の操作です。自動の処理は除きます。",
    Analysis.SIGN_IN_FAILURES: "ログインの失敗と、失敗が重なったためのロックです。",
    Analysis.BY_LOGIN: "操作者ごとの件数です。",
    Analysis.MASS_LOOKUP: f"一日に {MANY} 人以上を照会・検索した操作者です。",
    Analysis.BY_NUMBER: "宛名番号・世帯番号・個人番号・住民票コードを条件にした検索です。",
    Analysis.WHO_LOOKED: "宛名番号の人について操作した職員と、その時刻です。",
}


@dataclass(frozen=True, slots=True)
class Analysed:
    """A table of counts, or the entries themselves; `cut` when there are more than are shown."""

    analysis: Analysis
    criteria: Criteria
    columns: tuple[str, ...]
    rows: tuple[tuple[object, ...], ...]
    lines: tuple[EntryLine, ...]
    cut: bool


def analyse(access: Access, analysis: Analysis, criteria: Criteria) -> Analysed:
    """Answer one question over the criteria's days (the last month unless told); one entry.

    `Invalid` for more than a year, and for 「この人を見た職員」 without a 宛名番号.
    """
    check_may(access, "audit.search")
    with recorded(access, TRAIL_ANALYSED) as note:
        note.say(analysis=analysis.label)
        asked = criteria.bounded(business_today())
        _check(analysis, asked)
        columns, rows, lines, person = _ANSWERS[analysis](asked)
        describe(note, asked, person=person, found=max(len(rows), len(lines)))
    cut = max(len(rows), len(lines)) > LIMIT
    return Analysed(analysis, asked, columns, tuple(rows[:LIMIT]), tuple(lines[:LIMIT]), cut)


def _check(analysis: Analysis, asked: Criteria) -> None:
    assert asked.since is not None
    assert asked.until is not None
    if asked.until - asked.since > LONGEST:
        raise Invalid(
            [
                Problem(
                    "audit.too_long",
                    "since",
                    "分析できるのは一度に1年分までです。",
                    remedy="期間を短くしてください。",
                )
            ]
        )
    if analysis is Analysis.WHO_LOOKED and not asked.atena:
        raise Invalid(
            [
                Problem(
                    "audit.atena_needed",
                    "atena",
                    "宛名番号が入力されていません。",
                    remedy="入力してください。",
                )
            ]
        )


_Answer = tuple[tuple[str, ...], Sequence[tuple[object, ...]], Sequence[EntryLine], UUID | None]


def _after_hours(asked: Criteria) -> _Answer:
    found, person = entries_for(asked)
    closed = Q(day__in=_closed_days(asked))
    night = Q(hour__gte=NIGHT_FROM) | Q(hour__lt=NIGHT_UNTIL)
    rows = (
        found.exclude(login__startswith=_SYSTEM)
        .annotate(day=TruncDate("at", tzinfo=TOKYO), hour=ExtractHour("at", tzinfo=TOKYO))
        .filter(closed | night)
    )
    return (), (), [line_of(row) for row in rows[: LIMIT + 1]], person


def _closed_days(asked: Criteria) -> list[date]:
    assert asked.since is not None
    assert asked.until is not None
    calendar = ClosingCalendar()
    days = (asked.since + timedelta(days=n) for n in range((asked.until - asked.since).days + 1))
    return [day for day in days if calendar.is_closed(day)]


def _sign_in_failures(asked: Criteria) -> _Answer:
    found, person = entries_for(asked)
    rows = found.filter(kind__in=["session.sign_in_failed", "session.locked_out"])
    return (), (), [line_of(row) for row in rows[: LIMIT + 1]], person


def _by_login(asked: Criteria) -> _Answer:
    found, person = entries_for(asked)
    rows = (
        found.order_by()
        .values("login")
        .annotate(
            signed_in=Count("seq", filter=Q(kind="session.signed_in")),
            failed=Count("seq", filter=Q(kind="session.sign_in_failed")),
            looked=Count("seq", filter=Q(kind__in=_reading())),
            refused=Count("seq", filter=Q(outcome="refused")),
            numbers=Count("seq", filter=Q(number_shown=True)),
            every=Count("seq"),
        )
        .order_by("-every", "login")
        .values_list("login", "signed_in", "failed", "looked", "refused", "numbers", "every")
    )
    columns = ("操作者", "ログイン", "ログイン失敗", "照会・検索", "拒否", "番号の表示", "すべて")
    return columns, list(rows[: LIMIT + 1]), (), person


def _mass_lookup(asked: Criteria) -> _Answer:
    since, until = asked.span()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT login, (at AT TIME ZONE 'Asia/Tokyo')::date AS day,"
            " count(DISTINCT person) AS persons, count(DISTINCT seq)"
            " FROM audit_entry, unnest(subjects) AS person"
            " WHERE at >= %s AND at < %s AND kind = ANY(%s) AND login NOT LIKE 'system:%%'"
            " GROUP BY login, day HAVING count(DISTINCT person) >= %s"
            " ORDER BY persons DESC, day DESC, login LIMIT %s",
            [since, until, _reading(), MANY, LIMIT + 1],
        )
        rows = cursor.fetchall()
    return ("操作者", "日", "人数", "照会・検索の回数"), rows, (), None


def _by_number(asked: Criteria) -> _Answer:
    found, person = entries_for(asked)
    searches = [
        code for code, t in registry.by_code.items() if any(f.name == "items" for f in t.fields)
    ]
    named = Q()
    for label in _NUMBERS:
        named |= Q(body__contains=f'"{label}"')
    rows = found.filter(kind__in=searches).filter(named)
    return (), (), [line_of(row) for row in rows[: LIMIT + 1]], person


def _who_looked(asked: Criteria) -> _Answer:
    found, person = entries_for(asked)
    counted = (
        found.order_by()
        .values("login")
        .annotate(times=Count("seq"), first=Min("at"), last=Max("at"))
        .order_by("-times", "login")
        .values_list("login", "times", "first", "last")
    )
    columns = ("操作者", "回数", "最初", "最後")
    return columns, list(counted[: LIMIT + 1]), [line_of(row) for row in found[: LIMIT + 1]], person


def _reading() -> list[str]:
    return [code for code, known in registry.by_code.items() if known.reads]


_ANSWERS: Final[dict[Analysis, Callable[[Criteria], _Answer]]] = {
    Analysis.AFTER_HOURS: _after_hours,
    Analysis.SIGN_IN_FAILURES: _sign_in_failures,
    Analysis.BY_LOGIN: _by_login,
    Analysis.MASS_LOOKUP: _mass_lookup,
    Analysis.BY_NUMBER: _by_number,
    Analysis.WHO_LOOKED: _who_looked,
}
