"""Accounts (職員の一覧): who has an account, found by login, name or office."""

from __future__ import annotations

from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import Q

from daicho.foundation.staff.domain.aspects import Aspect, Subject
from daicho.foundation.staff.errors import staff_missing
from daicho.foundation.staff.models import DutyGrant, SignOnBinding, Staff
from daicho.foundation.staff.policy import check_may
from daicho.foundation.staff.selectors.rights import newest_lines
from daicho.kernel.access import Access
from daicho.kernel.clock import business_today

PAGE_SIZE = 50


def staff_page(access: Access, *, words: str, page: int) -> Page[Staff]:
    """One page of accounts whose login, name or office holds the words."""
    check_may(access, "staff.requests")
    found = Staff.objects.order_by("office", "login")
    for word in words.split():
        own_row = Q(name__icontains=word) | Q(office__icontains=word)
        found = found.filter(Q(login__icontains=word) | own_row | Q(login__in=_since_named(word)))
    return Paginator(found, PAGE_SIZE).get_page(page)


def _since_named(word: str) -> list[str]:
    """Logins whose name or office holds a word by what was set of them since their row was written."""
    lines = newest_lines(business_today()).filter(
        subject_kind=Subject.STAFF.value, aspect__in=[Aspect.NAME.value, Aspect.OFFICE.value]
    )
    return [line.subject for line in lines if word.lower() in line.values[0].lower()]


def staff_of(access: Access, *, staff_key: UUID) -> Staff:
    """One account."""
    check_may(access, "staff.requests")
    staff = Staff.objects.filter(key=staff_key).first()
    if staff is None:
        raise staff_missing()
    return staff


def grants_of(access: Access, *, staff_key: UUID) -> list[DutyGrant]:
    """All grants of one person, the newest period first."""
    check_may(access, "staff.requests")
    return list(DutyGrant.objects.filter(staff_id=staff_key).order_by("-valid_from", "duty"))


def binding_of(access: Access, *, staff_key: UUID) -> SignOnBinding | None:
    """The person of the provider that an account is bound to now."""
    check_may(access, "staff.requests")
    return SignOnBinding.objects.filter(staff_id=staff_key, ended_at__isnull=True).first()


def locked_staff(staff_key: UUID) -> Staff:
    """One account, its row locked until the transaction ends; for commands."""
    staff = Staff.objects.select_for_update().filter(key=staff_key).first()
    if staff is None:
        raise staff_missing()
    return staff
