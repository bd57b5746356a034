"""NoticeWish (本人通知の事前登録): who asked to be told when a copy of theirs went to somebody else (STD-8.1.1, option)."""

from __future__ import annotations

import uuid

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Value


def _period() -> Func:
    return Func(
        F("starts_on"),
        F("ends_on"),
        Value("[]"),
        function="daterange",
        output_field=DateRangeField(),
    )


class NoticeWish(models.Model):
    """One registration for a period, both days within it; ended early by `ended_on`, from which day it no longer holds."""

    key = models.UUIDField(primary_key=True, default=uuid.uuid4)
    person = models.UUIDField()
    applied_on = models.DateField()
    starts_on = models.DateField()
    ends_on = models.DateField()
    kept_at = models.DateTimeField()
    kept_by = models.UUIDField()
    kept_by_name = models.TextField()
    ended_on = models.DateField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.UUIDField(null=True)
    end_reason = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_on__gte=models.F("starts_on")),
                name="protection_notice_in_order",
            ),
            ExclusionConstraint(
                name="protection_notice_once",
                expressions=[
                    ("person", RangeOperators.EQUAL),
                    (_period(), RangeOperators.OVERLAPS),
                ],
                condition=models.Q(ended_at__isnull=True),
            ),
        ]
        indexes = [models.Index(fields=["ends_on"], name="protection_notice_ends")]
