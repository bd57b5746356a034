"""Hidden items (表示しない項目): what one person is never shown, on whatever screen (STD-10.3, 10.4)."""

from __future__ import annotations

from collections.abc import Iterable

from daicho.foundation.staff.models import Staff
from daicho.foundation.staff.policy import HideableItem
from daicho.foundation.staff.selectors.rights import rights_on
from daicho.kernel.access import Access
from daicho.kernel.clock import business_today
from daicho.kernel.errors import Refused


def hidden_items(access: Access) -> frozenset[HideableItem]:
    """The items hidden from the actor by their own setting, their office's or their duties'; none for the system."""
    staff = Staff.objects.filter(key=access.staff_key).first()
    return rights_on(staff, day=business_today()).hidden if staff else frozenset()


def check_items_open(access: Access, items: Iterable[HideableItem]) -> None:
    """Raise `Refused` when something that a paper or a list cannot do without is hidden from the actor."""
    hidden = sorted(hidden_items(access) & set(items), key=list(HideableItem).index)
    if hidden:
        words = "・".join(item.label for item in hidden)
        raise Refused(
            f"{words}を載せるものは表示できません。",
            why=f"あなたには{words}を表示しない設定になっています。",
            remedy="表示できる職員に頼むか、必要な場合は管理担当に設定の変更を依頼してください。",
            code="item_hidden",
        )
