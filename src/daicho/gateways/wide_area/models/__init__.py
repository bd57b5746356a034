"""Models of 広域交付."""

from daicho.gateways.wide_area.models.copy import WideAreaCopy
from daicho.gateways.wide_area.models.request import WideAreaRequest

__all__ = ["WideAreaCopy", "WideAreaRequest"]
