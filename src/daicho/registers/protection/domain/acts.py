"""Acts on a measure (支援措置の処理): from which state each may be done, and the facts after it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from daicho.kernel.errors import Conflict, Invalid, Problem
from daicho.kernel.wareki import format_wareki
from daicho.registers.protection.domain.measure import (
    EndGround,
    Facts,
    Role,
    State,
    Transfer,
)
from daicho.registers.protection.domain.spans import (
    Span,
    last_day_of_year_from,
    prolonged,
    renewable_from,
)


class Act(StrEnum):
    """What may be done with a measure."""

    APPLY = "apply"
    CORRECT = "correct"
    START = "start"
    RENEW = "renew"
    TRANSFER = "transfer"
    NOTIFY = "notify"
    END = "end"

    @property
    def label(self) -> str:
        return _LABELS[self]


_LABELS = {
    Act.APPLY: "申出の受付",
    Act.CORRECT: "内容の修正",
    Act.START: "支援措置の開始",
    Act.RENEW: "延長",
    Act.TRANSFER: "ほかの市区町村への転送",
    Act.NOTIFY: "期間終了通知の出力",
    Act.END: "終了",
}

_OPEN = frozenset(State) - {State.ENDED}

BEFORE: dict[Act, frozenset[State]] = {
    Act.CORRECT: _OPEN,
    Act.START: frozenset({State.RECEIVED, State.PROVISIONAL}),
    Act.RENEW: frozenset({State.EXPIRING, State.EXPIRED}),
    Act.TRANSFER: _OPEN,
    Act.NOTIFY: frozenset({State.EXPIRING, State.EXPIRED}),
    Act.END: _OPEN,
}
"""The states from which each act may be done; screens and commands read the same table."""


def may_be_done(act: Act, facts: Facts, state: State) -> bool:
    """Whether an act is open: its state, a start and a period's notice only once, a transfer only of what was first
    received here."""
    if state not in BEFORE[act]:
        return False
    if act is Act.START:
        return not facts.periods
    if act is Act.NOTIFY:
        return facts.notice_on is None
    return act is not Act.TRANSFER or facts.role is Role.FIRST


def check_may_be_done(act: Act, facts: Facts, state: State) -> None:
    """Raise `Conflict` unless the act is open now."""
    if may_be_done(act, facts, state):
        return
    until = facts.ends_on
    if act is Act.RENEW and until is not None and state is State.ACTIVE:
        why = f"延長は、終了日の1か月前（{format_wareki(renewable_from(until))}）からできます。"
    elif act is Act.NOTIFY and facts.notice_on is not None:
        why = f"この期間の通知は、{format_wareki(facts.notice_on)}に出しています。"
    else:
        why = f"この支援措置は今「{state.label}」です。"
    raise Conflict(
        f"「{act.label}」はできません。",
        why=why,
        remedy="最新の内容を開いて確かめてください。",
        code="protection.measure_state",
    )


@dataclass(frozen=True, slots=True)
class Days:
    """The first and the last day as entered; None where left blank."""

    starts_on: date | None = None
    ends_on: date | None = None


def started(facts: Facts, days: Days) -> Facts:
    """The measure begins (支援の必要性を確認): a year from its first day, unless another last day is given."""
    if days.starts_on is None:
        raise _wrong(
            "starts_on", "blank", "開始年月日がありません。", "開始年月日を入力してください。"
        )
    return _with_period(facts, Span(days.starts_on, days.ends_on or _year(days.starts_on)), ())


def renewed(facts: Facts, days: Days) -> Facts:
    """The year that follows the old last day (延長); its own last day can be another."""
    span = prolonged(facts.periods[-1])
    return _with_period(facts, Span(span.starts_on, days.ends_on or span.ends_on), facts.periods)


def _year(starts_on: date) -> date:
    return last_day_of_year_from(starts_on)


def _with_period(facts: Facts, span: Span, earlier: tuple[Span, ...]) -> Facts:
    if span.ends_on < span.starts_on:
        raise _wrong(
            "ends_on",
            "order",
            "終了年月日が開始年月日より前です。",
            "終了年月日を開始年月日以後の日にしてください。",
        )
    if span.starts_on < facts.applied_on:
        raise _wrong(
            "starts_on",
            "before_application",
            "開始年月日が申出の日より前です。",
            "日付を確かめて入力し直してください。",
        )
    return replace(facts, periods=(*earlier, span), notice_on=None)


def transferred(facts: Facts, *, municipality: str, on: date | None, today: date) -> Facts:
    """Passed on to another municipality (転送)."""
    if not municipality:
        raise _wrong(
            "municipality", "blank", "転送先がありません。", "転送先の市区町村を入力してください。"
        )
    if on is None or on > today:
        raise _wrong(
            "on", "future", "転送年月日が正しくありません。", "今日以前の日を入力してください。"
        )
    return replace(facts, transfers=(*facts.transfers, Transfer(municipality, on)))


def ended(facts: Facts, *, ground: EndGround | None, on: date | None, today: date) -> Facts:
    """The measure ends on a day, on one of the three grounds (STD-3.4)."""
    if ground is None:
        raise _wrong("ground", "blank", "終了の事由がありません。", "終了の事由を選んでください。")
    if on is None or on > today or on < facts.applied_on:
        raise _wrong(
            "on",
            "day",
            "終了した日が正しくありません。",
            "申出の日から今日までの日を入力してください。",
        )
    if ground is EndGround.LAPSED and (facts.ends_on is None or on <= facts.ends_on):
        raise _wrong(
            "ground",
            "not_lapsed",
            "支援措置の期間はまだ終わっていません。",
            "終了の事由か、終了した日を確かめてください。",
        )
    return replace(facts, ended_on=on, end_ground=ground)


def _wrong(field: str, code: str, what: str, remedy: str) -> Invalid:
    return Invalid([Problem(f"protection.{field}_{code}", field, what, remedy=remedy)])
