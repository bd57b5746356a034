"""生年月日・和暦生年月日・表示用生年月日 (DATA-021): all three are made of one date, and none can be written beside it."""

from __future__ import annotations

from dataclasses import FrozenInstanceError, fields, replace
from datetime import date

import pytest

from daicho.foundation.messages.public import birth_text
from daicho.kernel.uncertain_dates import BIRTH, LegalDate, read_legal_date
from daicho.kernel.wareki import format_wareki
from daicho.registers.residents.domain.labels import ITEM_LABELS, item_text
from daicho.registers.residents.domain.particulars import ITEM_NAMES, Particulars
from daicho.registers.residents.tests.factories import particulars

TODAY = date(2026, 11, 20)


def born(text: str) -> Particulars:
    day = read_legal_date(text, field="birth", rule=BIRTH, today=TODAY)
    return particulars(birth_date=day, household_number="0000000001")


@pytest.mark.proves("DATA-021")
@pytest.mark.parametrize(
    ("typed", "seireki", "wareki", "line"),
    [
        ("1989-01-07", date(1989, 1, 7), "昭和64年1月7日", "319890107"),
        ("S64.1.7", date(1989, 1, 7), "昭和64年1月7日", "319890107"),
        ("1989-01-08", date(1989, 1, 8), "平成元年1月8日", "419890108"),
        ("H1.1.8", date(1989, 1, 8), "平成元年1月8日", "419890108"),
    ],
)
def test_one_date_is_told_in_three_ways(typed: str, seireki: date, wareki: str, line: str) -> None:
    items = born(typed)
    assert items.birth_date.exact == items.birth_date.sort_on == seireki
    assert format_wareki(seireki) == wareki
    assert item_text("birth_date", items.birth_date) == items.birth_date.display() == wareki
    assert birth_text(items.birth_date) == line


@pytest.mark.proves("DATA-021")
def test_of_a_day_that_is_not_known_the_shown_one_alone_says_so() -> None:
    date_of_birth = born("昭和20年5月日不詳").birth_date
    assert date_of_birth.display() == "昭和20年5月 日不詳"
    assert date_of_birth.exact is None
    assert date_of_birth.sort_on == date(1945, 5, 31)
    assert birth_text(date_of_birth) == "319450500"
    assert LegalDate.decode(date_of_birth.encode()) == date_of_birth


@pytest.mark.proves("DATA-021")
def test_none_of_the_three_is_written_beside_the_others() -> None:
    assert {name for name in ITEM_NAMES if "生年月日" in ITEM_LABELS[name]} == {"birth_date"}
    items = born("S64.1.7")
    for name in (each.name for each in fields(LegalDate)):
        with pytest.raises(FrozenInstanceError):
            setattr(items.birth_date, name, None)
    with pytest.raises(ValueError):  # noqa: PT011  # a fault of dates, whose words are tested with them
        replace(items.birth_date, sort_on=date(1989, 1, 8))
    with pytest.raises(ValueError):  # noqa: PT011
        replace(items.birth_date, written=born("H1.1.8").birth_date.written)
