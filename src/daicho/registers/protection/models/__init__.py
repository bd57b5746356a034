"""Models of protection."""

from daicho.registers.protection.models.measure import MeasureEdition
from daicho.registers.protection.models.notice_wish import NoticeWish
from daicho.registers.protection.models.suppression import Suppression, TemporaryLift

__all__ = ["MeasureEdition", "NoticeWish", "Suppression", "TemporaryLift"]
