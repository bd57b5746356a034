"""Who counts and who approves, the files as the wiring offers them, and a home whose key signs receipts."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

from daicho.business.cash import disposal as cash_disposal
from daicho.business.downtime import disposal as downtime_disposal
from daicho.business.inspection import disposal as inspection_disposal
from daicho.business.movements import disposal as movements_disposal
from daicho.business.requests import disposal as requests_disposal
from daicho.business.retention import disposal as retention_disposal
from daicho.business.retention import ports
from daicho.business.retention.jobs import ERASE
from daicho.business.surveys import disposal as surveys_disposal
from daicho.foundation.audit.commands.anchor_key import create_signing_key
from daicho.foundation.jobs import disposal as jobs_disposal
from daicho.foundation.jobs import ports as jobs_ports
from daicho.foundation.outbox import disposal as outbox_disposal
from daicho.kernel.access import Access, Purpose
from daicho.registers.protection import disposal as protection_disposal
from daicho.registers.residents import disposal as residents_disposal
from daicho.registers.residents.public import person_of_atena_number, records_closed

FILES = (
    *movements_disposal.FILES,
    *requests_disposal.FILES,
    *inspection_disposal.FILES,
    *surveys_disposal.FILES,
    *cash_disposal.FILES,
    *protection_disposal.FILES,
    *residents_disposal.FILES,
    *outbox_disposal.FILES,
    *jobs_disposal.FILES,
    *downtime_disposal.FILES,
    *retention_disposal.FILES,
)


@pytest.fixture(autouse=True)
def filled(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ports, "files", ports.by_code(FILES))
    monkeypatch.setattr(ports, "person_of_atena_number", person_of_atena_number)
    monkeypatch.setattr(ports, "removed_before", records_closed)
    monkeypatch.setattr(jobs_ports, "kinds", jobs_ports.by_code((ERASE,)))


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Path]:
    """The installation's home, with a key of its own for receipts."""
    create_signing_key(tmp_path)
    before = settings.HOME
    settings.HOME = tmp_path
    yield tmp_path
    settings.HOME = before


@pytest.fixture
def planner(examiner: Access) -> Access:
    return examiner.serving(Purpose.ADMINISTRATION)


@pytest.fixture
def chief(approver: Access) -> Access:
    return approver.serving(Purpose.ADMINISTRATION)
