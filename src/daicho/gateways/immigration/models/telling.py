"""Telling (市町村通知の送付): one message of the register on its way to the agency, and what became of it."""

from __future__ import annotations

from django.db import models

from daicho.gateways.immigration.domain.states import State
from daicho.gateways.immigration.models.notice_file import NoticeFile


class Telling(models.Model):
    """One 市町村通知. `message` is the register's, `place` its place among all; `number` is the newest 通知番号, `told_number`
    the one that the agency has. `typed`: what a clerk put right. `sent`: the message on the line, `file` the file it is in.
    """

    message = models.UUIDField(primary_key=True)
    place = models.BigIntegerField(unique=True)
    case = models.UUIDField()
    person = models.UUIDField()
    reason = models.TextField()
    message_class = models.TextField()
    way = models.TextField()
    state = models.TextField(default=State.WAITING.value)
    number = models.TextField(unique=True)
    told_number = models.TextField(default="")
    rounds = models.IntegerField(default=0)
    typed = models.JSONField(default=dict)
    sent = models.UUIDField(null=True)
    file = models.ForeignKey(NoticeFile, on_delete=models.PROTECT, null=True)
    problems = models.JSONField(default=list)
    made_at = models.DateTimeField()
    told_at = models.DateTimeField(null=True)
    closed_reason = models.TextField(default="")

    class Meta:
        indexes = [
            models.Index(fields=["state", "place"], name="immigration_telling_state"),
            models.Index(fields=["case"], name="immigration_telling_case"),
        ]
