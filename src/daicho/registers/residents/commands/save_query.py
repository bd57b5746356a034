"""Save a query (検索条件の保存): the last ten of each member of staff, the newest first (STD-2.1.1)."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from daicho.kernel.access import Access
from daicho.kernel.clock import business_now
from daicho.registers.residents.domain.resident_query import ResidentQuery
from daicho.registers.residents.models import SavedQuery

KEPT: Final = 10


def kept_queries(access: Access) -> list[SavedQuery]:
    """The actor's own kept queries, the newest first; within the caller's own entry."""
    return list(SavedQuery.objects.filter(staff_key=access.staff_key).order_by("-used_at"))


def save_query(access: Access, query: ResidentQuery) -> tuple[UUID | None, list[SavedQuery]]:
    """Keep the query, or bring it to the front if it is kept already. Returns its key and all that are kept.

    The key is None when there is nothing to keep. Runs within the search's own entry. What falls out of the ten is
    deleted.
    """
    own = kept_queries(access)
    conditions = query.to_keep()
    if set(conditions) <= {"match", "with_removed"}:
        return None, own
    mine = SavedQuery.objects.filter(staff_key=access.staff_key)
    now = business_now()
    kept = next((q for q in own if q.conditions == conditions), None)
    # Another window of the same clerk may have pushed it out since it was read.
    if kept is None or not mine.filter(key=kept.key).update(used_at=now):
        kept = SavedQuery.objects.create(
            staff_key=access.staff_key, conditions=conditions, used_at=now
        )
    own = [kept, *(q for q in own if q.key != kept.key)]
    if len(own) > KEPT:
        mine.filter(key__in=[q.key for q in own[KEPT:]]).delete()
    return kept.key, own[:KEPT]
