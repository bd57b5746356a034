"""Tell again (再送): what is true of one person today goes to the peer once more, when nothing of them waits (JUK-017)."""

from __future__ import annotations

from uuid import UUID

from daicho.foundation.audit.public import recorded
from daicho.foundation.reconciliation import ports
from daicho.foundation.reconciliation.audit_types import TOLD_AGAIN
from daicho.foundation.reconciliation.domain.causes import Cause
from daicho.foundation.reconciliation.domain.comparing import Side
from daicho.foundation.reconciliation.errors import (
    difference_missing,
    not_to_tell,
    on_its_way,
    outdated,
    told_already,
)
from daicho.foundation.reconciliation.models import Difference, Run
from daicho.foundation.staff.public import check_may
from daicho.kernel.access import Access
from daicho.kernel.clock import business_now


def tell_again(access: Access, *, difference: UUID) -> UUID:
    """Queue it and return the message. `Conflict` when it was told again, waits, or a newer run has been made."""
    check_may(access, "reconcile.tell")
    with recorded(access, TOLD_AGAIN) as note:
        # `of`: the run is read beside it and not locked.
        row = (
            Difference.objects.select_for_update(no_key=True, of=("self",))
            .select_related("run")
            .filter(key=difference)
            .first()
        )
        if row is None:
            raise difference_missing()
        source = ports.source_of(row.run.source)
        may_help = Cause(row.cause).words.tells_again
        if row.subject is None or source.tell_again is None or not may_help:
            raise not_to_tell(
                "この差異は、送り直しても直りません。", "一覧の「どうする」に従ってください。"
            )
        _check_current(row)
        standing = source.standings({row.subject}).get(row.subject)
        if standing and (standing.awaits or standing.changing):
            raise on_its_way()
        if standing and standing.last and standing.last.on_its_way:
            raise on_its_way()
        row.told_again = source.tell_again(row.subject, Side(row.side))
        row.told_at, row.told_by, row.told_by_name = business_now(), access.staff_key, access.name
        row.save(update_fields=["told_again", "told_at", "told_by", "told_by_name"])
        note.about(row.subject)
        note.say(run=str(row.run_id), cause=row.cause, message=str(row.told_again))
        return row.told_again


def _check_current(row: Difference) -> None:
    if row.told_again is not None:
        raise told_already()
    newest = Run.objects.filter(source=row.run.source).order_by("-started_at", "-moved_at").first()
    if newest is not None and newest.key != row.run_id:
        raise outdated()
