"""Request (請求) and its acts: never deleted, the acts never changed."""

from __future__ import annotations

import uuid

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models


class Request(models.Model):
    """One written request, from its reception to its end. `edition` rises with every act, so that a stale page is seen.

    `requester` … `documents` are what the paper says (`domain.written`). `persons` and `records` are those found on
    the register, `requester_person` the requester where they are on it. `issue_key` is the request's own key at
    certificates; it changes when everything is made anew. `held_from` is the state that a hold ends in.
    """

    key = models.UUIDField(primary_key=True, default=uuid.uuid4)
    number = models.TextField(unique=True)
    state = models.TextField()
    held_from = models.TextField(blank=True, default="")
    edition = models.IntegerField(default=1)
    channel = models.TextField()
    received_on = models.DateField()
    received_at = models.DateTimeField()
    received_by = models.UUIDField()
    received_by_name = models.TextField()
    office = models.TextField(blank=True)
    changed_at = models.DateTimeField()

    requester = models.TextField()
    requester_name = models.TextField()
    requester_address = models.TextField(blank=True)
    telephone = models.TextField(blank=True)
    agency = models.TextField(blank=True)
    document_number = models.TextField(blank=True)
    form_number = models.TextField(blank=True)
    client = models.TextField(blank=True)
    submit_to = models.TextField(blank=True)
    ground = models.TextField(blank=True)
    form = models.TextField()
    items = ArrayField(models.TextField())
    copies = models.SmallIntegerField()
    by_post = models.BooleanField(default=False)
    stated_name = models.TextField()
    stated_birth = models.TextField(blank=True)
    stated_address = models.TextField(blank=True)
    called_number = models.TextField(blank=True)
    proofs = ArrayField(models.TextField())
    documents = ArrayField(models.TextField())

    requester_person = models.UUIDField(null=True)
    persons = ArrayField(models.UUIDField(), default=list)
    records = ArrayField(models.UUIDField(), default=list)
    confirmed = ArrayField(models.TextField(), default=list)
    identified = models.BooleanField(default=False)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.UUIDField(null=True)
    decided_by_name = models.TextField(blank=True, default="")
    refusal = models.TextField(blank=True, default="")
    issue_key = models.UUIDField(null=True)
    case = models.UUIDField(null=True)
    due_on = models.DateField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["received_on", "number"], name="requests_request_day"),
            models.Index(fields=["state", "changed_at"], name="requests_request_state"),
            GinIndex(fields=["persons"], name="requests_request_persons"),
        ]


class RequestAct(models.Model):
    """One act on a request: who did what when, in which words; `facts` are codes and counts, never personal data."""

    request = models.ForeignKey(Request, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    action = models.TextField()
    words = models.TextField(blank=True)
    facts = models.JSONField(default=dict)
    actor = models.UUIDField()
    actor_name = models.TextField()
    terminal = models.TextField(blank=True)

    class Meta:
        indexes = [models.Index(fields=["request", "at"], name="requests_act_request")]
