"""Wishes (申請の行): what is asked to be set, checked as a whole before anything is kept (STD-10.3).

A wish says what a subject shall have of an aspect from the request's day on: the whole set, not what is added to it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from daicho.foundation.staff.domain.aspects import (
    BY_NAME_ALONE,
    ENDED,
    IN_USE,
    SEPARATOR,
    TABLE,
    Aspect,
    Subject,
    shown,
    words_of,
)
from daicho.kernel.access import Duty
from daicho.kernel.errors import Problem

TEXT_LIMIT: Final = 100
Name = tuple[Subject, str]
State = Mapping[Name, Mapping[Aspect, tuple[str, ...]]]
"""What every subject has of every aspect on a day; staff that there are stand in it, with all their aspects."""


@dataclass(frozen=True, slots=True)
class Wish:
    """One thing to be set; `line` is that of the file (0: of a form)."""

    subject_kind: Subject
    subject: str
    aspect: Aspect
    values: tuple[str, ...]
    line: int = 0

    @property
    def name(self) -> Name:
        return (self.subject_kind, self.subject)

    @property
    def place(self) -> str:
        return f"{self.line}.{self.aspect.value}" if self.line else self.aspect.value

    @property
    def words(self) -> str:
        return f"{self.subject_kind.label}「{self.subject}」の{self.aspect.label}"


@dataclass(frozen=True, slots=True)
class Known:
    """What the checks are told: the state on the day, who asks, and what is asked for that day already."""

    state: State
    actor: str
    asked: Collection[tuple[Subject, str, Aspect]] = field(default_factory=frozenset)


def differences(wishes: Sequence[Wish], state: State) -> tuple[Wish, ...]:
    """The wishes that would change something."""
    return tuple(
        wish
        for wish in wishes
        if set(state.get(wish.name, {}).get(wish.aspect, ())) != set(wish.values)
    )


def newcomers(wishes: Sequence[Wish], state: State) -> dict[str, dict[Aspect, tuple[str, ...]]]:
    """The accounts to be registered: those that there are not, with what is wished of them."""
    found: dict[str, dict[Aspect, tuple[str, ...]]] = {}
    for wish in wishes:
        if wish.subject_kind is Subject.STAFF and wish.name not in state:
            found.setdefault(wish.subject, {})[wish.aspect] = wish.values
    return found


def check_wishes(wishes: Sequence[Wish], known: Known) -> list[Problem]:
    """Everything wrong with the wishes, each beside its line and item."""
    times = Counter((*wish.name, wish.aspect) for wish in wishes)
    after = _after(wishes, known.state)
    levels = {
        s for (kind, s), set_ in after.items() if kind is Subject.LEVEL and any(set_.values())
    }
    new = newcomers(wishes, known.state)
    problems: list[Problem] = []
    for wish in wishes:
        found = [*_of_subject(wish, known, new), *_of_values(wish, levels)]
        if times[(*wish.name, wish.aspect)] > 1:
            found.append(
                _problem("twice", wish, "が二度書かれています。", remedy="一つにしてください。")
            )
        if (*wish.name, wish.aspect) in known.asked:
            found.append(
                _problem(
                    "asked_already",
                    wish,
                    "は、同じ日の申請がもう出ています。",
                    remedy="先の申請を取り消すか、別の日にしてください。",
                )
            )
        problems += found
    return problems + list(_levels_left(wishes, after, levels))


def _of_subject(
    wish: Wish, known: Known, new: Mapping[str, Mapping[Aspect, tuple[str, ...]]]
) -> Iterator[Problem]:
    if wish.subject_kind not in TABLE[wish.aspect].subjects:
        yield _problem("not_of_this", wish, "は設定できません。", remedy="空欄にしてください。")
    if not wish.subject.strip() or len(wish.subject) > TEXT_LIMIT or SEPARATOR in wish.subject:
        yield _problem(
            "subject",
            wish,
            "は設定できません。",
            f"対象は1文字から{TEXT_LIMIT}文字で、「{SEPARATOR}」を含みません。",
        )
    if wish.subject_kind is Subject.DUTY and wish.subject not in words_of(Aspect.DUTIES):
        yield _problem("no_such_duty", wish, "は設定できません。", "この職務はありません。")
    if wish.subject_kind is Subject.STAFF:
        if wish.subject == known.actor:
            yield _problem(
                "own_account",
                wish,
                "は申請も承認もできません。",
                "自分の権限は、ほかの管理担当が扱うことになっています。",
                "ほかの管理担当に依頼してください。",
            )
        if wish.subject in new:
            yield from _of_newcomer(wish, new[wish.subject])


def _of_newcomer(wish: Wish, wished: Mapping[Aspect, tuple[str, ...]]) -> Iterator[Problem]:
    if wished.get(Aspect.USE) != (IN_USE,):
        if wish.aspect is next(iter(wished)):
            yield _problem(
                "no_such_staff",
                wish,
                "は設定できません。",
                "この利用者名の職員はいません。",
                "利用者名を確かめるか、登録するときは利用を「利用」として氏名と所属を入れてください。",
            )
        return
    if wish.aspect is Aspect.USE:
        for needed in (Aspect.NAME, Aspect.OFFICE):
            if not any(text.strip() for text in wished.get(needed, ())):
                yield _problem(
                    "newcomer_incomplete",
                    wish,
                    "を始められません。",
                    f"登録には{needed.label}が要ります。",
                    f"{needed.label}を入れてください。",
                )


def _of_values(wish: Wish, levels: Collection[str]) -> Iterator[Problem]:
    rule = TABLE[wish.aspect]
    if rule.one_text:
        if len(wish.values) != 1 or not wish.values[0].strip() or len(wish.values[0]) > TEXT_LIMIT:
            yield _problem(
                "text",
                wish,
                "が空か、長すぎます。",
                remedy=f"1文字から{TEXT_LIMIT}文字で入れてください。",
            )
        return
    known = words_of(wish.aspect, levels=tuple(levels))
    for value in wish.values:
        if value not in known:
            yield _problem(
                "no_such_value",
                wish,
                f"に「{value}」は使えません。",
                "その日に有る値ではありません。",
                "一覧にある名前を入れてください。",
            )
    if wish.aspect is Aspect.USE and len(wish.values) != 1:
        yield _problem("use", wish, "が読めません。", remedy="「利用」か「終了」としてください。")
    if wish.aspect is Aspect.DUTIES:
        yield from _of_duties(wish)


def _of_duties(wish: Wish) -> Iterator[Problem]:
    duties = set(wish.values)
    by_name = duties & {duty.value for duty in BY_NAME_ALONE}
    if wish.subject_kind is Subject.LEVEL and by_name:
        yield _problem(
            "by_name_alone",
            wish,
            f"に{shown(Aspect.DUTIES, tuple(sorted(by_name)))}は含められません。",
            "権限とログを扱う職務は、人ごとに名指しで付与します。",
            "職員の職務として申請してください。",
        )
    if {Duty.ADMINISTER.value, Duty.AUDIT.value} <= duties:
        yield _problem(
            "audit_apart",
            wish,
            "に管理と監査を一緒に含めることはできません。",
            "監査は管理担当の操作も点検します。",
            "別の職員に付与してください。",
        )


def _levels_left(
    wishes: Sequence[Wish], after: State, levels: Collection[str]
) -> Iterator[Problem]:
    for wish in wishes:
        if wish.subject_kind is not Subject.LEVEL or wish.values:
            continue
        holders = [
            f"{kind.label}「{subject}」"
            for (kind, subject), state in after.items()
            if wish.subject in state.get(Aspect.LEVELS, ())
            and state.get(Aspect.USE, (IN_USE,)) != (ENDED,)
        ]
        if holders and wish.subject not in levels:
            yield _problem(
                "level_in_use",
                wish,
                "を空にできません。",
                f"{holders[0]}など{len(holders)}件に付いています。",
                "先に、または同じ申請で外してください。",
            )


def _after(wishes: Sequence[Wish], state: State) -> dict[Name, dict[Aspect, tuple[str, ...]]]:
    after = {name: dict(values) for name, values in state.items()}
    for wish in wishes:
        after.setdefault(wish.name, {})[wish.aspect] = wish.values
    return after


def _problem(code: str, wish: Wish, what: str, why: str = "", remedy: str = "") -> Problem:
    return Problem(f"rights.{code}", wish.place, wish.words + what, why, remedy)
