"""States of a wish (送付先情報の状態): one table that buttons and the server read (house style 17)."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Final


class State(StrEnum):
    """Where the notification of one person stands."""

    UNMADE = "unmade"
    READY = "ready"
    SENT = "sent"
    PROVIDED = "provided"
    MISMATCH = "mismatch"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"

    @property
    def label(self) -> str:
        return _LABELS[self]

    @property
    def tone(self) -> str:
        return _TONES[self]


class Action(StrEnum):
    """What a person may do with it."""

    ARRANGE = "arrange"
    MAKE_ANEW = "make_anew"
    WITHDRAW = "withdraw"
    REOPEN = "reopen"

    @property
    def label(self) -> str:
        return _ACTIONS[self]


class Why(StrEnum):
    """Why somebody is to be told."""

    DESIGNATED = "designated"
    CHANGED = "changed"
    TARGET = "target"

    @property
    def label(self) -> str:
        return _WHYS[self]


TABLE: Final[Mapping[State, frozenset[Action]]] = {
    State.UNMADE: frozenset({Action.ARRANGE, Action.WITHDRAW}),
    State.READY: frozenset({Action.ARRANGE, Action.WITHDRAW}),
    State.SENT: frozenset(),
    State.PROVIDED: frozenset(),
    State.MISMATCH: frozenset({Action.ARRANGE, Action.MAKE_ANEW, Action.WITHDRAW}),
    State.REFUSED: frozenset({Action.ARRANGE, Action.MAKE_ANEW, Action.WITHDRAW}),
    State.WITHDRAWN: frozenset({Action.REOPEN}),
}
WAITING: Final = (State.UNMADE, State.READY)
WRONG: Final = (State.MISMATCH, State.REFUSED)
OVER: Final = (State.PROVIDED, State.WITHDRAWN)
DESIGNATING: Final[Mapping[str, Why]] = {
    "number_assign": Why.DESIGNATED,
    "number_change_request": Why.CHANGED,
    "number_change_ex_officio": Why.CHANGED,
}
"""The movements after which somebody is told of their 個人番号 (番号法7条1項・2項); putting right a slip is none of them."""
TARGET_REASONS: Final[Mapping[str, str]] = {
    "address_changed": "住所が変わった",
    "items_changed": "記載事項が変わった",
    "returned": "返戻された",
    "expired": "期限が過ぎた",
}
_MISMATCHES: Final = frozenset(
    {"dispatch.mismatch", "dispatch.unknown", "dispatch.number_mismatch"}
)
LOST: Final = frozenset({"line.body_lost", "dispatch.lost"})
"""The content is gone with a breakdown, at us or at the 市町村CS: it is made anew from the register."""

_LABELS: Final = {
    State.UNMADE: "未作成",
    State.READY: "作成待ち",
    State.SENT: "送信済",
    State.PROVIDED: "提供済",
    State.MISMATCH: "不一致",
    State.REFUSED: "受付不可",
    State.WITHDRAWN: "取りやめ",
}
_TONES: Final = {
    State.UNMADE: "key",
    State.READY: "key",
    State.SENT: "strong",
    State.PROVIDED: "good",
    State.MISMATCH: "error",
    State.REFUSED: "error",
    State.WITHDRAWN: "off",
}
_ACTIONS: Final = {
    Action.ARRANGE: "送付先の指定",
    Action.MAKE_ANEW: "作り直し",
    Action.WITHDRAW: "取りやめ",
    Action.REOPEN: "取りやめの取消し",
}
_WHYS: Final = {
    Why.DESIGNATED: "個人番号の指定",
    Why.CHANGED: "個人番号の変更",
    Why.TARGET: "カード管理システムの求め",
}


def refused_state(codes: frozenset[str]) -> State:
    """What a refusal means: the four items are not those of the 機構, or something else is wrong."""
    return State.MISMATCH if codes & _MISMATCHES else State.REFUSED
