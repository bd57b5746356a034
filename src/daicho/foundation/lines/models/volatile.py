"""Volatile body (残さない本文): of a kind that may be in no log and no backup (practice.md §1, 20).

The table is UNLOGGED: nothing of it is in the WAL, and after a crash it is empty. A body is here only while it is needed.
"""

from __future__ import annotations

from django.db import models


class VolatileBody(models.Model):
    """The sealed bytes of one message that waits, to be sent or for those before it."""

    message = models.UUIDField(primary_key=True)
    sealed = models.BinaryField()
    key_id = models.TextField()
