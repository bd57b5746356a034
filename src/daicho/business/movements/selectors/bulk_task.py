"""Bulk task (一括処理の中身): what a bulk case was settled to do, read again from what it keeps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from daicho.business.movements.domain.bulk_reversal import task as reversal_task
from daicho.business.movements.domain.bulk_units import Row, Task
from daicho.business.movements.domain.bulk_uses import USES
from daicho.business.movements.domain.reading import Reader
from daicho.business.movements.models import BulkCase, BulkRow
from daicho.business.movements.selectors.world import town
from daicho.kernel.clock import business_today
from daicho.kernel.errors import Invalid


def task_of(case: BulkCase) -> Task:
    """The task of a bulk case; of a reversal, from the case that it undoes."""
    if case.undoes is not None:
        original = task_of(case.undoes)
        return reversal_task(original.event_date, original.keyed)
    layout = USES[case.use].layout(case.settings)
    return read_task(case.use, case.settings, rows_of(case) if layout and layout.listed else ())


def read_task(use: str, settings: Mapping[str, str], rows: Sequence[Row]) -> Task:
    """The task that settings describe; `Invalid` with every problem when there is one."""
    reader = Reader(settings, business_today())
    task = USES[use].read(reader, town(), rows)
    if task is None or reader.has_errors:
        raise Invalid(reader.problems)
    return task


def rows_of(case: BulkCase) -> list[Row]:
    """All lines of a file that is one list; such a file is never long."""
    rows = BulkRow.objects.filter(case=case).order_by("line_number")
    return [Row(r.line_number, r.unit, r.values) for r in rows]
