"""Discard (破棄): take a draft or a 仮登録 back; it stays to be read and touches nothing."""

from __future__ import annotations

from uuid import UUID

from daicho.business.movements.audit_types import CASE_DISCARDED
from daicho.business.movements.commands.steps import check_step, describe, lock_case, take_step
from daicho.business.movements.domain.states import Action
from daicho.foundation.audit.public import recorded
from daicho.kernel.access import Access


def discard(access: Access, *, case: UUID, edition: int, remark: str = "") -> int:
    """Discard the case. Returns the new edition; errors as `check_step`."""
    with recorded(access.on_case(case), CASE_DISCARDED) as note:
        row = lock_case(case)
        check_step(access, row, Action.DISCARD, edition=edition)
        take_step(access, row, Action.DISCARD, remark=remark)
        describe(note, row, remark=remark)
    return row.edition
