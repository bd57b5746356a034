"""Dispatch (送付先情報, 個人番号カード省令23条の2): its state is kept, its content is not (practice.md §1, 20).

The content is in `DispatchPayload` alone, an UNLOGGED table: in no WAL, hence in no archive and no base backup; empty
after a crash, when the register makes it anew. What is kept has counts and digests, and nothing of a person but a mark.
"""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q


class MediumOutput(models.Model):
    """One output to a medium (媒体出力の記録, JUK-023): who, where, how many, onto which medium. Written once."""

    key = models.UUIDField(primary_key=True, default=uuid.uuid4)
    number = models.TextField(unique=True)
    what = models.TextField()
    basis = models.TextField()
    at = models.DateTimeField()
    staff = models.UUIDField()
    staff_name = models.TextField()
    terminal = models.TextField()
    households = models.IntegerField()
    people = models.IntegerField()
    digest = models.TextField()
    dispatches = models.JSONField()


class Dispatch(models.Model):
    """One 送付先情報 of the register; `digest` is of what was received, and must be that of what is sent (JUK-020)."""

    key = models.UUIDField(primary_key=True, default=uuid.uuid4)
    message = models.UUIDField(unique=True)
    thread = models.UUIDField()
    layout = models.TextField()
    basis = models.TextField()
    households = models.IntegerField()
    people = models.IntegerField()
    digest = models.TextField()
    state = models.TextField()
    way = models.TextField(blank=True)
    sent = models.UUIDField(null=True)
    received_at = models.DateTimeField()
    checked_at = models.DateTimeField(null=True)
    provided_at = models.DateTimeField(null=True)
    erased_at = models.DateTimeField(null=True)
    problems = models.JSONField(default=list)

    class Meta:
        indexes = [models.Index(fields=["state", "received_at"], name="cs_dispatch_state")]


class DispatchPerson(models.Model):
    """That somebody's 送付先情報 is under way or provided, by a mark from which nobody is found; free again when it failed."""

    dispatch = models.ForeignKey(Dispatch, models.PROTECT, related_name="+")
    mark = models.BinaryField()
    freed = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["mark"], condition=Q(freed=False), name="cs_dispatched_once"
            )
        ]


class DispatchPayload(models.Model):
    """The content, sealed; UNLOGGED."""

    dispatch = models.UUIDField(primary_key=True)
    sealed = models.BinaryField()
    data_key = models.TextField()
