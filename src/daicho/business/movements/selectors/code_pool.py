"""Code pool (付番用の住民票コードの残り, STD-4.3.1): how many are left, and whether that is below the town's level."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings

from daicho.business.movements.audit_types import POOL_VIEWED
from daicho.foundation.audit.public import recorded
from daicho.foundation.staff.public import check_may
from daicho.foundation.vault.public import pool_size
from daicho.kernel.access import Access


@dataclass(frozen=True, slots=True)
class CodePool:
    """What is left, and the level at which more is asked for."""

    left: int
    level: int

    @property
    def low(self) -> bool:
        return self.left < self.level


def code_pool() -> CodePool:
    """The pool as it is now; no number of anybody."""
    return CodePool(pool_size(), settings.RESIDENT_CODE_POOL_LEVEL)


def view_code_pool(access: Access) -> CodePool:
    """The same for a screen."""
    check_may(access, "codes.pool")
    with recorded(access, POOL_VIEWED) as note:
        pool = code_pool()
        note.say(left=pool.left)
        return pool
