"""Attempts (試み): those of ours that failed to deliver a message, and those at our door that were turned away."""

from __future__ import annotations

from django.db import models

from daicho.foundation.lines.models.sent import SentMessage


class SendingAttempt(models.Model):
    """One attempt to deliver a message that came to nothing, and why, in words."""

    message = models.ForeignKey(SentMessage, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    outcome = models.TextField()
    words = models.TextField()


class DoorAttempt(models.Model):
    """Somebody who got nothing: address, reason, whom they claimed to be (empty when nothing was said).

    The same from the same address within one minute is one row, counted: a flood fills neither table nor trail.
    """

    address = models.TextField()
    reason = models.TextField()
    claimed = models.TextField(default="")
    serial = models.TextField(default="")
    minute = models.DateTimeField()
    last_at = models.DateTimeField()
    times = models.IntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["minute", "address", "reason", "claimed"], name="lines_door_minute"
            )
        ]
        indexes = [models.Index(fields=["-last_at"], name="lines_door_last")]
