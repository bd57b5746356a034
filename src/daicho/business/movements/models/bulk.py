"""Bulk case (一括の異動の案件): its settings, the lines of its file, and everybody whom it is about.

The lists are kept apart from the trail, which holds their counts and digests (record.md). Nothing here is ever deleted.
"""

from __future__ import annotations

import uuid

from django.db import models

_ENDED = models.Q(state__in=["discarded", "undone"])


class BulkCase(models.Model):
    """One bulk case. `cursor` is where the extraction stands, `edition` rises with every act of a person.

    `digest` is over everybody extracted, `applied_digest` over all versions written; `partial`: the right lines of a
    file with wrong ones were chosen; `failure`: why the machine stopped.
    """

    key = models.UUIDField(primary_key=True, default=uuid.uuid4)
    number = models.TextField(unique=True)
    use = models.TextField()
    state = models.TextField()
    edition = models.IntegerField(default=1)
    settings = models.JSONField()
    title = models.TextField()
    event_on = models.DateField()
    file_name = models.TextField(blank=True)
    file_digest = models.TextField(blank=True)
    undoes = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    partial = models.BooleanField(default=False)
    cursor = models.TextField(blank=True)
    digest = models.TextField(blank=True)
    applied_digest = models.TextField(blank=True)
    failure = models.TextField(blank=True)
    office = models.TextField(blank=True)
    terminal = models.TextField(blank=True)
    entered_by = models.UUIDField()
    entered_by_name = models.TextField()
    examined_by = models.UUIDField(null=True)
    approved_by = models.UUIDField(null=True)
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    approved_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["state", "event_on"], name="movements_bulk_state")]
        constraints = [
            models.UniqueConstraint(
                fields=["use", "file_digest"],
                condition=~_ENDED & ~models.Q(file_digest=""),
                name="movements_bulk_same_file",
            ),
            models.UniqueConstraint(
                fields=["undoes"],
                condition=models.Q(undoes__isnull=False) & ~models.Q(state="discarded"),
                name="movements_bulk_undone_once",
            ),
        ]

    def change_key(self, unit: str) -> uuid.UUID:
        """The key of the change that writes a unit: always the same, so that it cannot be made twice."""
        return uuid.uuid5(self.key, unit)


class BulkStep(models.Model):
    """One step of a bulk case: who did what, when, and the words left for the next one."""

    case = models.ForeignKey(BulkCase, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    action = models.TextField()
    actor = models.UUIDField()
    actor_name = models.TextField()
    remark = models.TextField(blank=True)

    class Meta:
        indexes = [models.Index(fields=["case", "at"], name="movements_bulkstep_case")]


class BulkRow(models.Model):
    """One line of a file that came in: the number it names, its values, and what is wrong with it."""

    case = models.ForeignKey(BulkCase, models.PROTECT, related_name="+")
    line_number = models.IntegerField()
    unit = models.TextField()
    values = models.JSONField()
    problems = models.JSONField(default=list)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "line_number"], name="movements_bulkrow_once")
        ]
        indexes = [
            models.Index(
                fields=["case", "line_number"],
                name="movements_bulkrow_wrong",
                condition=~models.Q(problems=[]),
            )
        ]


class BulkLine(models.Model):
    """One person of a bulk case: what would change, on which versions that rests, and what became of it."""

    case = models.ForeignKey(BulkCase, models.PROTECT, related_name="+")
    unit = models.TextField()
    person = models.UUIDField()
    line_number = models.IntegerField(null=True)
    edits = models.JSONField()
    base = models.TextField()
    state = models.TextField()
    reason = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "person"], name="movements_bulkline_once")
        ]
        indexes = [
            models.Index(fields=["case", "state", "unit"], name="movements_bulkline_state"),
            models.Index(fields=["case", "unit"], name="movements_bulkline_unit"),
        ]
