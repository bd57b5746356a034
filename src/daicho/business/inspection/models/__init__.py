"""Models of inspection and rosters."""

from daicho.business.inspection.models.application import Application, ApplicationAct, Visit
from daicho.business.inspection.models.listing import Listing, ListingMember
from daicho.business.inspection.models.opt_out import OptOut

__all__ = ["Application", "ApplicationAct", "Listing", "ListingMember", "OptOut", "Visit"]
