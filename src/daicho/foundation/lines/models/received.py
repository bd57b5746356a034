"""Received message (届いた電文): stored with its effect and its answer in one transaction, so that it works once."""

from __future__ import annotations

from django.db import models

from daicho.foundation.lines.domain.states import State


class ReceivedMessage(models.Model):
    """One message and our answer to it; both bodies are sealed. Whoever sends it again gets the stored answer.

    `peer` brought it (the sender itself, or the nation as carrier), from `address`. `early`: a number before it is
    missing, so that its handler has not seen it yet. `erased_at`: its period was over, and the body is gone.
    """

    key = models.UUIDField(primary_key=True)
    kind = models.TextField()
    thread = models.UUIDField()
    sender = models.TextField()
    peer = models.TextField()
    address = models.TextField()
    made_at = models.DateTimeField()
    received_at = models.DateTimeField()
    order_key = models.TextField(default="")
    order_number = models.BigIntegerField(null=True)
    answers = models.UUIDField(null=True)
    sealed = models.BinaryField()
    key_id = models.TextField()
    digest = models.TextField()
    signature = models.BinaryField()
    certificate = models.TextField()
    state = models.TextField(default=State.HELD.value)
    early = models.BooleanField(default=False)
    problems = models.JSONField(default=list)
    answer_key = models.UUIDField(null=True)
    answer_kind = models.TextField(default="")
    answer_sealed = models.BinaryField(null=True)
    answer_key_id = models.TextField(default="")
    answer_digest = models.TextField(default="")
    answer_signature = models.BinaryField(null=True)
    answer_certificate = models.TextField(default="")
    settled_at = models.DateTimeField(null=True)
    erased_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["-received_at", "key"], name="lines_received_at"),
            models.Index(fields=["state", "-received_at"], name="lines_received_state"),
            models.Index(fields=["peer", "-received_at"], name="lines_received_peer"),
            models.Index(fields=["thread"], name="lines_received_thread"),
            models.Index(
                fields=["sender", "order_key", "order_number"],
                name="lines_received_early",
                condition=models.Q(early=True),
            ),
        ]
