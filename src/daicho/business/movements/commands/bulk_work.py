"""Bulk work (一括処理を進める): one piece of whatever waits; the worker calls it again and again."""

from __future__ import annotations

import structlog
from django.db import DatabaseError, OperationalError
from django.db.models import Q

from daicho.business.movements.audit_types import BULK_STOPPED
from daicho.business.movements.commands.bulk_apply import apply_piece, finish, has_planned
from daicho.business.movements.commands.bulk_extract import extract_piece
from daicho.business.movements.commands.bulk_steps import describe_bulk, lock_bulk, take_bulk_step
from daicho.business.movements.domain.bulk import BulkState
from daicho.business.movements.models import BulkCase
from daicho.foundation.audit.public import recorded
from daicho.foundation.staff.public import system_access
from daicho.kernel.access import Access, Purpose
from daicho.kernel.clock import business_today
from daicho.kernel.errors import DaichoError

log = structlog.get_logger(__name__)


def work_once() -> bool:
    """Do one piece of the bulk case that has waited longest; False when none waits.

    A case that cannot go on is stopped, with the reason on its page, and does not keep the others waiting. A database
    that is away is the caller's.
    """
    row = _next()
    if row is None:
        return False
    access = system_access(Purpose.BATCH, job="bulk")
    try:
        if row.state == BulkState.EXTRACTING.value:
            extract_piece(access, case=row.key)
        elif has_planned(row.key):
            apply_piece(access, case=row.key)
        else:
            finish(access, case=row.key)
    except OperationalError:
        raise
    except (DatabaseError, DaichoError) as error:
        _stop(access, row, error)
    return True


def _next() -> BulkCase | None:
    waits = Q(state=BulkState.EXTRACTING.value) | Q(
        state=BulkState.APPROVED.value, event_on__lte=business_today()
    )
    return BulkCase.objects.filter(waits).order_by("changed_at").first()


def _stop(access: Access, case: BulkCase, error: DatabaseError | DaichoError) -> None:
    code = error.reason_code if isinstance(error, DaichoError) else type(error).__name__
    log.error("bulk.stopped", case=str(case.key), reason=code)
    with recorded(access.on_case(case.key), BULK_STOPPED) as note:
        row = lock_bulk(case.key)
        state = BulkState(row.state)
        if not state.is_at_work:
            return
        row.failure = code
        # Half an extraction is never approved: it is thrown away, and nothing was written.
        after = BulkState.STOPPED if state is BulkState.APPROVED else BulkState.DISCARDED
        take_bulk_step(access, row, "failed", after=after, remark=code)
        describe_bulk(note, row)
