"""States (状態): of a drawer (レジ) and of a correction (誤徴収の訂正): one table each, read by buttons and server alike."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from daicho.kernel.matters import Matter

ACCOUNT: Final = Matter("会計", found_in="会計の画面", code="cash.account")
TILL: Final = Matter("レジ", found_in="レジの一覧", code="cash.drawer")
CORRECTING: Final = Matter("訂正", found_in="訂正の一覧", code="cash.correction")


class DrawerState(StrEnum):
    """Where a drawer stands."""

    OPEN = "open"
    COUNTED = "counted"
    CLOSED = "closed"

    @property
    def label(self) -> str:
        return {"open": "開いている", "counted": "確認待ち", "closed": "締め済"}[self.value]


class DrawerAction(StrEnum):
    """What is done with a drawer."""

    TAKE = "take"
    COUNT = "count"
    SEND_BACK = "send_back"
    CONFIRM = "confirm"

    @property
    def label(self) -> str:
        return _DRAWER_ACTIONS[self]


_DRAWER_ACTIONS: Final = {
    DrawerAction.TAKE: "収納する",
    DrawerAction.COUNT: "数えて締める",
    DrawerAction.SEND_BACK: "数え直しを求める",
    DrawerAction.CONFIRM: "確かめて締める",
}


@dataclass(frozen=True, slots=True)
class DrawerRule:
    """From where, to where."""

    before: DrawerState
    after: DrawerState


DRAWER: Final[dict[DrawerAction, DrawerRule]] = {
    DrawerAction.TAKE: DrawerRule(DrawerState.OPEN, DrawerState.OPEN),
    DrawerAction.COUNT: DrawerRule(DrawerState.OPEN, DrawerState.COUNTED),
    DrawerAction.SEND_BACK: DrawerRule(DrawerState.COUNTED, DrawerState.OPEN),
    DrawerAction.CONFIRM: DrawerRule(DrawerState.COUNTED, DrawerState.CLOSED),
}


class CorrectionState(StrEnum):
    """Where a correction stands."""

    ASKED = "asked"
    APPROVED = "approved"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    DONE = "done"

    @property
    def label(self) -> str:
        return _CORRECTIONS[self]


_CORRECTIONS: Final = {
    CorrectionState.ASKED: "承認待ち",
    CorrectionState.APPROVED: "承認済（還付・追徴待ち）",
    CorrectionState.DECLINED: "承認されなかった",
    CorrectionState.WITHDRAWN: "取下げ",
    CorrectionState.DONE: "済",
}


class CorrectionAction(StrEnum):
    """What is done with a correction."""

    APPROVE = "approve"
    DECLINE = "decline"
    WITHDRAW = "withdraw"
    CARRY_OUT = "carry_out"

    @property
    def label(self) -> str:
        return _CORRECTION_ACTIONS[self]


_CORRECTION_ACTIONS: Final = {
    CorrectionAction.APPROVE: "承認する",
    CorrectionAction.DECLINE: "承認しない",
    CorrectionAction.WITHDRAW: "取り下げる",
    CorrectionAction.CARRY_OUT: "還付・追徴を行う",
}


@dataclass(frozen=True, slots=True)
class CorrectionRule:
    """From which states, to which."""

    before: frozenset[CorrectionState]
    after: CorrectionState


PENDING: Final = frozenset({CorrectionState.ASKED, CorrectionState.APPROVED})
"""Not finished: one at a time for an account."""
CORRECTION: Final[dict[CorrectionAction, CorrectionRule]] = {
    CorrectionAction.APPROVE: CorrectionRule(
        frozenset({CorrectionState.ASKED}), CorrectionState.APPROVED
    ),
    CorrectionAction.DECLINE: CorrectionRule(
        frozenset({CorrectionState.ASKED}), CorrectionState.DECLINED
    ),
    CorrectionAction.WITHDRAW: CorrectionRule(PENDING, CorrectionState.WITHDRAWN),
    CorrectionAction.CARRY_OUT: CorrectionRule(
        frozenset({CorrectionState.APPROVED}), CorrectionState.DONE
    ),
}
