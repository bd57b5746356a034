"""Survey (実態調査, 住基法34条) and its acts: never deleted, the acts never changed."""

from __future__ import annotations

import uuid

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models


class Survey(models.Model):
    """One survey about people of one place. `edition` rises with every act, so that a stale page is seen.

    `origin` is what set it off; `removal_case` the draft of the 職権消除 that it led to.
    """

    key = models.UUIDField(primary_key=True, default=uuid.uuid4)
    number = models.TextField(unique=True)
    state = models.TextField()
    edition = models.IntegerField(default=1)
    origin = models.TextField()
    origin_note = models.TextField(blank=True)
    persons = ArrayField(models.UUIDField())
    address = models.TextField()
    due_on = models.DateField(null=True)
    opened_on = models.DateField()
    opened_by = models.UUIDField()
    opened_by_name = models.TextField()
    office = models.TextField(blank=True)
    concluded_on = models.DateField(null=True)
    ceased_on = models.DateField(null=True)
    removal_case = models.UUIDField(null=True)
    changed_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["state", "changed_at"], name="surveys_survey_state"),
            GinIndex(fields=["persons"], name="surveys_survey_persons"),
        ]


class SurveyAct(models.Model):
    """One act of a survey: a visit, an inquiry, a demand, a posting, its end; who did it, and what was found."""

    survey = models.ForeignKey(Survey, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    action = models.TextField()
    done_on = models.DateField()
    until = models.DateField(null=True)
    method = models.TextField(blank=True)
    finding = models.TextField(blank=True)
    who = models.TextField(blank=True)
    words = models.TextField(blank=True)
    actor = models.UUIDField()
    actor_name = models.TextField()
    terminal = models.TextField(blank=True)

    class Meta:
        indexes = [models.Index(fields=["survey", "at"], name="surveys_act_survey")]
