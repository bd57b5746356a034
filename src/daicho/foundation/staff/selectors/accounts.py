"""Accounts (職員の一覧): who has an account, found by login, name or office."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import Q

from daicho.foundation.staff.errors import staff_missing
from daicho.foundation.staff.models import DutyGrant, Staff
from daicho.foundation.staff.policy import check_may
from daicho.kernel.access import Access, Duty

PAGE_SIZE = 50


def staff_page(access: Access, *, words: str, page: int) -> Page[Staff]:
    """One page of accounts whose login, name or office holds the words."""
    check_may(access, "staff.manage")
    found = Staff.objects.order_by("office", "login")
    for word in words.split():
        found = found.filter(
            Q(login__icontains=word) | Q(name__icontains=word) | Q(office__icontains=word)
        )
    return Paginator(found, PAGE_SIZE).get_page(page)


def staff_of(access: Access, *, staff_key: UUID) -> Staff:
    """One account."""
    check_may(access, "staff.manage")
    staff = Staff.objects.filter(key=staff_key).first()
    if staff is None:
        raise staff_missing()
    return staff


def grants_of(access: Access, *, staff_key: UUID) -> list[DutyGrant]:
    """All grants of one person, the newest period first."""
    check_may(access, "staff.manage")
    return list(DutyGrant.objects.filter(staff_id=staff_key).order_by("-valid_from", "duty"))


def duties_by_staff(access: Access, *, keys: list[UUID], day: date) -> dict[UUID, list[Duty]]:
    """The duties in force on a day, for many people at once."""
    check_may(access, "staff.manage")
    found: dict[UUID, list[Duty]] = {key: [] for key in keys}
    grants = DutyGrant.objects.filter(staff_id__in=keys, valid_from__lte=day).filter(
        Q(valid_until__isnull=True) | Q(valid_until__gt=day)
    )
    for grant in grants:
        found[grant.staff_id].append(Duty(grant.duty))
    return {key: sorted(duties, key=list(Duty).index) for key, duties in found.items()}


def locked_staff(staff_key: UUID) -> Staff:
    """One account, its row locked until the transaction ends; for commands."""
    staff = Staff.objects.select_for_update().filter(key=staff_key).first()
    if staff is None:
        raise staff_missing()
    return staff
