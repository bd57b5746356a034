"""Models of retention."""

from daicho.business.retention.models.hold import Hold
from daicho.business.retention.models.plan import Plan, PlanFile, PlanItem

__all__ = ["Hold", "Plan", "PlanFile", "PlanItem"]
