"""Attempts at the door (入口で断った接続): day by day, with address and reason; unregistered devices among them (JUK-055)."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Final

from django.core.paginator import Page, Paginator

from daicho.foundation.audit.public import recorded
from daicho.foundation.lines.audit_types import DOOR_SEEN
from daicho.foundation.lines.domain.door import Reason
from daicho.foundation.lines.models import DoorAttempt
from daicho.foundation.staff.public import check_may
from daicho.kernel.access import Access
from daicho.kernel.clock import TOKYO

PER_PAGE: Final = 50


def list_attempts(
    access: Access, *, day: date | None, unregistered: bool, page: int
) -> Page[DoorAttempt]:
    """One page of attempts, the newest first; of one day, or of all that are kept."""
    check_may(access, "lines.door")
    with recorded(access, DOOR_SEEN) as note:
        found = DoorAttempt.objects.order_by("-last_at", "-id")
        if day is not None:
            begins = datetime.combine(day, time(), TOKYO)
            found = found.filter(last_at__gte=begins, last_at__lt=begins + timedelta(days=1))
        if unregistered:
            found = found.filter(reason=Reason.UNREGISTERED.value)
        drawn = Paginator(found, PER_PAGE).get_page(page)
        note.count = drawn.paginator.count
        note.say(shown=f"{day or '全期間'} {'未登録の機器' if unregistered else 'すべて'}")
    return drawn
