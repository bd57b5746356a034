"""Change staff (職員の登録内容の変更): name, office and period of use; from now on."""

from __future__ import annotations

from datetime import date
from typing import Final
from uuid import UUID

from daicho.foundation.audit.public import recorded
from daicho.foundation.staff.audit_types import STAFF_CHANGED
from daicho.foundation.staff.errors import check_filled, own_account
from daicho.foundation.staff.policy import check_may
from daicho.foundation.staff.selectors.accounts import locked_staff
from daicho.foundation.staff.selectors.rights import rights_on
from daicho.kernel.access import Access
from daicho.kernel.clock import business_now, business_today
from daicho.kernel.errors import Invalid, Problem

ROW: Final = ["name", "office", "valid_from", "valid_until", "hidden_items", "particulars_at"]


def change_staff(
    access: Access,
    *,
    staff_key: UUID,
    name: str,
    office: str,
    valid_from: date,
    valid_until: date | None,
    reason: str,
) -> None:
    """Change an account's particulars; `valid_until` is the first day on which it cannot be used."""
    with recorded(access, STAFF_CHANGED) as note:
        check_may(access, "staff.manage")
        check_filled(name=(name, "氏名"), office=(office, "所属"), reason=(reason, "理由"))
        if valid_until is not None and valid_until < valid_from:
            raise Invalid(
                [
                    Problem(
                        "period_reversed",
                        "valid_until",
                        "利用の終了日が開始日より前です。",
                        remedy="開始日以後の日を入力してください。",
                    )
                ]
            )
        if staff_key == access.staff_key:
            # An office brings levels with it: nobody moves themselves.
            raise own_account()
        staff = locked_staff(staff_key)
        # The row is written as a whole: what was in force of it by a request stays in force.
        staff.hidden_items = sorted(rights_on(staff, day=business_today()).own_hidden)
        staff.name, staff.office = name.strip(), office.strip()
        staff.valid_from, staff.valid_until = valid_from, valid_until
        staff.particulars_at = business_now()
        staff.save(update_fields=ROW)
        note.say(
            staff=str(staff.key),
            staff_login=staff.login,
            office=staff.office,
            valid_from=valid_from.isoformat(),
            valid_until=valid_until.isoformat() if valid_until else "",
            reason=reason,
        )
