"""End duty (職務の終了): a grant gets its last day; what was held until then stays on record
(ACC-014).
"""

from __future__ import annotations

from datetime import date
from uuid import UUID

from daicho.foundation.audit.public import recorded
from daicho.foundation.staff.audit_types import DUTY_ENDED
from daicho.foundation.staff.errors import check_filled, last_administrator
from daicho.foundation.staff.models import DutyGrant
from daicho.foundation.staff.policy import check_may
from daicho.foundation.staff.selectors.accounts import locked_staff
from daicho.foundation.staff.selectors.duties import someone_else_administers
from daicho.kernel.access import Access, Duty
from daicho.kernel.clock import business_today, real_now
from daicho.kernel.errors import Invalid, Missing, Problem


def end_duty(access: Access, *, grant_key: UUID, valid_until: date, reason: str) -> None:
    """End a grant: `valid_until` is the first day without the duty, today or later.

    A grant whose first day is still to come is withdrawn: it ends on the day it would have begun.
    """
    with recorded(access, DUTY_ENDED) as note:
        check_may(access, "staff.manage")
        check_filled(reason=(reason, "理由"))
        grant = DutyGrant.objects.filter(key=grant_key).first()
        if grant is None:
            raise Missing("この付与は見つかりません。", code="grant_missing")
        staff = locked_staff(grant.staff_id)
        grant.refresh_from_db()
        _check_not_past(valid_until)
        last = max(valid_until, grant.valid_from)
        _check_shortens(grant, last)
        if Duty(grant.duty) is Duty.ADMINISTER and not someone_else_administers(
            staff.key, day=last
        ):
            raise last_administrator()
        DutyGrant.objects.filter(key=grant.key).update(
            valid_until=last,
            ended_by=access.staff_key,
            ended_at=real_now(),
            end_reason=reason.strip(),
        )
        note.say(
            staff=str(staff.key),
            staff_login=staff.login,
            duty=Duty(grant.duty).label,
            valid_until=last.isoformat(),
            reason=reason,
        )


def _check_not_past(valid_until: date) -> None:
    if valid_until < business_today():
        raise Invalid(
            [
                Problem(
                    "duty_end_past",
                    "valid_until",
                    "終了日が過去です。",
                    why="過ぎた日にさかのぼって職務を終えることはできません。",
                    remedy="今日以後の日を入力してください。",
                )
            ]
        )


def _check_shortens(grant: DutyGrant, last: date) -> None:
    if grant.valid_until is not None and grant.valid_until <= last:
        raise Invalid(
            [
                Problem(
                    "duty_end_later",
                    "valid_until",
                    "この付与は、その日より前に終わります。",
                    remedy="延ばすときは、新しく付与してください。",
                )
            ]
        )
