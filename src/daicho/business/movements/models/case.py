"""Case (異動の案件): the working paper of one movement, from the first draft to the approval.

What is on the register stands in `residents`; a case holds what was typed, who did what with it, and on which state of
the register it was based. It is never deleted; a discarded one stays to be read.
"""

from __future__ import annotations

import uuid

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models


class Case(models.Model):
    """One movement on its way. `edition` rises with every change, so that a stale page is seen.

    `channel` is 受付経路, `occasion` 入手の契機; `later_entry` 電算停止時の後日入力; `provisional_closed_day` 休日の
    仮受付; `survey` the 実態調査 that led here. The `held_…` columns say why and until when it is held (保留).
    """

    key = models.UUIDField(primary_key=True, default=uuid.uuid4)
    number = models.TextField(unique=True)
    kind = models.TextField()
    state = models.TextField()
    edition = models.IntegerField(default=1)
    channel = models.TextField(blank=True, default="")
    occasion = models.TextField(blank=True, default="")
    received_on = models.DateField(null=True)
    later_entry = models.BooleanField(default=False)
    provisional_closed_day = models.BooleanField(default=False)
    survey = models.UUIDField(null=True)
    held_at = models.DateTimeField(null=True)
    held_until = models.DateField(null=True)
    held_reason = models.TextField(blank=True, default="")
    payload = models.JSONField()
    summary = models.TextField(blank=True)
    persons = ArrayField(models.UUIDField(), default=list)
    households = ArrayField(models.TextField(), default=list)
    based_on = models.JSONField(default=dict)
    confirmations = models.JSONField(default=list)
    event_on = models.DateField(null=True)
    notified_on = models.DateField(null=True)
    deadline = models.DateField(null=True)
    office = models.TextField(blank=True)
    terminal = models.TextField(blank=True)
    entered_by = models.UUIDField()
    entered_by_name = models.TextField()
    examined_by = models.UUIDField(null=True)
    approved_by = models.UUIDField(null=True)
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    approved_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["state", "changed_at"], name="movements_case_state"),
            models.Index(fields=["received_on", "number"], name="movements_case_received"),
            models.Index(fields=["event_on"], name="movements_case_event"),
            GinIndex(fields=["persons"], name="movements_case_persons"),
        ]


class CaseStep(models.Model):
    """One step of a case: who did what, when, and the words left for the next one (申し送り)."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    action = models.TextField()
    actor = models.UUIDField()
    actor_name = models.TextField()
    terminal = models.TextField(blank=True, default="")
    remark = models.TextField(blank=True)

    class Meta:
        indexes = [models.Index(fields=["case", "at"], name="movements_step_case")]
