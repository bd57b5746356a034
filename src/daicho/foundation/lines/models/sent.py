"""Sent message (送る電文): written with the change that it tells of, kept with what became of it."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Now

from daicho.foundation.lines.domain.states import State


class SentMessage(models.Model):
    """One message and the peer's answer to it; both bodies are sealed.

    `line` is the peer on whose line it goes (the carrier's for another municipality's CS). `asked`: somebody waits for
    the answer, so the sender process leaves it alone. `by_hand_at`: a person sends it although the line is manual. `made_anew`: the message that took the place of one that
    was refused or stopped.
    """

    seq = models.BigAutoField(primary_key=True)
    key = models.UUIDField(unique=True)
    kind = models.TextField()
    thread = models.UUIDField()
    receiver = models.TextField()
    line = models.TextField()
    made_at = models.DateTimeField()
    order_key = models.TextField(default="")
    order_number = models.BigIntegerField(null=True)
    answers = models.UUIDField(null=True)
    matter = models.TextField(default="")
    sealed = models.BinaryField()
    key_id = models.TextField()
    digest = models.TextField()
    state = models.TextField(default=State.WAITING.value)
    asked = models.BooleanField(default=False)
    by_hand_at = models.DateTimeField(null=True)
    attempts = models.IntegerField(default=0)
    attempted_at = models.DateTimeField(null=True)
    next_attempt_at = models.DateTimeField(db_default=Now())
    signature = models.BinaryField(null=True)
    certificate = models.TextField(default="")
    answer_key = models.UUIDField(null=True)
    answer_kind = models.TextField(default="")
    answer_sealed = models.BinaryField(null=True)
    answer_key_id = models.TextField(default="")
    answer_digest = models.TextField(default="")
    answer_signature = models.BinaryField(null=True)
    answer_certificate = models.TextField(default="")
    answered_at = models.DateTimeField(null=True)
    problems = models.JSONField(default=list)
    settled_at = models.DateTimeField(null=True)
    stopped_by = models.UUIDField(null=True)
    stopped_by_name = models.TextField(default="")
    erased_at = models.DateTimeField(null=True)
    made_anew = models.UUIDField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["line", "seq"],
                name="lines_sent_waiting",
                condition=models.Q(state=State.WAITING.value),
            ),
            models.Index(
                fields=["line", "order_key", "order_number"],
                name="lines_sent_order",
                condition=models.Q(state=State.WAITING.value),
            ),
            models.Index(fields=["order_key", "-order_number"], name="lines_sent_last"),
            models.Index(fields=["state", "-seq"], name="lines_sent_state"),
            models.Index(fields=["thread"], name="lines_sent_thread"),
            models.Index(fields=["line", "-answered_at"], name="lines_sent_line"),
            models.Index(
                fields=["matter"], name="lines_sent_matter", condition=~models.Q(matter="")
            ),
        ]
