"""Who acts, and a family that moved in from another municipality; what the connector has put on its line."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest

from daicho.business.movements.models import Case
from daicho.business.movements.tests.family import DAUGHTER, Staff
from daicho.business.movements.tests.paper import (
    CHILD,
    HEAD,
    WIFE,
    carry_through,
    individual_number,
    move_in_paper,
    pool,
)
from daicho.foundation.lines.tests.conftest import line_settings
from daicho.foundation.messages.public import Envelope
from daicho.gateways.jukinet.tests.line import put_on
from daicho.kernel.access import Access
from daicho.registers.protection.tests.conftest import (
    browse,
    enrolled,
    register,
    signed_in,
    system,
)

__all__ = ["browse", "enrolled", "register", "signed_in", "system"]

PEOPLE = (HEAD, WIFE, CHILD, DAUGHTER)
Sent = Callable[..., list[Envelope]]


@pytest.fixture(autouse=True)
def lines(settings: Any) -> None:  # Any: pytest-django's wrapper
    """A register that has a line to its 市町村CS."""
    settings.LINES = line_settings()


@pytest.fixture
def staff(clerk: Access, examiner: Access, approver: Access) -> Staff:
    return clerk, examiner, approver


@pytest.fixture
def sent() -> Sent:
    """What the register's events have put on the line, of a kind if told, in order."""
    return put_on


@pytest.fixture
def family(staff: Staff) -> list[UUID]:
    """父・母・長男・長女 with their numbers, moved in from 千代田区 on 2026-04-01, in 記載順位."""
    pool()
    people = [p | {"individual_number": individual_number(500 + n)} for n, p in enumerate(PEOPLE)]
    paper = move_in_paper(
        *people,
        event_date="2026-04-01",
        notified_on="2026-04-02",
        previous_municipality="131016",
        previous_municipality_text="東京都千代田区",
        previous_address="東京都千代田区霞が関1番地",
    )
    case = carry_through(*staff, "move_in", paper)
    return list(Case.objects.get(key=case).persons)
