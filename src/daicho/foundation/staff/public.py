"""What other apps may use of the staff."""

from daicho.foundation.staff.access import NOBODY, SYSTEM, system_access
from daicho.foundation.staff.policy import (
    OPERATIONS,
    HideableItem,
    Operation,
    check_may,
    may,
    menu_for,
)
from daicho.foundation.staff.screens import StaffRequest, error_response, open_to_all, screen
from daicho.foundation.staff.selectors.hidden_items import hidden_items
from daicho.foundation.staff.selectors.terminals import terminals_in_use

__all__ = [
    "NOBODY",
    "OPERATIONS",
    "SYSTEM",
    "HideableItem",
    "Operation",
    "StaffRequest",
    "check_may",
    "error_response",
    "hidden_items",
    "may",
    "menu_for",
    "open_to_all",
    "screen",
    "system_access",
    "terminals_in_use",
]
