"""States of a plan (廃棄の計画の状態): one table that buttons and the server read (house style 17)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from daicho.kernel.matters import Matter

PLAN: Final = Matter("廃棄の計画", "計画の一覧", "retention")


class State(StrEnum):
    """Where a plan stands. An approved one runs as a job, and can be taken up again, until nothing is left of it."""

    DRAFTED = "drafted"
    APPROVED = "approved"
    DONE = "done"
    WITHDRAWN = "withdrawn"

    @property
    def label(self) -> str:
        return _LABELS[self]

    @property
    def tone(self) -> str:
        return _TONES[self]


_LABELS: Final = {
    State.DRAFTED: "試算済み（承認待ち）",
    State.APPROVED: "承認済み（廃棄中）",
    State.DONE: "廃棄済み",
    State.WITHDRAWN: "取りやめ",
}
_TONES: Final = {
    State.DRAFTED: "key",
    State.APPROVED: "strong",
    State.DONE: "good",
    State.WITHDRAWN: "off",
}


class Action(StrEnum):
    """What may be done with a plan."""

    APPROVE = "approve"
    WITHDRAW = "withdraw"
    RESUME = "resume"

    @property
    def label(self) -> str:
        return {"approve": "承認して廃棄する", "withdraw": "取りやめる", "resume": "廃棄を続ける"}[
            self.value
        ]


@dataclass(frozen=True, slots=True)
class Rule:
    """From where, to where, with which operation; `other`: not by whoever made the plan."""

    before: State
    after: State
    operation: str
    other: bool = False


TABLE: Final[dict[Action, Rule]] = {
    Action.APPROVE: Rule(State.DRAFTED, State.APPROVED, "retention.approve", other=True),
    Action.WITHDRAW: Rule(State.DRAFTED, State.WITHDRAWN, "retention.plan"),
    Action.RESUME: Rule(State.APPROVED, State.APPROVED, "retention.approve"),
}


def actions_from(state: State) -> tuple[Action, ...]:
    """The actions that the state allows, whoever asks."""
    return tuple(action for action, rule in TABLE.items() if rule.before is state)
