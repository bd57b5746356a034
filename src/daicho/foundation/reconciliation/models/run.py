"""Run (整合性確認の一回) and the differences that it found; where it stands is kept after every message."""

from __future__ import annotations

import uuid
from enum import StrEnum

from django.contrib.postgres.fields import ArrayField
from django.db import models


class State(StrEnum):
    """Where a run stands."""

    RUNNING = "running"
    DONE = "done"
    STOPPED = "stopped"

    @property
    def label(self) -> str:
        return {"running": "実行中", "done": "終了", "stopped": "中止"}[self.value]

    @property
    def tone(self) -> str:
        return {"running": "key", "done": "good", "stopped": "off"}[self.value]


class Run(models.Model):
    """One comparison. `position` counts the blocks whose digests were compared, `settled` those of `differing` whose rows
    were; `job` is the job that works at it: another one may write no more.
    """

    key = models.UUIDField(primary_key=True, default=uuid.uuid4)
    source = models.TextField()
    peer = models.TextField()
    width = models.IntegerField()
    state = models.TextField(default=State.RUNNING.value)
    job = models.UUIDField()
    position = models.IntegerField(default=0)
    differing = ArrayField(models.TextField(), default=list)
    settled = models.IntegerField(default=0)
    people = models.IntegerField(default=0)
    differences = models.IntegerField(default=0)
    not_yet = models.IntegerField(default=0)
    digest = models.TextField(default="")
    started_at = models.DateTimeField()
    moved_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    stop_asked_at = models.DateTimeField(null=True)
    started_by = models.UUIDField()
    started_by_name = models.TextField()

    class Meta:
        indexes = [models.Index(fields=["source", "-started_at"], name="reconciliation_newest")]
        constraints = [
            models.UniqueConstraint(
                fields=["source"],
                name="reconciliation_one_at_a_time",
                condition=models.Q(state=State.RUNNING.value),
            )
        ]


class Difference(models.Model):
    """One person of whom the two sides do not say the same.

    `items` are the numbers of the items that differ. What the sides say is sealed, without any number of the person's, and
    emptied when the next run has ended. `message` is the last one about the person on the line.
    """

    key = models.UUIDField(primary_key=True, default=uuid.uuid4)
    run = models.ForeignKey(Run, models.PROTECT, related_name="+")
    block = models.TextField()
    subject = models.UUIDField(null=True)
    side = models.TextField()
    items = ArrayField(models.TextField())
    cause = models.TextField()
    message = models.UUIDField(null=True)
    sealed = models.BinaryField(null=True)
    data_key = models.TextField()
    told_again = models.UUIDField(null=True)
    told_at = models.DateTimeField(null=True)
    told_by = models.UUIDField(null=True)
    told_by_name = models.TextField(default="")

    class Meta:
        indexes = [models.Index(fields=["run", "cause"], name="reconciliation_of_run")]
