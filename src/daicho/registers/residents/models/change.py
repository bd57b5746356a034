"""Change (異動): what an approved case did to the register; the items of history that STD-1.2.1 lists.

Who entered, examined and approved stands here and on the trail, never on the 住民票 (STD-4.0.8, practice.md §5).
"""

from __future__ import annotations

import uuid

from django.db import models

from daicho.registers.residents.domain.digests import change_digest
from daicho.registers.residents.models.fields import LegalDateField


class Change(models.Model):
    """One approved change: one 異動事由 on one day.

    `case` is the key of the case that made it. A case may make several (帰化: 職権消除 and 職権記載); the first has
    the case's own key.
    """

    key = models.UUIDField(primary_key=True, default=uuid.uuid4)
    case = models.UUIDField()
    kind = models.TextField()
    reason = models.TextField()
    basis = models.TextField()
    event_date = LegalDateField()
    event_on = models.DateField()
    notified_on = models.DateField(null=True)
    petitioned_on = models.DateField(null=True)
    noticed_on = models.DateField(null=True)
    requested_on = models.DateField(null=True)
    processed_at = models.DateTimeField()
    place = models.TextField(blank=True)
    terminal = models.TextField(blank=True)
    entered_by = models.UUIDField(null=True)
    examined_by = models.UUIDField(null=True)
    approved_by = models.UUIDField(null=True)
    attention = models.TextField(blank=True)
    migrated = models.BooleanField(db_default=False)

    class Meta:
        indexes = [
            models.Index(fields=["event_on"], name="residents_change_event_on"),
            models.Index(fields=["case"], name="residents_change_case"),
        ]

    def digest(self) -> str:
        """What the trail says of this change, made again from its row."""
        return change_digest({name: getattr(self, name) for name in CHANGE_FACTS})


CHANGE_FACTS = tuple(
    field.attname
    for field in Change._meta.concrete_fields
    if field.attname not in ("event_on", "migrated")
)
