"""Duties in force (今日の職務): which duties a person holds on a day (STD-10.3)."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db.models import Q

from daicho.foundation.staff.models import DutyGrant
from daicho.kernel.access import Duty


def duties_on(staff_key: UUID, *, day: date) -> frozenset[Duty]:
    """The duties whose period holds the day."""
    grants = DutyGrant.objects.filter(staff_id=staff_key, valid_from__lte=day).filter(
        Q(valid_until__isnull=True) | Q(valid_until__gt=day)
    )
    return frozenset(Duty(duty) for duty in grants.values_list("duty", flat=True))


def duties_within(
    staff_key: UUID, *, valid_from: date, valid_until: date | None
) -> frozenset[Duty]:
    """The duties held on any day of a half-open period (`valid_until` exclusive, open when null)."""
    grants = DutyGrant.objects.filter(staff_id=staff_key).filter(
        Q(valid_until__isnull=True) | Q(valid_until__gt=valid_from)
    )
    if valid_until is not None:
        grants = grants.filter(valid_from__lt=valid_until)
    return frozenset(Duty(duty) for duty in grants.values_list("duty", flat=True))


def someone_else_administers(staff_key: UUID, *, day: date) -> bool:
    """Whether another usable account holds 管理 openly from a day on."""
    return (
        DutyGrant.objects.filter(
            duty=Duty.ADMINISTER.value,
            valid_from__lte=day,
            valid_until__isnull=True,
            staff__is_active=True,
            staff__valid_until__isnull=True,
        )
        .exclude(staff_id=staff_key)
        .exists()
    )
