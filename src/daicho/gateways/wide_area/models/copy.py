"""WideAreaCopy (広域交付の発行記録): who asked for a copy of another municipality's record, and what went out.

The items of the 住民票 are on the paper alone. The name is that of whoever stood at the desk with the card.
"""

from __future__ import annotations

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models


class WideAreaCopy(models.Model):
    """One copy (通); `reference` is the number under which 住所地 answered, `account` the one that charges it."""

    key = models.UUIDField(primary_key=True, default=uuid.uuid4)
    number = models.TextField(unique=True)
    reference = models.TextField()
    municipality = models.TextField()
    requester_name = models.TextField()
    document = models.TextField()
    scope = models.TextField()
    include = ArrayField(models.TextField())
    people = models.SmallIntegerField()
    pages = models.SmallIntegerField()
    fee_yen = models.IntegerField()
    issued_on = models.DateField()
    issued_at = models.DateTimeField()
    issued_by = models.UUIDField()
    issued_by_name = models.TextField()
    office = models.TextField()
    terminal = models.TextField()
    spoiled_at = models.DateTimeField(null=True)
    spoiled_by = models.UUIDField(null=True)
    spoiled_reason = models.TextField(blank=True, default="")

    class Meta:
        indexes = [models.Index(fields=["-issued_at"], name="wide_area_copy_newest")]
