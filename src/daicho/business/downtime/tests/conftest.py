"""Who makes a set, and a system in which two movements and one issue were entered afterwards."""

from __future__ import annotations

import pytest

from daicho.business.downtime import ports
from daicho.kernel.access import Access

CASES = {
    "異2026-0001": ports.Entered("/movements/1/", later=True),
    "異2026-0002": ports.Entered("/movements/2/", later=False),
}
ISSUES = {"証-0001": ports.Entered("/issues/1/", later=True)}


@pytest.fixture(autouse=True)
def filled(monkeypatch: pytest.MonkeyPatch) -> None:
    def case(_access: Access, number: str) -> ports.Entered | None:
        return CASES.get(number)

    def issue(_access: Access, number: str) -> ports.Entered | None:
        return ISSUES.get(number)

    monkeypatch.setattr(ports, "entered_case", case)
    monkeypatch.setattr(ports, "issued_sheet", issue)
