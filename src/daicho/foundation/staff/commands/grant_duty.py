"""Grant duty (職務の付与): one duty for a period, by someone else than its holder (STD-10.3,
ACC-012).
"""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db import IntegrityError, transaction

from daicho.foundation.audit.public import recorded
from daicho.foundation.staff.audit_types import DUTY_GRANTED
from daicho.foundation.staff.errors import check_filled
from daicho.foundation.staff.models import DutyGrant, Staff
from daicho.foundation.staff.policy import check_grantable, check_may
from daicho.foundation.staff.selectors.accounts import locked_staff
from daicho.foundation.staff.selectors.duties import duties_within
from daicho.kernel.access import Access, Duty
from daicho.kernel.clock import business_today, real_now
from daicho.kernel.errors import Invalid, Problem


def grant_duty(
    access: Access,
    *,
    staff_key: UUID,
    duty: Duty,
    valid_from: date,
    valid_until: date | None,
    reason: str,
) -> UUID:
    """Grant a duty from a day (today or later) until before another, or openly. Gives the grant's
    key.
    """
    with recorded(access, DUTY_GRANTED) as note:
        check_may(access, "staff.manage")
        check_filled(reason=(reason, "理由"))
        check_not_past(valid_from)
        staff = locked_staff(staff_key)
        grant = append_grant(
            access, staff, duty=duty, valid_from=valid_from, valid_until=valid_until, reason=reason
        )
        note.say(
            staff=str(staff.key),
            staff_login=staff.login,
            duty=duty.label,
            valid_from=valid_from.isoformat(),
            valid_until=valid_until.isoformat() if valid_until else "",
            reason=reason,
        )
    return grant.key


def check_not_past(valid_from: date) -> None:
    """Raise `Invalid` for a first day before today: what was held on a past day is settled."""
    if valid_from < business_today():
        raise Invalid(
            [
                Problem(
                    "duty_start_past",
                    "valid_from",
                    "開始日が過去です。",
                    why="過ぎた日の職務は、後から付与できません。",
                    remedy="今日以後の日を入力してください。",
                )
            ]
        )


def append_grant(
    access: Access,
    staff: Staff,
    *,
    duty: Duty,
    valid_from: date,
    valid_until: date | None,
    reason: str,
) -> DutyGrant:
    """Append the row within the caller's transaction; the rules of the policy and of the database
    hold.
    """
    if valid_until is not None and valid_until <= valid_from:
        raise Invalid(
            [
                Problem(
                    "period_reversed",
                    "valid_until",
                    "終了日が開始日より後ではありません。",
                    remedy="開始日より後の日を入力するか、空欄にしてください。",
                )
            ]
        )
    held = duties_within(staff.key, valid_from=valid_from, valid_until=valid_until)
    check_grantable(access, to_key=staff.key, duty=duty, held=held)
    grant = DutyGrant(
        staff=staff,
        duty=duty.value,
        valid_from=valid_from,
        valid_until=valid_until,
        granted_by=access.staff_key,
        granted_at=real_now(),
        reason=reason.strip(),
    )
    try:
        with transaction.atomic():
            grant.save(force_insert=True)
    except IntegrityError as error:
        raise Invalid(
            [
                Problem(
                    "duty_overlap",
                    "duty",
                    "同じ職務の付与と期間が重なっています。",
                    why="一つの職務は、同じ日に二重に付与できません。",
                    remedy="期間を改めるか、先に今の付与を終えてください。",
                )
            ]
        ) from error
    return grant
