"""HouseholdNumber (世帯番号): the numbers given out, so that none is reused (I-08).

A household has no truth of its own: it is what the versions that carry its number say (record.md).
"""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Now


class HouseholdNumber(models.Model):
    """One number that was given to a household."""

    number = models.CharField(max_length=10, primary_key=True)
    given_at = models.DateTimeField(db_default=Now())
