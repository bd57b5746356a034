"""States of an application (閲覧の請求・申出の状態): one table that buttons and the server read (house style 17)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from daicho.kernel.matters import Matter

APPLICATION: Final = Matter("閲覧の受付", found_in="閲覧の一覧", code="inspection")


class State(StrEnum):
    """Where an application stands."""

    RECEIVED = "received"
    RETURNED = "returned"
    EXAMINED = "examined"
    APPROVED = "approved"
    INSPECTED = "inspected"
    CONFIRMED = "confirmed"
    DIFFERING = "differing"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"

    @property
    def label(self) -> str:
        return _LABELS[self]

    @property
    def is_open(self) -> bool:
        return self in OPEN


OPEN: Final = frozenset(
    {State.RECEIVED, State.RETURNED, State.EXAMINED, State.APPROVED, State.INSPECTED}
)
SERVED: Final = frozenset({State.INSPECTED, State.CONFIRMED, State.DIFFERING})
"""States in which somebody has inspected: the yearly report tells of these."""
_LABELS: Final = {
    State.RECEIVED: "審査待ち",
    State.RETURNED: "補正待ち",
    State.EXAMINED: "決裁待ち",
    State.APPROVED: "閲覧待ち",
    State.INSPECTED: "閲覧中・確認待ち",
    State.CONFIRMED: "確認済み",
    State.DIFFERING: "相違のまま終了",
    State.REFUSED: "拒否",
    State.WITHDRAWN: "取下げ",
}


class Action(StrEnum):
    """What may be done with an application."""

    RECEIVE = "receive"
    CORRECT = "correct"
    RETURN = "return"
    EXAMINE = "examine"
    APPROVE = "approve"
    REFUSE = "refuse"
    WITHDRAW = "withdraw"
    LIST = "list"
    VISIT = "visit"
    STRIKE = "strike"
    CONFIRM = "confirm"
    END_DIFFERING = "end_differing"

    @property
    def label(self) -> str:
        return _ACTIONS[self]


_ACTIONS: Final = {
    Action.RECEIVE: "受け付ける",
    Action.CORRECT: "内容を直す",
    Action.RETURN: "補正を求める",
    Action.EXAMINE: "審査を終える",
    Action.APPROVE: "閲覧を認める",
    Action.REFUSE: "閲覧を拒む",
    Action.WITHDRAW: "取り下げる",
    Action.LIST: "閲覧用リストを作る",
    Action.VISIT: "閲覧を記録する",
    Action.STRIKE: "閲覧の記録を取り消す",
    Action.CONFIRM: "確認して終える",
    Action.END_DIFFERING: "相違を残して終える",
}


@dataclass(frozen=True, slots=True)
class Rule:
    """From where; to where, or None where the state stays; `other`: not by whoever received the application."""

    before: frozenset[State]
    after: State | None
    operation: str
    other: bool = False


_MANAGE, _EXAMINE, _DECIDE = "inspection.manage", "inspection.examine", "inspection.decide"
_AT_WORK = frozenset({State.APPROVED, State.INSPECTED})
TABLE: Final[dict[Action, Rule]] = {
    Action.CORRECT: Rule(frozenset({State.RECEIVED, State.RETURNED}), State.RECEIVED, _MANAGE),
    Action.EXAMINE: Rule(frozenset({State.RECEIVED}), State.EXAMINED, _EXAMINE, other=True),
    Action.RETURN: Rule(
        frozenset({State.RECEIVED, State.EXAMINED}), State.RETURNED, _EXAMINE, other=True
    ),
    Action.APPROVE: Rule(frozenset({State.EXAMINED}), State.APPROVED, _DECIDE, other=True),
    Action.REFUSE: Rule(
        frozenset({State.RECEIVED, State.RETURNED, State.EXAMINED}),
        State.REFUSED,
        _DECIDE,
        other=True,
    ),
    Action.WITHDRAW: Rule(
        frozenset({State.RECEIVED, State.RETURNED, State.EXAMINED, State.APPROVED}),
        State.WITHDRAWN,
        _MANAGE,
    ),
    Action.LIST: Rule(_AT_WORK, None, _MANAGE),
    Action.VISIT: Rule(_AT_WORK, State.INSPECTED, _MANAGE),
    Action.STRIKE: Rule(frozenset({State.INSPECTED}), None, _MANAGE),
    Action.CONFIRM: Rule(frozenset({State.INSPECTED}), State.CONFIRMED, _EXAMINE, other=True),
    Action.END_DIFFERING: Rule(frozenset({State.INSPECTED}), State.DIFFERING, _DECIDE, other=True),
}


def actions_from(state: State) -> tuple[Action, ...]:
    """The actions that the state allows, whoever asks."""
    return tuple(action for action, rule in TABLE.items() if state in rule.before)
