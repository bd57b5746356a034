"""Dispose of issues (交付履歴の廃棄): what is older than the town's period goes, and nothing younger can (STD-1.3.8)."""

from __future__ import annotations

from datetime import date
from hashlib import sha256

from django.db import connection

from daicho.business.certificates.audit_types import ISSUES_DISPOSED
from daicho.business.certificates.models import Issue
from daicho.foundation.audit.public import recorded
from daicho.foundation.law_values import value_on
from daicho.kernel.access import Access, Duty
from daicho.kernel.clock import business_today
from daicho.kernel.errors import Refused

FISCAL_MONTH = 4


def dispose_issues(access: Access) -> int:
    """Delete the issues whose period has run out; returns how many. One entry with their digest, if there are any.

    Only the system itself does it: `Refused` for anybody else. No screen leads here.
    """
    if not access.has(Duty.SYSTEM):
        raise Refused(
            "交付履歴は消せません。",
            why="保存期間を過ぎたものを、仕組みが消すだけです。",
            code="certificates.history_kept",
        )
    before = kept_from(business_today())
    if not Issue.objects.filter(issued_on__lt=before).exists():
        return 0
    with recorded(access, ISSUES_DISPOSED) as note:
        with connection.cursor() as cursor:
            cursor.execute("SELECT certificates_dispose(%s)", [before])
            numbers = sorted(row[0] for row in cursor.fetchall())
        note.count = len(numbers)
        note.digest = sha256("\n".join(numbers).encode()).hexdigest()
        note.say(before=before.isoformat())
    return len(numbers)


def kept_from(day: date) -> date:
    """The first day whose issues are still kept: the period counts from the end of the 会計年度."""
    years = int(value_on("retention_periods", "issue_history", day).facts["years"])
    fiscal = day.year if day.month >= FISCAL_MONTH else day.year - 1
    return date(fiscal - years, FISCAL_MONTH, 1)
