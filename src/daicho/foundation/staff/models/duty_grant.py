"""Duty grant (操作権限の付与): one duty, given to one person for a period, by whom and why
(STD-10.3).
"""

from __future__ import annotations

from uuid import uuid4

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q

from daicho.foundation.staff.domain.aspects import GRANTABLE
from daicho.foundation.staff.models.staff import Staff
from daicho.kernel.access import Duty

__all__ = ["GRANTABLE", "DutyGrant"]


def _period() -> Func:
    return Func(
        F("valid_from"), F("valid_until"), function="daterange", output_field=DateRangeField()
    )


class DutyGrant(models.Model):
    """A row is appended, and later given an end; the `app` role can neither delete nor rewrite it.

    `valid_until` is exclusive and open when null. `granted_by` and `ended_by` are staff keys (or
    the key of the system), not foreign keys: the first account of a town is given its duty by the
    system.
    """

    key = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="duty_grants")
    duty = models.CharField(max_length=16, choices=[(d.value, d.label) for d in GRANTABLE])
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)
    granted_by = models.UUIDField()
    granted_at = models.DateTimeField()
    reason = models.CharField(max_length=200)
    ended_by = models.UUIDField(null=True)
    ended_at = models.DateTimeField(null=True)
    end_reason = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(duty__in=[d.value for d in GRANTABLE]), name="duty_grant_known_duty"
            ),
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from")),
                name="duty_grant_period_in_order",
            ),
            models.CheckConstraint(
                condition=~Q(granted_by=F("staff")), name="duty_grant_not_to_oneself"
            ),
            ExclusionConstraint(
                name="duty_grant_once_at_a_time",
                expressions=[
                    ("staff", RangeOperators.EQUAL),
                    ("duty", RangeOperators.EQUAL),
                    (_period(), RangeOperators.OVERLAPS),
                ],
            ),
            ExclusionConstraint(
                name="duty_grant_audit_apart",
                expressions=[
                    ("staff", RangeOperators.EQUAL),
                    ("duty", RangeOperators.NOT_EQUAL),
                    (_period(), RangeOperators.OVERLAPS),
                ],
                condition=Q(duty__in=[Duty.ADMINISTER.value, Duty.AUDIT.value]),
            ),
        ]
