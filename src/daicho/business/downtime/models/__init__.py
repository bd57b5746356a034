"""Models of downtime."""

from daicho.business.downtime.models.paper_set import PaperSet, Slip

__all__ = ["PaperSet", "Slip"]
