"""Bulk cases that wait (待っている一括処理): how many, for whom, never of whom."""

from __future__ import annotations

from django.urls import reverse

from daicho.business.movements.domain.bulk import BulkState
from daicho.business.movements.models import BulkCase
from daicho.foundation.staff.policy import may
from daicho.foundation.staff.ports import Waiting
from daicho.kernel.access import Access

_DESKS = (
    (BulkState.PREVIEWED, "bulk.prepare", "確認を待つ一括処理", True),
    (BulkState.RETURNED, "bulk.prepare", "差し戻された一括処理", True),
    (BulkState.SUBMITTED, "bulk.examine", "審査を待つ一括処理", False),
    (BulkState.EXAMINED, "bulk.approve", "決裁を待つ一括処理", False),
    (BulkState.STOPPED, "bulk.approve", "中断している一括処理", False),
)


def bulk_waiting(access: Access) -> tuple[Waiting, ...]:
    """The bulk cases that wait for this person; desks where none waits are left out."""
    found = []
    for state, operation, label, own in _DESKS:
        rows = BulkCase.objects.filter(state=state.value)
        rows = (
            rows.filter(entered_by=access.staff_key)
            if own
            else rows.exclude(entered_by=access.staff_key)
        )
        if may(access, operation) and (count := rows.count()):
            found.append(Waiting(label, count, reverse("movements_bulk")))
    return tuple(found)
