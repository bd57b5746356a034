"""Dispose of lines (システムログの廃棄, STD-10.2/m11): files older than the town keeps them; a receipt stays on the trail."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

from django.conf import settings

from daicho.foundation.audit.audit_types import LINES_DISPOSED
from daicho.foundation.audit.commands.record import recorded
from daicho.foundation.system_log.disposing import days_before, dispose
from daicho.kernel.access import Access
from daicho.kernel.clock import business_today


def dispose_lines(access: Access, *, home: Path | None = None) -> list[date]:
    """Remove the files of the days before the town's period; returns which. Nothing is entered when nothing is due.

    The entry comes first: a file that is gone without a receipt would be a gap that nobody can explain.
    """
    where = home or settings.HOME
    first_kept = business_today() - timedelta(days=settings.SYSTEM_LOG_KEEP_DAYS)
    due = days_before(where, day=first_kept)
    if not due:
        return []
    with recorded(access, LINES_DISPOSED) as note:
        note.count = len(due)
        note.say(since=due[0].isoformat(), until=due[-1].isoformat(), found=len(due))
    return dispose(where, day=first_kept)
