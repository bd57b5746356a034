"""改元 by parameter alone: an era that is registered names the days from its start on, and no day before."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from daicho.kernel import wareki
from daicho.kernel.access import Access
from daicho.kernel.errors import Invalid
from daicho.kernel.uncertain_dates import EVENT_UNCERTAIN, EXACT_ANY, LegalDate
from daicho.kernel.uncertain_dates.entry import read_legal_date
from daicho.kernel.wareki import format_wareki, format_wareki_short, parse_date
from daicho.registers.code_tables.commands.end_row import end_row
from daicho.registers.code_tables.commands.undo_row import undo_row
from daicho.registers.code_tables.commands.writing import edition_of
from daicho.registers.code_tables.selectors.eras import load_eras
from daicho.registers.code_tables.tests.keeping import keep, refused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]

START = date(2030, 5, 1)
EVE = START - timedelta(days=1)
VALUES = {"kanji": "架空", "source": "元号を改める政令（試験）"}


def register(by: Access, letter: str = "K", *, from_on: date = START, **values: str) -> None:
    keep(by, "eras", letter, VALUES | values, from_on=from_on)
    load_eras()


@pytest.mark.proves("STD-1.3.6/m1", "STD-1.3.6/m2", "STD-1.1.9/m3")
def test_a_new_era_names_the_days_from_its_start_on(keeper: Access) -> None:
    assert format_wareki(START) == "令和12年5月1日"
    register(keeper)
    assert format_wareki(EVE) == "令和12年4月30日"
    assert format_wareki(START) == "架空元年5月1日"
    assert format_wareki(date(2031, 1, 1)) == "架空2年1月1日"
    assert format_wareki_short(START) == "K1.5.1"
    for typed in ("架空元年5月1日", "K1.5.1", "k010501", "2030-05-01"):
        assert parse_date(typed, field="day") == START


def test_a_day_after_the_start_is_no_day_of_the_old_era(keeper: Access) -> None:
    register(keeper)
    with refused("元号の期間"):
        parse_date("令和12年5月1日", field="day")
    assert parse_date("R12.4.30", field="day") == EVE


def test_a_date_of_the_register_in_the_new_era_is_kept_and_read_back(keeper: Access) -> None:
    register(keeper)
    entered = read_legal_date(
        "架空元年5月", field="day", rule=EVENT_UNCERTAIN, today=date(2031, 1, 1)
    )
    assert LegalDate.decode(entered.encode()) == entered
    assert entered.display() == "架空元年5月 日不詳"
    moved = read_legal_date("K2.1.1", field="day", rule=EXACT_ANY, today=START)
    assert moved.display() == "架空2年1月1日"


def test_before_it_is_registered_its_name_is_no_date() -> None:
    with refused("読み取れません"):
        parse_date("架空元年5月1日", field="day")


@pytest.mark.parametrize(
    ("letter", "changes", "from_on"),
    [
        ("R", {}, START),
        ("K", {"kanji": "昭和"}, START),
        ("K", {"kanji": "あい"}, START),
        ("K", {}, date(2019, 4, 1)),
        ("KK", {}, START),
    ],
)
def test_what_cannot_follow_is_refused(
    keeper: Access, letter: str, changes: dict[str, str], from_on: date
) -> None:
    with pytest.raises(Invalid):
        register(keeper, letter, from_on=from_on, **changes)
    load_eras()
    assert wareki.eras()[-1] == wareki.REIWA


def test_an_era_to_come_can_be_taken_back_and_one_that_began_cannot(keeper: Access) -> None:
    register(keeper)
    undo_row(keeper, table="eras", code="K", reason="試験", edition=edition_of("eras", "K"))
    load_eras()
    assert format_wareki(START) == "令和12年5月1日"
    register(keeper, from_on=date(2026, 11, 1))
    edition = edition_of("eras", "K")
    with refused("始まった元号"):
        undo_row(keeper, table="eras", code="K", reason="試験", edition=edition)
    with refused("始まった元号"):
        end_row(keeper, table="eras", code="K", from_on=START, reason="試験", edition=edition)
