"""Kinds of jobs (バッチ処理の種類): what can be asked for, by whom, with which parameters; and those parameters checked.

A parameter of the input `date` may be typed as a date or, because a schedule repeats it, as a word that each run reads
anew: 実行日, 前日, 当月初, 前月初, 前月末.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Literal

from daicho.foundation.jobs.domain.run import JobRun
from daicho.kernel.access import Access
from daicho.kernel.errors import Invalid, Problem
from daicho.kernel.wareki import format_wareki_short, parse_date

Input = Literal["text", "date", "number", "choice", "check"]
CHECKED: Final = "on"
LONGEST: Final = 400


@dataclass(frozen=True, slots=True)
class JobField:
    """One parameter that a person fills in. `choices` are pairs (value, label); `hint` stands beside the field."""

    name: str
    label: str
    input: Input
    choices: tuple[tuple[str, str], ...] = ()
    required: bool = True
    hint: str = ""


@dataclass(frozen=True, slots=True)
class JobKind:
    """One kind of job. `operation` is the policy's operation that whoever asks must hold, then and when it runs.

    `opening`: asked with the opener's access and the job's parameters before a result file is opened; it may refuse.
    `by_hand`: whether it is offered on the screens of jobs; another screen may ask for it all the same.
    """

    code: str
    title: str
    operation: str
    run: Callable[[JobRun], None]
    fields: tuple[JobField, ...] = ()
    by_hand: bool = True
    opening: Callable[[Access, Mapping[str, str]], None] | None = None


def _first(day: date) -> date:
    return day.replace(day=1)


def _before(day: date) -> date:
    return day - timedelta(days=1)


RELATIVE_DATES: Final[Mapping[str, Callable[[date], date]]] = {
    "実行日": lambda day: day,
    "前日": _before,
    "当月初": _first,
    "前月初": lambda day: _first(_before(_first(day))),
    "前月末": lambda day: _before(_first(day)),
}


def check_parameters(kind: JobKind, given: Mapping[str, str]) -> dict[str, str]:
    """The parameters as they are kept; `Invalid` with everything wrong, each beside its field.

    Names that are no field of the kind are left as they are: another program gave them.
    """
    kept = dict(given)
    problems: list[Problem] = []
    for field in kind.fields:
        try:
            kept[field.name] = _read(field, given.get(field.name, "").strip())
        except Invalid as error:
            problems.extend(error.problems)
    if problems:
        raise Invalid(problems)
    return kept


def _read(field: JobField, text: str) -> str:
    if field.input == "check":
        return CHECKED if text else ""
    if not text:
        if field.required:
            raise _wrong(field, "missing", f"「{field.label}」を入れてください。")
        return ""
    if len(text) > LONGEST:
        raise _wrong(
            field, "too_long", f"「{field.label}」が長すぎます。", f"{LONGEST}字までです。"
        )
    if field.input == "number":
        return _number(field, text)
    if field.input == "date":
        return text if text in RELATIVE_DATES else parse_date(text, field=field.name).isoformat()
    if field.input == "choice" and text not in {value for value, _ in field.choices}:
        raise _wrong(field, "not_a_choice", f"「{field.label}」を選び直してください。")
    return text


def _number(field: JobField, text: str) -> str:
    if not text.isdecimal():
        raise _wrong(field, "not_a_number", f"「{field.label}」は数字で入れてください。")
    return str(int(text))


def _wrong(field: JobField, code: str, what: str, why: str = "") -> Invalid:
    return Invalid([Problem(code=f"jobs.{code}", field=field.name, what=what, why=why)])


def resolved(kind: JobKind, kept: Mapping[str, str], *, on: date) -> dict[str, str]:
    """The parameters of a run that is due on a day: the words for dates are dates."""
    words = {f.name for f in kind.fields if f.input == "date"}
    return {
        name: RELATIVE_DATES[value](on).isoformat()
        if name in words and value in RELATIVE_DATES
        else value
        for name, value in kept.items()
    }


@dataclass(frozen=True, slots=True)
class Shown:
    """A parameter in words; `before` is what it was the last time, where that differs (`changed`)."""

    name: str
    label: str
    words: str
    changed: bool = False
    before: str = ""


def shown(
    kind: JobKind, kept: Mapping[str, str], *, before: Mapping[str, str] | None = None
) -> tuple[Shown, ...]:
    """The parameters in the order of the form, compared with those of the last time where there are any."""
    return tuple(_shown(kind, kept, before))


def _shown(
    kind: JobKind, kept: Mapping[str, str], before: Mapping[str, str] | None
) -> Iterator[Shown]:
    for field in kind.fields:
        words = in_words(field, kept.get(field.name, ""))
        earlier = words if before is None else in_words(field, before.get(field.name, ""))
        yield Shown(field.name, field.label, words, words != earlier, earlier)


def in_words(field: JobField, value: str) -> str:
    """A kept value as a person reads it."""
    if field.input == "check":
        return "はい" if value else "いいえ"
    if field.input == "choice":
        return dict(field.choices).get(value, value)
    return typed(field, value)


def typed(field: JobField, value: str) -> str:
    """A kept value as it would be typed again."""
    if field.input != "date" or not value or value in RELATIVE_DATES:
        return value
    return format_wareki_short(date.fromisoformat(value))
