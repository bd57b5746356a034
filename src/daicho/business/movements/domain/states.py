"""States of a case (異動の状態): one table that menus, buttons and the server read (house style 17; STD-4.0.8)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from daicho.kernel.matters import Matter

CASE: Final = Matter("異動", found_in="異動の一覧", code="case")


class State(StrEnum):
    """Where a case stands."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    EXAMINED = "examined"
    RETURNED = "returned"
    HELD = "held"
    APPROVED = "approved"
    DISCARDED = "discarded"

    @property
    def label(self) -> str:
        return _LABELS[self]

    @property
    def is_open(self) -> bool:
        """仮登録: the persons of the case may not be in another one."""
        return self in (State.SUBMITTED, State.EXAMINED, State.RETURNED, State.HELD)


_LABELS = {
    State.DRAFT: "下書き",
    State.SUBMITTED: "仮登録（審査待ち）",
    State.EXAMINED: "審査済（決裁待ち）",
    State.RETURNED: "差戻し",
    State.HELD: "保留",
    State.APPROVED: "本登録",
    State.DISCARDED: "破棄",
}


class Action(StrEnum):
    """What may be done with a case."""

    SAVE = "save"
    SUBMIT = "submit"
    EXAMINE = "examine"
    APPROVE = "approve"
    RETURN = "return"
    HOLD = "hold"
    RESUME = "resume"
    DISCARD = "discard"

    @property
    def label(self) -> str:
        return TABLE[self].label


@dataclass(frozen=True, slots=True)
class Rule:
    """From where, to where, with which right; `other_than_enterer` keeps one person from doing both."""

    label: str
    before: frozenset[State]
    after: State
    operation: str
    other_than_enterer: bool = False


TABLE: dict[Action, Rule] = {
    Action.SAVE: Rule(
        "下書き保存", frozenset({State.DRAFT, State.RETURNED}), State.DRAFT, "movements.draft"
    ),
    Action.SUBMIT: Rule(
        "仮登録する", frozenset({State.DRAFT, State.RETURNED}), State.SUBMITTED, "movements.draft"
    ),
    Action.EXAMINE: Rule(
        "審査を終える",
        frozenset({State.SUBMITTED}),
        State.EXAMINED,
        "movements.examine",
        other_than_enterer=True,
    ),
    Action.APPROVE: Rule(
        "決裁して本登録する",
        frozenset({State.EXAMINED}),
        State.APPROVED,
        "movements.approve",
        other_than_enterer=True,
    ),
    Action.RETURN: Rule(
        "差し戻す",
        frozenset({State.SUBMITTED, State.EXAMINED}),
        State.RETURNED,
        "movements.examine",
        other_than_enterer=True,
    ),
    Action.HOLD: Rule(
        "保留にする",
        frozenset({State.SUBMITTED, State.EXAMINED, State.RETURNED}),
        State.HELD,
        "movements.hold",
    ),
    # Papers may have changed meanwhile: what was held is entered and examined again.
    Action.RESUME: Rule("保留を解く", frozenset({State.HELD}), State.RETURNED, "movements.hold"),
    Action.DISCARD: Rule(
        "破棄する",
        frozenset({State.DRAFT, State.SUBMITTED, State.RETURNED, State.HELD}),
        State.DISCARDED,
        "movements.discard",
    ),
}


def actions_from(state: State) -> tuple[Action, ...]:
    """The actions that the state allows, whoever asks."""
    return tuple(action for action, rule in TABLE.items() if state in rule.before)
