"""Certificates counted by window: three here, two there, and what was issued again apart from them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from uuid import UUID, uuid4

import pytest

from daicho.business.certificates.commands.issue import issue
from daicho.business.certificates.commands.issue_notice import (
    NoticeWish,
    issue_notice,
    reissue_notice,
)
from daicho.business.certificates.commands.spoil import spoil
from daicho.business.certificates.tests.asking import wish
from daicho.business.certificates.tests.conftest import certifier, desk_clerk, family, staff
from daicho.business.movements.models import Case
from daicho.business.statistics.domain.tables import Table
from daicho.business.statistics.domain.wish import Wish
from daicho.business.statistics.selectors.reports import make_report
from daicho.kernel.access import Access
from daicho.registers.residents.models import Version

__all__ = ["certifier", "desk_clerk", "family", "staff"]
TODAY = date(2026, 11, 20)
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today", "certifier")]


def rows_of(table: Table) -> dict[str, tuple[int | None, ...]]:
    """有料, 無料, 再発行, 書損 and 手数料 by the words of the row; of a kind the last that is so called."""
    columns = ("paid", "free", "reissued", "spoiled", "fees_yen")
    return {r.label: tuple(table.value(r.code, c) for c in columns) for r in table.rows}


@pytest.mark.proves("REG-084")
def test_two_windows_and_what_was_issued_again(
    desk_clerk: Access, family: list[UUID], counting: Access
) -> None:
    branch = replace(desk_clerk, office="見本支所", terminal="支所1")
    record = Version.objects.get(person=family[1], recorded__endswith=None).record_id
    for at, count in ((desk_clerk, 3), (branch, 2)):
        for _ in range(count):
            issue(at, request=wish([record]))
    (bad,) = issue(branch, request=wish([record]))
    spoil(branch, issue=bad, reason="紙づまり")
    case = Case.objects.get(kind="move_in").key
    asked = NoticeWish(uuid4(), case, "code_notice", subject=str(family[1]))
    first = issue_notice(desk_clerk, wish=asked)
    reissue_notice(desk_clerk, first=first, key=uuid4(), reason="紛失の申出")
    since = date(2026, 11, 1)
    (table,) = make_report(counting, Wish("certificates", TODAY, since)).tables
    found = rows_of(table)
    assert found["市民課"] == (3, 1, 1, 0, 900)
    assert found["見本支所"] == (2, 0, 0, 1, 600)
    assert found["すべての窓口"] == (5, 1, 1, 1, 1500)
    assert table.value("市民課#household", "paid") == 3
    assert table.value("見本支所#household", "paid") == 2
    assert table.value("市民課#code_notice", "reissued") == 1
    (split,) = make_report(counting, Wish("certificates", TODAY, since, by_terminal=True)).tables
    assert found["見本支所"] == rows_of(split)["見本支所　支所1"]


def test_a_month_without_any_certificate_is_empty(counting: Access) -> None:
    (table,) = make_report(counting, Wish("certificates", TODAY, date(2026, 11, 1))).tables
    assert not any(table.values.values())
