"""Rights request (権限の申請・予約): what one person asks to be set from a day on, and another decides (STD-10.3)."""

from __future__ import annotations

from uuid import uuid4

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from daicho.foundation.staff.domain.aspects import Aspect, Subject
from daicho.foundation.staff.domain.states import RequestState


class RightsRequest(models.Model):
    """One request: its lines take effect together on one day, once somebody else has approved it.

    `key` is the form's own, so that a form sent twice makes one request.
    """

    key = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    effective_on = models.DateField()
    reason = models.CharField(max_length=200)
    state = models.CharField(max_length=16, choices=[(s.value, s.label) for s in RequestState])
    asked_by = models.UUIDField()
    asked_by_name = models.CharField(max_length=100)
    asked_at = models.DateTimeField()
    decided_by = models.UUIDField(null=True)
    decided_by_name = models.CharField(max_length=100, blank=True, default="")
    decided_at = models.DateTimeField(null=True)
    decided_words = models.CharField(max_length=200, blank=True, default="")
    withdrawn_by = models.UUIDField(null=True)
    withdrawn_by_name = models.CharField(max_length=100, blank=True, default="")
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_words = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=[s.value for s in RequestState]),
                name="rights_request_known_state",
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("asked_by")),
                name="rights_request_decided_by_another",
            ),
        ]
        indexes = [models.Index(fields=["state", "effective_on"], name="rights_request_state")]

    @property
    def stands(self) -> RequestState:
        return RequestState(self.state)


class RightsLine(models.Model):
    """One thing set of one subject; it counts from `valid_from` on while `decided_at` is filled.

    The newest day wins; on one day the line decided last. `before` is what held when it was asked for. `undo` says how
    the grants of duties that the approval wrote are taken back.
    """

    request = models.ForeignKey(RightsRequest, on_delete=models.PROTECT, related_name="lines")
    position = models.PositiveIntegerField()
    subject_kind = models.CharField(max_length=8)
    subject = models.CharField(max_length=100)
    aspect = models.CharField(max_length=8)
    before = ArrayField(models.CharField(max_length=100), default=list)
    values = ArrayField(models.CharField(max_length=100), default=list)
    valid_from = models.DateField()
    decided_at = models.DateTimeField(null=True)
    undo = models.JSONField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(subject_kind__in=[s.value for s in Subject])
                & Q(aspect__in=[a.value for a in Aspect]),
                name="rights_line_known_words",
            ),
            models.UniqueConstraint(
                fields=["request", "subject_kind", "subject", "aspect"],
                name="rights_line_once_in_a_request",
            ),
        ]
        indexes = [
            models.Index(
                fields=["subject_kind", "subject", "valid_from"],
                condition=Q(decided_at__isnull=False),
                name="rights_line_in_force",
            )
        ]
