"""Hidden items (表示しない項目): what one person is never shown, on whatever screen (STD-10.4)."""

from __future__ import annotations

from daicho.foundation.staff.models import Staff
from daicho.foundation.staff.policy import HideableItem
from daicho.kernel.access import Access


def hidden_items(access: Access) -> frozenset[HideableItem]:
    """The items hidden from the actor; none for the system."""
    found = (
        Staff.objects.filter(key=access.staff_key).values_list("hidden_items", flat=True).first()
    )
    return frozenset(HideableItem(item) for item in found or ())
