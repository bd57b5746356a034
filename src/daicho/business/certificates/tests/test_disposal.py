"""How long the history of issues is kept (交付履歴の保存期間), and that nobody shortens it."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction

from daicho.business.certificates.commands.dispose_issues import dispose_issues, kept_from
from daicho.business.certificates.commands.issue_letters import issue_list
from daicho.business.certificates.models import Issue
from daicho.foundation.audit.models import Entry
from daicho.foundation.staff.operations import OPERATIONS
from daicho.foundation.staff.public import system_access
from daicho.kernel import clock
from daicho.kernel.access import Access, Purpose
from daicho.kernel.errors import Refused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today", "certifier")]


def issued(desk_clerk: Access, day: date) -> None:
    with clock.set_to(day):
        issue_list(desk_clerk, kind="head_change_list", key=uuid4())


@pytest.mark.proves("STD-1.3.8/m2")
def test_what_the_towns_period_has_left_behind_goes_and_leaves_a_receipt(
    desk_clerk: Access,
) -> None:
    for day in (date(2020, 5, 1), date(2021, 3, 31), date(2021, 4, 1), date(2026, 11, 19)):
        issued(desk_clerk, day)
    batch = system_access(Purpose.BATCH, job="test")
    assert dispose_issues(batch) == 2
    days = sorted(Issue.objects.values_list("issued_on", flat=True))
    assert days == [date(2021, 4, 1), date(2026, 11, 19)]
    entry = Entry.objects.get(kind="certificates.issues_disposed")
    assert '"count":2' in entry.body
    assert dispose_issues(batch) == 0
    assert Entry.objects.filter(kind="certificates.issues_disposed").count() == 1


def test_the_period_counts_from_the_end_of_the_fiscal_year() -> None:
    assert kept_from(date(2026, 3, 31)) == date(2020, 4, 1)
    assert kept_from(date(2026, 4, 1)) == date(2021, 4, 1)


@pytest.mark.proves("STD-1.3.8/n1")
def test_nobody_can_delete_what_is_to_be_kept(desk_clerk: Access, auditor: Access) -> None:
    issued(desk_clerk, date(2026, 11, 19))
    for access in (desk_clerk, auditor):
        with pytest.raises(Refused):
            dispose_issues(access)
    with pytest.raises(ProgrammingError), transaction.atomic():
        Issue.objects.all()._raw_delete(Issue.objects.db)
    with (
        pytest.raises(IntegrityError),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("SELECT certificates_dispose(%s)", [date(2026, 11, 20)])
    assert Issue.objects.count() == 1
    assert not [op for op in OPERATIONS.values() if "交付履歴" in op.title and "消" in op.title]
