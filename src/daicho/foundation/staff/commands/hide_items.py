"""Hide items (表示しない項目の設定): what this person is never shown, on whatever screen, from now on (STD-10.4)."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from daicho.foundation.audit.public import recorded
from daicho.foundation.staff.audit_types import ITEMS_HIDDEN
from daicho.foundation.staff.commands.change_staff import ROW
from daicho.foundation.staff.errors import check_filled, own_account
from daicho.foundation.staff.policy import HideableItem, check_may
from daicho.foundation.staff.selectors.accounts import locked_staff
from daicho.foundation.staff.selectors.rights import rights_on
from daicho.kernel.access import Access
from daicho.kernel.clock import business_now, business_today


def hide_items(
    access: Access, *, staff_key: UUID, items: Iterable[HideableItem], reason: str
) -> None:
    """Hide exactly these items from one person; nobody sets it for themselves."""
    with recorded(access, ITEMS_HIDDEN) as note:
        check_may(access, "staff.restrict")
        check_filled(reason=(reason, "理由"))
        if staff_key == access.staff_key:
            raise own_account()
        staff = locked_staff(staff_key)
        rights = rights_on(staff, day=business_today())
        staff.name, staff.office = rights.name, rights.office
        staff.hidden_items = sorted({item.value for item in items})
        staff.particulars_at = business_now()
        staff.save(update_fields=ROW)
        note.say(
            staff=str(staff.key),
            staff_login=staff.login,
            hidden_items="・".join(HideableItem(item).label for item in staff.hidden_items),
            reason=reason,
        )
