"""The schedule on a form (起動の時期): drawn and read."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import time
from typing import Final

from daicho.foundation.jobs.domain.schedules import WEEKDAYS, Rule, Schedule
from daicho.foundation.ui.fields import Field
from daicho.foundation.ui.posted import Values, number_of
from daicho.foundation.ui.templatetags.daicho_ui import make_field
from daicho.kernel.errors import Invalid, Problem
from daicho.kernel.wareki import parse_date

RULE, DAY, TIME = "schedule_rule", "schedule_day", "schedule_time"
WEEKDAY, OF_MONTH = "schedule_weekday", "schedule_of_month"
_RULES: Final = [("", "直接（すぐに）"), *((rule.value, rule.label) for rule in Rule)]


def draw_schedule(asked: Mapping[str, str], problems: tuple[Problem, ...]) -> dict[str, Field]:
    """The fields, by what they are for."""

    def drawn(name: str, label: str, kind: str, **more: object) -> Field:
        value = asked.get(name, "")
        return make_field(name, label=label, kind=kind, value=value, problems=problems, **more)  # type: ignore[arg-type]  # each name takes its own type

    weekdays = [("", "選んでください"), *((str(n), f"{w}曜日") for n, w in enumerate(WEEKDAYS))]
    return {
        "rule": drawn(RULE, "起動", "radio", options=_RULES, width="full"),
        "day": drawn(DAY, "実行する日", "date", width="s"),
        "weekday": drawn(WEEKDAY, "曜日", "select", options=weekdays, width="s"),
        "of_month": drawn(
            OF_MONTH, "毎月の日", "number", width="s", hint="29〜31日がない月は、月末に行います"
        ),
        "time": drawn(TIME, "時刻", "text", width="s", hint="例: 20:00"),
    }


def read_schedule(posted: Values) -> Schedule | None:
    """The schedule asked for; None for 直接. `Invalid` beside the field."""
    asked = (posted.get(RULE, "") or "").strip()
    if not asked:
        return None
    if asked not in set(Rule):
        raise _wrong(RULE, "起動の時期を選び直してください。")
    rule = Rule(asked)
    typed_day = (posted.get(DAY, "") or "").strip()
    weekday = (posted.get(WEEKDAY, "") or "").strip()
    return Schedule(
        rule=rule,
        at=_time(posted.get(TIME, "") or ""),
        day=parse_date(typed_day, field=DAY) if rule is Rule.ONCE and typed_day else None,
        weekday=int(weekday) if rule is Rule.WEEKLY and weekday in set("0123456") else None,
        of_month=number_of(posted, OF_MONTH, otherwise=0) if rule is Rule.MONTHLY else None,
    )


def _time(text: str) -> time:
    hour, colon, minute = text.strip().replace("：", ":").partition(":")
    if not (colon and hour.isdecimal() and minute.isdecimal() and len(minute) == 2):
        raise _wrong(TIME, "時刻を「20:00」のように入れてください。")
    if int(hour) > 23 or int(minute) > 59:
        raise _wrong(TIME, "時刻は0:00から23:59までです。")
    return time(int(hour), int(minute))


def _wrong(field: str, what: str) -> Invalid:
    return Invalid([Problem(code="jobs.schedule_incomplete", field=field, what=what)])
