"""States of a survey (実態調査の状態): one table that buttons and the server read (house style 17)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from daicho.kernel.matters import Matter

SURVEY: Final = Matter("実態調査", found_in="実態調査の一覧", code="survey")


class State(StrEnum):
    """Where a survey stands."""

    OPEN = "open"
    DEMANDED = "demanded"
    POSTED = "posted"
    RESIDING = "residing"
    ABSENT = "absent"
    WITHDRAWN = "withdrawn"

    @property
    def label(self) -> str:
        return _LABELS[self]

    @property
    def is_open(self) -> bool:
        return self in OPEN


OPEN: Final = frozenset({State.OPEN, State.DEMANDED, State.POSTED})
_LABELS: Final = {
    State.OPEN: "調査中",
    State.DEMANDED: "催告中",
    State.POSTED: "公示中",
    State.RESIDING: "居住を確認",
    State.ABSENT: "居住なし（職権消除へ）",
    State.WITHDRAWN: "取りやめ",
}


class Action(StrEnum):
    """What may be done with a survey."""

    BEGIN = "begin"
    VISIT = "visit"
    INQUIRE = "inquire"
    DEMAND = "demand"
    POST = "post"
    CONFIRM = "confirm"
    FIND_ABSENT = "find_absent"
    WITHDRAW = "withdraw"

    @property
    def label(self) -> str:
        return _ACTIONS[self]


_ACTIONS: Final = {
    Action.BEGIN: "調査を始める",
    Action.VISIT: "現地調査",
    Action.INQUIRE: "照会",
    Action.DEMAND: "催告",
    Action.POST: "公示",
    Action.CONFIRM: "居住を確認して終える",
    Action.FIND_ABSENT: "居住なしとして職権消除へ進む",
    Action.WITHDRAW: "取りやめる",
}


@dataclass(frozen=True, slots=True)
class Rule:
    """From where; to where, or None where the state stays."""

    before: frozenset[State]
    after: State | None


TABLE: Final[dict[Action, Rule]] = {
    Action.VISIT: Rule(OPEN, None),
    Action.INQUIRE: Rule(OPEN, None),
    Action.DEMAND: Rule(frozenset({State.OPEN, State.DEMANDED}), State.DEMANDED),
    Action.POST: Rule(frozenset({State.DEMANDED}), State.POSTED),
    Action.CONFIRM: Rule(OPEN, State.RESIDING),
    Action.FIND_ABSENT: Rule(OPEN, State.ABSENT),
    Action.WITHDRAW: Rule(OPEN, State.WITHDRAWN),
}


def actions_from(state: State) -> tuple[Action, ...]:
    """The actions that the state allows, whoever asks."""
    return tuple(action for action, rule in TABLE.items() if state in rule.before)
