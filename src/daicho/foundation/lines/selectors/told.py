"""Told (伝えた人): of whom a receiver has been told anything, within the caller's own act."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from daicho.foundation.lines.domain.parties import Party
from daicho.foundation.lines.models import SendingOrder


def subjects_told(receiver: Party, subjects: Collection[UUID]) -> frozenset[UUID]:
    """Those of the subjects about whom at least one message to the receiver was made."""
    rows = SendingOrder.objects.filter(receiver=str(receiver), subject__in=list(subjects))
    return frozenset(rows.values_list("subject", flat=True))
