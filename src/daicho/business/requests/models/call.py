"""Call (電話照会の記録): who rang about what, what was said, and why nothing was; never changed."""

from __future__ import annotations

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models

from daicho.business.requests.models.request import Request


class Call(models.Model):
    """One call. `fitting` names the check words that were right; the words themselves are not kept."""

    key = models.UUIDField(primary_key=True, default=uuid.uuid4)
    at = models.DateTimeField()
    topic = models.TextField()
    caller = models.TextField(blank=True)
    request = models.ForeignKey(Request, models.PROTECT, null=True, related_name="+")
    persons = ArrayField(models.UUIDField(), default=list)
    fitting = ArrayField(models.TextField(), default=list)
    answered = models.BooleanField()
    told = models.TextField()
    why = models.TextField(blank=True)
    words = models.TextField(blank=True)
    actor = models.UUIDField()
    actor_name = models.TextField()
    terminal = models.TextField(blank=True)

    class Meta:
        indexes = [models.Index(fields=["at"], name="requests_call_at")]
