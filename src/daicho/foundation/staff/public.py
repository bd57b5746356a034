"""What other apps may use of the staff."""

from daicho.foundation.staff.access import NOBODY, SYSTEM, later_access, system_access
from daicho.foundation.staff.delivery import check_file_delivery, files_allowed
from daicho.foundation.staff.operation import Operation
from daicho.foundation.staff.operations import OPERATIONS
from daicho.foundation.staff.policy import HideableItem, check_may, may, menu_for
from daicho.foundation.staff.screens import StaffRequest, error_response, open_to_all, screen
from daicho.foundation.staff.selectors.hidden_items import check_items_open, hidden_items
from daicho.foundation.staff.selectors.rights_requests import rights_waiting
from daicho.foundation.staff.selectors.terminals import terminals_in_use

__all__ = [
    "NOBODY",
    "OPERATIONS",
    "SYSTEM",
    "HideableItem",
    "Operation",
    "StaffRequest",
    "check_file_delivery",
    "check_items_open",
    "check_may",
    "error_response",
    "files_allowed",
    "hidden_items",
    "later_access",
    "may",
    "menu_for",
    "open_to_all",
    "rights_waiting",
    "screen",
    "system_access",
    "terminals_in_use",
]
