"""本人通知 (STD-8.1.1): who wants to be told on a day, and whose registration runs out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.conf import settings
from django.core.paginator import Page, Paginator
from django.db.models import Q, QuerySet

from daicho.foundation.audit.public import recorded
from daicho.foundation.staff.public import check_may
from daicho.kernel.access import Access
from daicho.kernel.clock import business_today
from daicho.kernel.periods import months_after
from daicho.registers.protection import ports
from daicho.registers.protection.audit_types import NOTICES_LISTED
from daicho.registers.protection.commands.register_notice import check_offered
from daicho.registers.protection.models import NoticeWish
from daicho.registers.protection.ports import Quoted

PER_PAGE = 20


@dataclass(frozen=True, slots=True)
class NoticeLine:
    """One registration; `expiring`: it runs out within a month or has run out."""

    key: UUID
    who: Quoted | None
    starts_on: date
    ends_on: date
    expiring: bool


@dataclass(frozen=True, slots=True)
class NoticePage:
    """A page of registrations, those that run out first on top."""

    page: Page[NoticeWish]
    lines: tuple[NoticeLine, ...]


def wants_notice(persons: Iterable[UUID], on: date) -> frozenset[UUID]:
    """Who of these asked to be told of copies given out on a day; nobody in a town that does not offer it."""
    if not settings.THIRD_PARTY_NOTICE:
        return frozenset()
    rows = _holding(on).filter(person__in=list(persons))
    return frozenset(rows.values_list("person", flat=True))


def list_notices(access: Access, *, page: int) -> NoticePage:
    """The registrations that are not ended, soonest to run out first; one entry for the page."""
    check_may(access, "protection.manage")
    with recorded(access, NOTICES_LISTED) as note:
        check_offered()
        rows = NoticeWish.objects.filter(ended_at__isnull=True).order_by("ends_on", "kept_at")
        found = Paginator(rows, PER_PAGE).get_page(page)
        people = [row.person for row in found]
        note.about(*people)
        note.say(page=found.number, found=found.paginator.count)
        who = ports.quote(people) if people else {}
        today = business_today()
        return NoticePage(
            found,
            tuple(
                NoticeLine(
                    row.key,
                    who.get(row.person),
                    row.starts_on,
                    row.ends_on,
                    months_after(row.ends_on, -1) <= today,
                )
                for row in found
            ),
        )


def _holding(on: date) -> QuerySet[NoticeWish]:
    return NoticeWish.objects.filter(starts_on__lte=on, ends_on__gte=on).filter(
        Q(ended_on__isnull=True) | Q(ended_on__gt=on)
    )
