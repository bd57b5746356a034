"""Line (回線): what is known of the line to one peer: reachable or not since when, automatic or by hand."""

from __future__ import annotations

from django.db import models


class Line(models.Model):
    """`failures` counts the attempts in vain since the peer was last reached; `away_since` is the first of them."""

    peer = models.TextField(primary_key=True)
    manual = models.BooleanField(default=False)
    switched_at = models.DateTimeField(null=True)
    switched_by = models.UUIDField(null=True)
    switched_by_name = models.TextField(default="")
    reached_at = models.DateTimeField(null=True)
    away_since = models.DateTimeField(null=True)
    failures = models.IntegerField(default=0)
    last_error = models.TextField(default="")
    next_try_at = models.DateTimeField(null=True)
