"""Application (閲覧の請求・申出), its acts, and the visits in which somebody inspected: never deleted."""

from __future__ import annotations

import uuid

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models


class Application(models.Model):
    """One application. `edition` rises with every act, so that a stale page is seen; `paper` is what was written."""

    key = models.UUIDField(primary_key=True, default=uuid.uuid4)
    number = models.TextField(unique=True)
    state = models.TextField()
    edition = models.IntegerField(default=1)
    ground = models.TextField()
    applicant = models.TextField()
    paper = models.JSONField()
    received_on = models.DateField()
    received_by = models.UUIDField()
    received_by_name = models.TextField()
    office = models.TextField(blank=True)
    approved_on = models.DateField(null=True)
    refusal = models.TextField(blank=True, default="")
    fee_yen = models.IntegerField(default=0)
    changed_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["state", "changed_at"], name="inspection_app_state")]


class ApplicationAct(models.Model):
    """One act of an application: who did what, when, in which words; the paper as it was after a correction."""

    application = models.ForeignKey(Application, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    action = models.TextField()
    words = models.TextField(blank=True)
    paper = models.JSONField(null=True)
    actor = models.UUIDField()
    actor_name = models.TextField()
    terminal = models.TextField(blank=True)

    class Meta:
        indexes = [models.Index(fields=["application", "at"], name="inspection_act_app")]


class Visit(models.Model):
    """What was inspected (閲覧させた内容, REG-088): which list, which pages and persons, when, by whom, who attended.

    A visit written down wrongly is struck, with the reason, and written again; it stays to be read.
    """

    key = models.UUIDField(primary_key=True, default=uuid.uuid4)
    application = models.ForeignKey(Application, models.PROTECT, related_name="+")
    listing = models.ForeignKey("inspection.Listing", models.PROTECT, related_name="+")
    inspector = models.TextField()
    identity_documents = ArrayField(models.TextField())
    inspected_on = models.DateField()
    begun = models.TextField(blank=True)
    ended = models.TextField(blank=True)
    pages = ArrayField(models.IntegerField())
    persons = ArrayField(models.UUIDField())
    towns = models.JSONField()
    unfit = models.IntegerField(default=0)
    copied = models.IntegerField()
    attendant = models.TextField()
    recorded_at = models.DateTimeField()
    recorded_by = models.UUIDField()
    recorded_by_name = models.TextField()
    terminal = models.TextField(blank=True)
    struck_at = models.DateTimeField(null=True)
    struck_by = models.UUIDField(null=True)
    struck_words = models.TextField(blank=True, default="")

    class Meta:
        indexes = [
            models.Index(fields=["application", "recorded_at"], name="inspection_visit_app"),
            models.Index(fields=["inspected_on"], name="inspection_visit_day"),
            GinIndex(fields=["persons"], name="inspection_visit_persons"),
        ]
