"""Change staff (職員の登録内容の変更): name, office, period of use, and the items never shown to
the person.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from daicho.foundation.audit.public import recorded
from daicho.foundation.staff.audit_types import STAFF_CHANGED
from daicho.foundation.staff.errors import check_filled
from daicho.foundation.staff.policy import HideableItem, check_may
from daicho.foundation.staff.selectors.accounts import locked_staff
from daicho.kernel.access import Access
from daicho.kernel.errors import Invalid, Problem


def change_staff(
    access: Access,
    *,
    staff_key: UUID,
    name: str,
    office: str,
    valid_from: date,
    valid_until: date | None,
    hidden_items: Iterable[HideableItem],
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
        staff = locked_staff(staff_key)
        staff.name, staff.office = name.strip(), office.strip()
        staff.valid_from, staff.valid_until = valid_from, valid_until
        staff.hidden_items = sorted({item.value for item in hidden_items})
        staff.save(update_fields=["name", "office", "valid_from", "valid_until", "hidden_items"])
        note.say(
            staff=str(staff.key),
            staff_login=staff.login,
            office=staff.office,
            valid_from=valid_from.isoformat(),
            valid_until=valid_until.isoformat() if valid_until else "",
            hidden_items="・".join(HideableItem(item).label for item in staff.hidden_items),
            reason=reason,
        )
