"""Duties in force (今日の職務): which duties a person holds on a day, by name or through levels (STD-10.3)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from daicho.foundation.staff.domain.aspects import ENDED, Aspect, Subject
from daicho.foundation.staff.models import DutyGrant, RightsLine, Staff
from daicho.foundation.staff.selectors.rights import grants_on, rights_on
from daicho.kernel.access import Duty


def duties_on(staff_key: UUID, *, day: date) -> frozenset[Duty]:
    """All duties that a person holds on the day; none of an account that there is not."""
    staff = Staff.objects.filter(key=staff_key).first()
    return rights_on(staff, day=day).duties if staff else frozenset()


def duties_by_name(staff_key: UUID, *, day: date) -> frozenset[Duty]:
    """The duties granted to the person by name whose period holds the day."""
    grants = grants_on(day).filter(staff_id=staff_key)
    return frozenset(Duty(duty) for duty in grants.values_list("duty", flat=True))


def duties_within(
    staff_key: UUID, *, valid_from: date, valid_until: date | None
) -> frozenset[Duty]:
    """The duties by name held on any day of a half-open period (`valid_until` exclusive, open when null)."""
    grants = DutyGrant.objects.filter(staff_id=staff_key).filter(
        Q(valid_until__isnull=True) | Q(valid_until__gt=valid_from)
    )
    if valid_until is not None:
        grants = grants.filter(valid_from__lt=valid_until)
    return frozenset(Duty(duty) for duty in grants.values_list("duty", flat=True))


def someone_else_administers(staff_key: UUID, *, day: date) -> bool:
    """Whether another usable account holds 管理 openly from a day on."""
    return _administrators(day).exclude(staff_id=staff_key).exists()


def administrators_left(without: Collection[str], *, day: date) -> bool:
    """Whether an account besides these logins holds 管理 openly from a day on."""
    return _administrators(day).exclude(staff__login__in=without).exists()


def _administrators(day: date) -> QuerySet[DutyGrant]:
    leaving = RightsLine.objects.filter(
        subject_kind=Subject.STAFF.value,
        aspect=Aspect.USE.value,
        values=[ENDED],
        decided_at__isnull=False,
    )
    return DutyGrant.objects.filter(
        duty=Duty.ADMINISTER.value,
        valid_from__lte=day,
        valid_until__isnull=True,
        staff__is_active=True,
        staff__valid_until__isnull=True,
    ).exclude(staff__login__in=leaving.values("subject"))
