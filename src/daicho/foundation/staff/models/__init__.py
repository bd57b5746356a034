"""Models of the staff."""

from daicho.foundation.staff.models.duty_grant import DutyGrant
from daicho.foundation.staff.models.staff import Staff, StaffAccounts
from daicho.foundation.staff.models.terminal import EnrolmentCode, Terminal

__all__ = ["DutyGrant", "EnrolmentCode", "Staff", "StaffAccounts", "Terminal"]
