"""Models of the staff."""

from daicho.foundation.staff.models.duty_grant import DutyGrant
from daicho.foundation.staff.models.rights_request import RightsLine, RightsRequest
from daicho.foundation.staff.models.sign_on import SignOnBinding
from daicho.foundation.staff.models.staff import Staff, StaffAccounts
from daicho.foundation.staff.models.terminal import EnrolmentCode, Terminal

__all__ = [
    "DutyGrant",
    "EnrolmentCode",
    "RightsLine",
    "RightsRequest",
    "SignOnBinding",
    "Staff",
    "StaffAccounts",
    "Terminal",
]
