"""Asking (条件の入力): from a query string to a wish, and the fields in which it is asked."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Final

from daicho.business.statistics.domain.ages import BAND_TITLES
from daicho.business.statistics.domain.areas import LEVELS, OAZA
from daicho.business.statistics.domain.people import KINDS, SEXES
from daicho.business.statistics.domain.trend import STEPS
from daicho.business.statistics.domain.wish import Asks, Wish
from daicho.business.statistics.selectors.reports import ReportSpec
from daicho.foundation.staff.public import may
from daicho.foundation.ui.posted import Values
from daicho.kernel.access import Access
from daicho.kernel.errors import Invalid, Problem
from daicho.kernel.wareki import format_wareki_short, parse_date

ON: Final = "on"


def wish_of(given: Values, spec: ReportSpec, *, today: date, problems: list[Problem]) -> Wish:
    """The wish that a query says; what cannot be read is a problem, and stands as it would if nothing was said."""
    first, last = _usual_days(spec, today)

    def day(name: str, otherwise: date) -> date:
        return _day(given, name, problems) or otherwise

    def text(name: str, otherwise: str = "") -> str:
        return (given.get(name, "") or "").strip() or otherwise

    return Wish(
        report=spec.code,
        as_of=day("as_of", last),
        since=day("since", first),
        known_on=_day(given, "known_on", problems),
        level=text("level", OAZA),
        area=text("area"),
        kind=text("kind"),
        sex=text("sex"),
        bands=text("bands", "five"),
        step=text("step", "month"),
        by_terminal=text("by_terminal") == ON,
        exact=text("exact") == ON,
    )


def _usual_days(spec: ReportSpec, today: date) -> tuple[date, date]:
    """What is proposed: today, this month so far, or for a trend the year that ends today."""
    if Asks.STEP in spec.asks:
        return today.replace(year=today.year - 1, day=1), today
    return today.replace(day=1), today


def _day(given: Values, name: str, problems: list[Problem]) -> date | None:
    text = (given.get(name, "") or "").strip()
    if not text:
        return None
    try:
        return parse_date(text, field=name)
    except Invalid as error:
        problems += error.problems
        return None


Shown = dict[str, object]


def fields_of(spec: ReportSpec, wish: Wish, access: Access) -> list[Shown]:
    """The fields of a report's form, each as the template's `field` tag takes it."""
    found: list[Shown] = []
    asks = spec.asks
    span = Asks.PERIOD in asks or Asks.STEP in asks
    if span:
        found.append(_date("since", "期間の初めの日", wish.since))
    last = "期間の終わりの日" if span else "基準日"
    label = "年（1月1日現在）" if Asks.YEAR in asks else last
    found.append(_date("as_of", label, wish.as_of))
    for ask, make in _CHOICES.items():
        if ask in asks:
            found.append(make(wish))
    if Asks.ONE_AREA in asks:
        found.append(
            {
                **{"name": "area", "label": "一つの地区だけ", "type": "text", "value": wish.area},
                **{
                    "width": "s",
                    "hint": "地区のコード。地区別人口の表で地区を選ぶと入ります。空欄はすべて",
                },
            }
        )
    if Asks.KNOWN in asks:
        known = wish.known_on
        found.append(
            {
                **_date("known_on", "把握の時点", known),
                "hint": "空欄は今分かっているもの。日を入れると、その日の終わりに台帳で分かっていたものを数えます",
            }
        )
    if Asks.TERMINAL in asks:
        found.append(_check("by_terminal", "端末ごとに分ける", wish.by_terminal))
    if not spec.whole and Asks.TERMINAL not in asks and may(access, "statistics.exact"):
        found.append(_check("exact", "小さい数を伏せない（公表しない）", wish.exact))
    return found


def _date(name: str, label: str, value: date | None) -> Shown:
    shown = format_wareki_short(value) if value else ""
    return {"name": name, "label": label, "type": "date", "value": shown, "width": "s", "hint": ""}


def _check(name: str, label: str, checked: bool) -> Shown:
    return {
        **{"name": name, "label": label, "type": "checkbox", "value": ON, "checked": checked},
        **{"width": "m", "hint": ""},
    }


def _select(name: str, label: str, options: Mapping[str, str]) -> Callable[[Wish], Shown]:
    def made(wish: Wish) -> Shown:
        return {
            **{"name": name, "label": label, "type": "select", "options": tuple(options.items())},
            **{"value": getattr(wish, name), "width": "s", "hint": ""},
        }

    return made


_CHOICES: Final[Mapping[Asks, Callable[[Wish], Shown]]] = {
    Asks.STEP: _select("step", "間隔", STEPS),
    Asks.LEVEL: _select("level", "地区の単位", LEVELS),
    Asks.BANDS: _select("bands", "年齢の区分", BAND_TITLES),
    Asks.KIND: _select("kind", "対象", {"": "日本人と外国人", **KINDS}),
    Asks.SEX: _select("sex", "性別", {"": "男女", **{s: w for s, w in SEXES.items() if s}}),
}
