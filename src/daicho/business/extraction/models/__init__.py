"""Models of extraction."""

from daicho.business.extraction.models.composition import Composition
from daicho.business.extraction.models.order import Order, OrderMember

__all__ = ["Composition", "Order", "OrderMember"]
