"""Nights and closing days are Tokyo's."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from daicho.foundation.audit.selectors.analyses import Analysis, analyse
from daicho.foundation.audit.selectors.criteria import Criteria
from daicho.foundation.audit.tests.conftest import Tamper, enter
from daicho.foundation.staff.public import system_access
from daicho.kernel.access import Access, Purpose


@pytest.mark.parametrize(
    ("moment", "found"),
    [
        ("2026-11-18 10:00", False),
        ("2026-11-18 21:59", False),
        ("2026-11-18 22:00", True),
        ("2026-11-18 04:59", True),
        ("2026-11-18 05:00", False),
        ("2026-11-21 10:00", True),
        ("2026-11-23 10:00", True),
        ("2026-12-29 10:00", True),
    ],
)
@pytest.mark.usefixtures("fresh_database")
def test_an_act_at_night_or_on_a_closing_day_is_found(
    auditor: Access, clerk: Access, tamper: Tamper, moment: str, found: bool
) -> None:
    enter(clerk, 1)
    enter(system_access(Purpose.BATCH, job="night"), 1)
    at = datetime.fromisoformat(f"{moment}+09:00")
    # The trail's own clock cannot be set.
    tamper("UPDATE audit_entry SET at = %s", at)
    day = at.date()
    asked = Criteria(since=day - timedelta(days=1), until=day + timedelta(days=1))
    answer = analyse(auditor, Analysis.AFTER_HOURS, asked)
    assert [line.login for line in answer.lines] == (["窓口1"] if found else [])
