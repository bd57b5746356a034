"""Forecast (保存期間の表と満了の見込み): every file's policy, and how many of each come to their end when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import connection

from daicho.business.retention import ports
from daicho.business.retention.audit_types import PLANS_LISTED
from daicho.business.retention.commands.steps import disposable
from daicho.business.retention.domain.policies import (
    FISCAL_MONTH,
    Policy,
    fiscal_words,
    policies_on,
)
from daicho.foundation.audit.public import recorded
from daicho.foundation.staff.public import check_may
from daicho.kernel.access import Access
from daicho.kernel.clock import business_today

BY_END = """
SELECT extract(year FROM d.ended_on - interval '3 months')::integer, count(*) FILTER (WHERE d.kept_for = ''),
    count(*) FILTER (WHERE d.kept_for <> '')
FROM retention_due(%s, %s) d GROUP BY 1 ORDER BY 1
"""
RECORD_YEARS = 150


@dataclass(frozen=True, slots=True)
class EndLine:
    """How many of a file may go from a day on, and how many of them something keeps back."""

    title: str
    ended: str
    goes_from: date
    count: int
    kept_back: int
    over: bool


def view_policies(access: Access) -> tuple[Policy, ...]:
    """The table of today. One entry."""
    check_may(access, "retention.view")
    with recorded(access, PLANS_LISTED) as note:
        found = policies_on(business_today())
        note.say(count=len(found))
    return found


def view_forecast(access: Access) -> tuple[EndLine, ...]:
    """What comes to its end when, by file, the register's 除票 last. Numbers only; one entry."""
    check_may(access, "retention.view")
    today = business_today()
    with recorded(access, PLANS_LISTED) as note:
        lines = [line for policy in disposable(today) for line in _of(policy, today)]
        lines += _records(today)
        note.say(count=len(lines))
    return tuple(lines)


def _of(policy: Policy, today: date) -> list[EndLine]:
    with connection.cursor() as cursor:
        # Whatever has ended by today, whether its years are over or not.
        cursor.execute(BY_END, [policy.code, today])
        counted = cursor.fetchall()
    return [
        EndLine(
            policy.title,
            fiscal_words(year),
            _goes_from(policy, year),
            count,
            kept_back,
            _goes_from(policy, year) <= today,
        )
        for year, count, kept_back in counted
    ]


def _goes_from(policy: Policy, year: int) -> date:
    assert policy.years is not None
    return date(year + policy.years + 1, FISCAL_MONTH, 1)


def _records(today: date) -> list[EndLine]:
    """除票・改製原: counted from the day of each, so that the year says when the first of it is over."""
    return [
        EndLine(
            "除票・改製原（このシステムでは消さない）",
            f"{year}年",
            date(year + RECORD_YEARS, 1, 1),
            count,
            0,
            year + RECORD_YEARS < today.year,
        )
        for year, count in sorted(ports.removed_before(today).items())
    ]
