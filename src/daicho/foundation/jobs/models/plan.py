"""Plan (予約): a job that is to run at a time, or again and again; each time makes a job of its own."""

from __future__ import annotations

from datetime import datetime

from django.db import models

from daicho.foundation.jobs.domain.schedules import Rule, Schedule
from daicho.foundation.jobs.models.asking import Asking


class Plan(Asking):
    """`next_at` is empty when no time is left; `ended_at` is set when somebody took it back."""

    rule = models.TextField()
    at = models.TimeField()
    day = models.DateField(null=True)
    weekday = models.SmallIntegerField(null=True)
    of_month = models.SmallIntegerField(null=True)
    next_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.UUIDField(null=True)
    ended_by_name = models.TextField(blank=True, default="")

    class Meta:
        indexes = [models.Index(fields=["next_at"], name="jobs_plan_next")]

    @property
    def schedule(self) -> Schedule:
        return Schedule(
            rule=Rule(self.rule),
            at=self.at,
            day=self.day,
            weekday=self.weekday,
            of_month=self.of_month,
        )

    @property
    def is_live(self) -> bool:
        return self.next_at is not None and self.ended_at is None

    def due_after(self, moment: datetime) -> datetime | None:
        return self.schedule.next_after(moment)
