"""Exchange of dates (年月日の受渡し): the 住基ネット's digits, other systems' words, and never a day that nobody wrote."""

from __future__ import annotations

from datetime import date

import pytest

from daicho.kernel.uncertain_dates import BIRTH, SEIREKI_BIRTH, read_legal_date
from daicho.kernel.uncertain_dates.exchange import (
    Uncertainty,
    jukinet_code,
    uncertainty_of,
    words_for_others,
)

TODAY = date(2026, 11, 20)
CASES = [
    ("平成2年1月2日", "419900102", ""),
    ("昭和20年 月日不詳", "319450000", "月日不詳"),
    ("平成2年3月 日不詳", "419900300", "日不詳"),
    ("年月日不詳", "000000000", "年月日不詳"),
    ("令和3年頃", "520210000", "月日不詳"),
    ("令和3年5月頃", "520210000", "月日不詳"),
    ("令和3年5月6日頃", "520210500", "日不詳"),
    ("推定令和3年5月6日", "520210500", "日不詳"),
    ("推定令和3年5月", "520210000", "月日不詳"),
    ("令和3年春", "520210000", "月日不詳"),
    ("令和3年5月上旬", "520210500", "日不詳"),
    ("令和3年5月中旬頃", "520210500", "日不詳"),
    ("令和3年5月6日から6月7日頃までの間", "520210000", "月日不詳"),
    ("令和3年5月推定6日から9日までの間", "520210500", "日不詳"),
    ("令和3年5月6日頃から9日頃までの間", "520210500", "日不詳"),
    ("平成15年2月29日", "420030229", ""),
    ("大正15年12月25日", "219261225", ""),
    ("明治45年7月30日", "119120730", ""),
]


@pytest.mark.proves("STD-1.1.8/m11", "STD-1.1.8/m12")
@pytest.mark.parametrize(("words", "code", "unknown"), CASES)
def test_a_date_is_told_as_it_is_known(words: str, code: str, unknown: str) -> None:
    kept = read_legal_date(words, field="", rule=BIRTH, today=TODAY)
    assert jukinet_code(kept) == code
    assert uncertainty_of(kept) == Uncertainty(unknown)
    told = words_for_others(kept)
    assert told == kept.display()
    # What another system reads back is the same date, not the day that orders it.
    assert read_legal_date(told, field="", rule=BIRTH, today=TODAY) == kept


def test_a_date_kept_in_the_western_calendar_has_the_era_of_its_day() -> None:
    kept = read_legal_date("1989-01-07", field="", rule=SEIREKI_BIRTH, today=TODAY)
    assert jukinet_code(kept) == "319890107"
    assert words_for_others(kept) == "1989年1月7日"
