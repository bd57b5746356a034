"""Examine (審査): somebody else than the enterer has compared the case with its papers."""

from __future__ import annotations

from uuid import UUID

from daicho.business.movements.audit_types import CASE_EXAMINED
from daicho.business.movements.commands.steps import check_step, describe, lock_case, take_step
from daicho.business.movements.domain.states import Action
from daicho.foundation.audit.public import recorded
from daicho.kernel.access import Access
from daicho.kernel.errors import Invalid
from daicho.registers.protection.public import Channel, may_disclose


def examine(access: Access, *, case: UUID, edition: int, remark: str = "") -> int:
    """Pass a case on to the approver. Returns the new edition; errors as `check_step`.

    `Invalid` while a suppression of somebody in it stops movements (STD-3.1); alerts were confirmed when it came in.
    """
    with recorded(access.on_case(case), CASE_EXAMINED) as note:
        row = lock_case(case)
        check_step(access, row, Action.EXAMINE, edition=edition)
        found = may_disclose(access, persons=row.persons, channel=Channel.MOVEMENT)
        if not found.permits:
            raise Invalid(found.problems(field="selected.{person}"))
        row.examined_by = access.staff_key
        take_step(access, row, Action.EXAMINE, remark=remark)
        describe(note, row, remark=remark)
    return row.edition
