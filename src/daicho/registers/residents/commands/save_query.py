"""Save a query (検索条件の保存): the last ten of each member of staff, the newest first (STD-2.1.1)."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from daicho.kernel.access import Access
from daicho.kernel.clock import business_now
from daicho.registers.residents.domain.resident_query import ResidentQuery
from daicho.registers.residents.models import SavedQuery

KEPT: Final = 10


def save_query(access: Access, query: ResidentQuery) -> UUID | None:
    """Keep the query, or bring it to the front if it is kept already; None when there is nothing to keep.

    Runs within the search's own entry. What falls out of the ten is deleted.
    """
    conditions = query.to_keep()
    if set(conditions) <= {"match", "with_removed"}:
        return None
    own = SavedQuery.objects.filter(staff_key=access.staff_key)
    now = business_now()
    kept = own.filter(conditions=conditions).first()
    # Another window of the same clerk may have pushed it out since it was read.
    if kept is None or not own.filter(key=kept.key).update(used_at=now):
        kept = SavedQuery.objects.create(
            staff_key=access.staff_key, conditions=conditions, used_at=now
        )
    old = own.order_by("-used_at").values_list("key", flat=True)[KEPT:]
    own.filter(key__in=list(old)).delete()
    return kept.key
