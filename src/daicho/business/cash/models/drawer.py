"""Drawer (レジ) of one terminal, clerk and day; how it was counted; and the closed day of an office (日計)."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q


class Drawer(models.Model):
    """One drawer from its opening with the float to its closing. `edition` rises with every step.

    Whoever confirms is neither the clerk nor whoever counted.
    """

    key = models.UUIDField(primary_key=True, default=uuid.uuid4)
    office = models.TextField()
    terminal = models.TextField()
    clerk = models.UUIDField()
    clerk_name = models.TextField()
    day = models.DateField()
    opened_at = models.DateTimeField()
    float_cash_yen = models.IntegerField()
    float_orders_yen = models.IntegerField(default=0)
    state = models.TextField()
    edition = models.IntegerField(default=1)
    counted_by = models.UUIDField(null=True)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.UUIDField(null=True)
    closed_by_name = models.TextField(blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["terminal", "clerk", "day"], name="cash_drawer_once_a_day"
            ),
            models.UniqueConstraint(
                fields=["terminal"],
                condition=~Q(state="closed"),
                name="cash_drawer_one_open_at_a_terminal",
            ),
            models.UniqueConstraint(
                fields=["clerk"],
                condition=~Q(state="closed"),
                name="cash_drawer_one_open_for_a_clerk",
            ),
            models.CheckConstraint(
                condition=Q(float_cash_yen__gte=0, float_orders_yen__gte=0),
                name="cash_drawer_float_not_negative",
            ),
            models.CheckConstraint(
                condition=Q(closed_by__isnull=True)
                | (~Q(closed_by=F("clerk")) & ~Q(closed_by=F("counted_by"))),
                name="cash_drawer_second_person",
            ),
            models.CheckConstraint(
                condition=Q(state="closed", closed_at__isnull=False, closed_by__isnull=False)
                | (~Q(state="closed") & Q(closed_at__isnull=True, closed_by__isnull=True)),
                name="cash_drawer_closed_is_said",
            ),
        ]
        indexes = [models.Index(fields=["office", "day"], name="cash_drawer_day")]


class DrawerCount(models.Model):
    """One counting of a drawer (金種表). The newest counts; the others stay to be seen.

    `pieces` holds face → number of notes and coins; the rest are totals in yen of what is counted otherwise.
    """

    drawer = models.ForeignKey(Drawer, models.PROTECT, related_name="+")
    edition = models.IntegerField()
    at = models.DateTimeField()
    by = models.UUIDField()
    by_name = models.TextField()
    pieces = models.JSONField()
    cash_yen = models.IntegerField()
    money_order_yen = models.IntegerField()
    stamp_yen = models.IntegerField()
    cashless_yen = models.IntegerField()
    reason = models.TextField(blank=True)
    sent_back_by_name = models.TextField(blank=True, default="")
    sent_back_reason = models.TextField(blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["drawer", "edition"], name="cash_count_edition")
        ]


class OfficeDay(models.Model):
    """The day of an office, closed once for all (日計の締め), with what was compared then.

    `comparison` is the list of issued sheets against takings as it was; sheets may be spoiled later.
    """

    key = models.UUIDField(primary_key=True, default=uuid.uuid4)
    number = models.TextField(unique=True)
    office = models.TextField()
    day = models.DateField()
    closed_at = models.DateTimeField()
    closed_by = models.UUIDField()
    closed_by_name = models.TextField()
    remark = models.TextField(blank=True)
    remitted_yen = models.IntegerField()
    comparison = models.JSONField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["office", "day"], name="cash_office_day_once")
        ]
