"""Entry of dates (年月日の入力): what a clerk types, judged by the rule of the item."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date

from daicho.kernel.uncertain_dates.forms import Form, match_form
from daicho.kernel.uncertain_dates.legal_date import (
    Calendar,
    LegalDate,
    WrittenDate,
    is_non_calendar,
)
from daicho.kernel.wareki import (
    YEAR_PATTERN,
    DateFault,
    era_of,
    fold_date_text,
    not_in_calendar,
    read_year,
    required,
    unreadable,
)


@dataclass(frozen=True, slots=True)
class DateRule:
    """What one item accepts (STD-1.1.8, STD-4.0.3).

    `uncertain`: 不詳日; `non_calendar`: 平成15年2月29日; `future`: days after today; `kept_in`: the
    calendar it is kept and displayed in, whichever was typed; `last_on`: the last day it can have.
    """

    uncertain: bool = False
    non_calendar: bool = False
    future: bool = False
    kept_in: Calendar = Calendar.WAREKI
    last_on: date = date.max


BIRTH = DateRule(uncertain=True, non_calendar=True)
RESIDENT_SINCE = DateRule(uncertain=True, non_calendar=True)
"""住民となった年月日, and 外国人住民となった年月日."""
ADDRESS_SINCE = DateRule(uncertain=True, non_calendar=True)
EVENT_UNCERTAIN = DateRule(uncertain=True, non_calendar=True)
"""異動日 where the reason is 出生, 死亡 or 失踪."""
EXACT_PAST = DateRule()
"""届出日, and 異動日 of all but the kinds above and 転出."""
EXACT_ANY = DateRule(future=True)
"""異動日 of 転出."""
SEIREKI_BIRTH = DateRule(uncertain=True, non_calendar=True, kept_in=Calendar.SEIREKI)
"""生年月日 of a foreign resident (STD-1.1.9)."""
OLD_ALIEN_REGISTRATION = DateRule(uncertain=True, last_on=date(2012, 7, 8))
"""旧外登法による登録年月日; the Act ended with 2012-07-08 (平成21年法律第79号)."""

_SHORT = re.compile(
    rf"(?P<presumed>推定)?(?P<head>{YEAR_PATTERN})"
    r"(?:(?P<sep>[./-])(?P<m>[0-9]{1,2}|\?)(?:(?P=sep)(?P<d>[0-9]{1,2}|\?))?)?"
    r"(?P<tail>頃|[春夏秋冬]|[上中下]旬頃?)?"
)
_YEAR_ONLY = re.compile(rf"{YEAR_PATTERN}年")
_YEAR_AND_MONTH = re.compile(rf"{YEAR_PATTERN}年[0-9]{{1,2}}月")
_SAME_WORDS = str.maketrans({"・": "", "、": ""})


def read_legal_date(text: str, *, field: str, rule: DateRule, today: date) -> LegalDate:
    """A date as typed: every form as displayed, with or without spaces, and shorthand.

    Shorthand: `S39.10.10`, `S20` (月日不詳), `S20.5` and `S20.5.?` (日不詳), `1980-00-00`,
    `R3.5上旬`, `推定R3.5`, 不詳 (年月日不詳). The era stays as written, 大正15年12月25日 included;
    where the item is kept in the other calendar, the year is converted. Raises `Invalid`, with
    `field` set.
    """
    try:
        return _read(_spell_out(fold_date_text(text)), rule=rule, today=today)
    except DateFault as fault:
        raise fault.invalid(field) from fault


def _spell_out(text: str) -> str:
    """Shorthand in the words of the standard, without spaces; other text as it came."""
    words = re.sub("ごろ|ころ", "頃", text.translate(_SAME_WORDS))
    if words in ("不詳", "?"):
        return "年月日不詳"
    short = _SHORT.fullmatch(words)
    if short:
        month, day = (
            short[part] if short[part] and short[part].strip("?0") else "" for part in "md"
        )
        if day and not month:
            return text
        words = f"{short['presumed'] or ''}{short['head']}年"
        words += f"{month}月" if month else ""
        words += f"{day}日" if day else ""
        words += short["tail"] or ""
    if _YEAR_ONLY.fullmatch(words):
        return f"{words}月日不詳"
    if _YEAR_AND_MONTH.fullmatch(words):
        return f"{words}日不詳"
    return words


def _read(words: str, *, rule: DateRule, today: date) -> LegalDate:
    if not words:
        raise required()
    written = _convert(_written(words), kept_in=rule.kept_in)
    if written.form.is_uncertain and not rule.uncertain:
        raise _uncertain_not_allowed()
    if written.form is Form.NON_CALENDAR and not rule.non_calendar:
        raise not_in_calendar()
    first, last = written.span()
    # A written day must lie within the limits; a year or a month need only begin in them.
    settled = last if written.day is not None else first
    now = date.max if rule.future else today
    if settled > now:
        raise _future()
    if settled > rule.last_on:
        raise _after_the_end()
    return LegalDate(written, rule.kept_in, min(last, now, rule.last_on))


def _written(words: str) -> WrittenDate:
    found = match_form(words)
    if found is None:
        raise unreadable()
    form, match = found
    numbers = {name: int(match[name]) for name in form.parts - {"year"}}
    if "year" not in form.parts:
        return WrittenDate(form)
    era, year = read_year(match)
    written = WrittenDate(form, era, year, **numbers)
    gregorian = year if era is None else era.gregorian_year(year)
    if form is Form.EXACT and is_non_calendar(
        gregorian, month=numbers["month"], day=numbers["day"]
    ):
        return replace(written, form=Form.NON_CALENDAR)
    return written


def _convert(written: WrittenDate, *, kept_in: Calendar) -> WrittenDate:
    """The same words in the calendar the item is kept in; a year of two eras cannot be."""
    first, last = written.span()
    year = written.gregorian_year
    if year is None or (written.era is None) == (kept_in is Calendar.SEIREKI):
        return written
    if kept_in is Calendar.SEIREKI:
        return replace(written, era=None, year=year)
    era = era_of(first)
    if era != era_of(last):
        raise DateFault(
            "date.era_unclear",
            what="西暦の年月から元号を決められません。",
            why="入力された期間の途中で改元があり、二つの元号に当たります。",
            remedy="元号を付けて入力し直してください。",
        )
    return replace(written, era=era, year=era.year_of(year))


def _uncertain_not_allowed() -> DateFault:
    return DateFault(
        "date.uncertain_not_allowed",
        what="不詳の日付は登録できません。",
        why="この項目には暦に実在する日だけを登録できます。",
        remedy="届書や通知で年月日を確かめて入力してください。",
    )


def _future() -> DateFault:
    return DateFault(
        "date.future",
        what="今日より後の日付は登録できません。",
        why="この項目に登録できるのは処理する当日までの日です。",
        remedy="年月日を確かめて入力し直してください。",
    )


def _after_the_end() -> DateFault:
    return DateFault(
        "date.after_the_end",
        what="この項目ではあり得ない新しい日付です。",
        why="根拠となる制度が終わった後の日付です。",
        remedy="年月日を確かめて入力し直してください。",
    )
