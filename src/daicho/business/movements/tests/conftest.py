"""Who acts, and upon whom."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest

from daicho.business.movements.models import Case
from daicho.business.movements.tests.family import DAUGHTER, Staff
from daicho.business.movements.tests.paper import (
    CHILD,
    HEAD,
    WIFE,
    carry_through,
    move_in_paper,
    pool,
)
from daicho.kernel.access import Access
from daicho.registers.protection.tests.conftest import filled
from daicho.registers.residents.writes import holdings

__all__ = ["filled"]


@pytest.fixture
def staff(clerk: Access, examiner: Access, approver: Access) -> Staff:
    return clerk, examiner, approver


@pytest.fixture
def family(staff: Staff) -> list[UUID]:
    """父・母・長男・長女, moved in on 2026-04-01; their persons in 記載順位."""
    pool()
    paper = move_in_paper(
        HEAD, WIFE, CHILD, DAUGHTER, event_date="2026-04-01", notified_on="2026-04-02"
    )
    case = carry_through(*staff, "move_in", paper)
    people = Case.objects.get(key=case).persons
    held = holdings.on_day(people, date(2026, 4, 1))
    return [h.person for h in sorted(held, key=lambda h: h.particulars.member_order or 0)]
