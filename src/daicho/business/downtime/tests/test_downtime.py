"""Downtime (電算停止時の用紙): one PDF with numbers of its own, and afterwards every number says what became of it."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from uuid import UUID, uuid4

import pytest
from django.db import DatabaseError, connection, transaction
from pypdf import PdfReader

from daicho.business.certificates.public import BLANK_FORMS
from daicho.business.downtime.commands.make_set import SetWish, make_set
from daicho.business.downtime.commands.settle_slip import (
    Outcome,
    close_set,
    settle_rest,
    settle_slip,
)
from daicho.business.downtime.models import PaperSet, Slip
from daicho.business.downtime.selectors.papers import print_set
from daicho.business.downtime.selectors.sets import view_set
from daicho.business.movements.models import Case
from daicho.business.movements.public import entered_later
from daicho.foundation.audit.models import Entry
from daicho.foundation.staff.public import system_access
from daicho.kernel.access import Access, Purpose
from daicho.kernel.clock import business_now
from daicho.kernel.errors import Conflict, Invalid, Missing, Refused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]
SMALL = SetWish(receptions=3, issues=1, copies=1)


@pytest.fixture
def made(clerk: Access) -> UUID:
    return make_set(clerk, key=uuid4(), wish=SMALL)


def numbers(key: UUID) -> list[str]:
    return list(Slip.objects.filter(paper_set=key).order_by("id").values_list("number", flat=True))


def settle(
    access: Access, key: UUID, at: int, state: str, refers: str = "", words: str = ""
) -> None:
    edition = PaperSet.objects.get(key=key).edition
    settle_slip(
        access,
        paper_set=key,
        slip=numbers(key)[at],
        edition=edition,
        outcome=Outcome(state, refers, words),
    )


def test_two_sets_never_share_a_number(clerk: Access, made: UUID) -> None:
    other = make_set(clerk, key=uuid4(), wish=SMALL)
    assert make_set(clerk, key=other, wish=SMALL) == other
    assert PaperSet.objects.count() == 2
    assert not set(numbers(made)) & set(numbers(other))
    assert [n.rsplit("-", 1)[1] for n in numbers(made)] == ["受001", "受002", "受003", "交001"]


def test_the_whole_set_is_one_file_with_every_number_and_blank_form(
    clerk: Access, made: UUID
) -> None:
    pdf = PdfReader(BytesIO(print_set(clerk, paper_set=made)))
    text = "".join(page.extract_text() for page in pdf.pages).replace("\n", "")
    for number in numbers(made):
        assert number in text
    for said in ("手順", "受付簿", "交付簿", "転入届", "転出届", "交付請求書", "後日入力"):
        assert said in text
    assert len(pdf.pages) >= len(BLANK_FORMS) + 3
    # Printed again it is the same file, with the same numbers.
    assert print_set(clerk, paper_set=made) == print_set(clerk, paper_set=made)


def test_a_command_makes_it_too_and_another_duty_does_not(auditor: Access) -> None:
    batch = system_access(Purpose.BATCH, job="downtime-set")
    key = make_set(batch, key=uuid4(), wish=SMALL)
    assert print_set(batch, paper_set=key).startswith(b"%PDF")
    with pytest.raises(Refused):
        make_set(auditor, key=uuid4(), wish=SMALL)
    assert PaperSet.objects.count() == 1


@pytest.mark.parametrize(
    "wish", [SetWish(0, 1, 1), SetWish(201, 1, 1), SetWish(1, 201, 1), SetWish(1, 0, 0)]
)
def test_a_set_that_cannot_be_bound_is_refused(clerk: Access, wish: SetWish) -> None:
    with pytest.raises(Invalid):
        make_set(clerk, key=uuid4(), wish=wish)
    assert not Slip.objects.exists()


def test_every_number_says_what_became_of_it(clerk: Access, made: UUID) -> None:
    with pytest.raises(Conflict):
        close_set(clerk, paper_set=made, edition=1)
    settle(clerk, made, 0, "used", "異2026-0001")
    settle(clerk, made, 1, "spoiled", words="書き損じ")
    settle(clerk, made, 3, "used", "証-0001")
    assert settle_rest(clerk, paper_set=made, edition=4) == 1
    close_set(clerk, paper_set=made, edition=5)
    view = view_set(clerk, paper_set=made)
    assert dict(view.counts) == {"未確認": 0, "使用": 2, "未使用": 1, "書損じ": 1}
    assert [slip.row.url for slip in view.slips if slip.row.url] == ["/movements/1/", "/issues/1/"]
    assert not view.may_settle
    with pytest.raises(Conflict):
        settle(clerk, made, 0, "unused")
    assert Entry.objects.filter(kind="downtime.settled", body__contains='"done"').count() == 4


@pytest.mark.parametrize(
    ("state", "refers", "words"),
    [
        ("used", "", ""),
        ("used", "異2026-9999", ""),
        # Entered, but not as 後日入力: the day of the paper may be lost.
        ("used", "異2026-0002", ""),
        # An issue is no reception.
        ("used", "証-0001", ""),
        ("spoiled", "", " "),
        ("reserved", "", ""),
        ("", "", ""),
    ],
)
def test_what_does_not_agree_is_said(
    clerk: Access, made: UUID, state: str, refers: str, words: str
) -> None:
    with pytest.raises(Invalid):
        settle(clerk, made, 0, state, refers, words)
    assert set(Slip.objects.values_list("state", flat=True)) == {"reserved"}


def test_one_entry_belongs_to_one_paper(clerk: Access, made: UUID) -> None:
    settle(clerk, made, 0, "used", "異2026-0001")
    with pytest.raises(Invalid):
        settle(clerk, made, 1, "used", "異2026-0001")
    settle(clerk, made, 0, "unused")
    settle(clerk, made, 1, "used", "異2026-0001")


def test_a_stale_page_and_a_foreign_number_change_nothing(clerk: Access, made: UUID) -> None:
    settle(clerk, made, 0, "unused")
    with pytest.raises(Conflict):
        settle_rest(clerk, paper_set=made, edition=1)
    with pytest.raises(Missing):
        settle_slip(clerk, paper_set=made, slip="停1-受001", edition=2, outcome=Outcome("unused"))
    with pytest.raises(Missing):
        settle_rest(clerk, paper_set=uuid4(), edition=1)


def test_a_reserved_number_is_never_taken_back(made: UUID) -> None:
    for statement in (
        "DELETE FROM downtime_slip",
        "UPDATE downtime_slip SET number = 'x'",
        "DELETE FROM downtime_paperset",
    ):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    assert len(numbers(made)) == 4


def test_a_movement_knows_whether_it_was_entered_later() -> None:
    now = business_now()
    for number, later in (("異1", True), ("異2", False)):
        Case.objects.create(
            number=number,
            kind="move_in",
            state="draft",
            payload={},
            later_entry=later,
            received_on=date(2026, 11, 18),
            entered_by=uuid4(),
            entered_by_name="係",
            made_at=now,
            changed_at=now,
        )
    assert [entered_later(n) and entered_later(n)[1] for n in ("異1", "異2")] == [True, False]  # type: ignore[index]  # both are there
    assert entered_later("異3") is None
