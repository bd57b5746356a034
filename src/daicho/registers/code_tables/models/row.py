"""CodeRow (コード表の行): what one code of one table says for some days. Appended and closed, never changed.

`valid`: half-open days. A row is in force until it is closed; the database lets no two rows of a code that are in
force overlap. `act` ties together what one act appended, `closed_act` what it closed, so that it can be undone.
"""

from __future__ import annotations

import uuid

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models

from daicho.kernel.periods import Period
from daicho.registers.code_tables.domain.painting import Held

IN_FORCE = models.Q(closed_at__isnull=True)


class CodeRow(models.Model):
    """One row, who wrote it, and who closed it why."""

    key = models.UUIDField(primary_key=True, default=uuid.uuid4)
    seq = models.BigIntegerField()
    table = models.TextField()
    code = models.TextField()
    valid = DateRangeField()
    values = models.JSONField()
    act = models.UUIDField()
    recorded_at = models.DateTimeField()
    recorded_by = models.UUIDField()
    recorded_by_name = models.TextField()
    reason = models.TextField(blank=True)
    closed_act = models.UUIDField(null=True)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.UUIDField(null=True)
    closed_by_name = models.TextField(blank=True)
    closed_reason = models.TextField(blank=True)

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="code_tables_one_row_a_day",
                expressions=[
                    ("table", RangeOperators.EQUAL),
                    ("code", RangeOperators.EQUAL),
                    ("valid", RangeOperators.OVERLAPS),
                ],
                condition=IN_FORCE,
            ),
            models.UniqueConstraint(fields=["table", "seq"], name="code_tables_seq"),
        ]
        indexes = [models.Index(fields=["table", "code"], name="code_tables_code")]

    @property
    def period(self) -> Period:
        """The days for which it says so."""
        return Period(self.valid.lower, self.valid.upper)

    @property
    def held(self) -> Held:
        """The row as the rules see it."""
        return Held(self.key, self.period, self.values)
