"""WideAreaRequest (広域交付の要求): what another municipality asked, and what was said; no item of anybody is in it."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now


class WideAreaRequest(models.Model):
    """One request. `refusal` is the code of the answer, blank where it was answered; `persons` of whom was told."""

    message = models.UUIDField(primary_key=True)
    reference = models.TextField()
    municipality = models.TextField(blank=True)
    scope = models.TextField()
    include = ArrayField(models.TextField())
    document = models.TextField()
    refusal = models.TextField(blank=True)
    ground = models.TextField(blank=True)
    persons = ArrayField(models.UUIDField())
    at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes = [models.Index(fields=["-at"], name="wide_area_request_newest")]
