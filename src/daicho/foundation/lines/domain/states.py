"""States of messages (電文の状態): one table that buttons and the server read (house style 17)."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Final


class State(StrEnum):
    """Where a message that was sent, or came in, stands."""

    WAITING = "waiting"
    HELD = "held"
    REFUSED = "refused"
    STOPPED = "stopped"
    ACCEPTED = "accepted"

    @property
    def label(self) -> str:
        return _LABELS[self]

    @property
    def tone(self) -> str:
        return _TONES[self]

    @property
    def is_over(self) -> bool:
        return self in (State.REFUSED, State.STOPPED, State.ACCEPTED)


class Action(StrEnum):
    """What a person may do with a message that was sent."""

    SEND = "send"
    STOP = "stop"
    MAKE_ANEW = "make_anew"


ACTIONS: Final[Mapping[State, frozenset[Action]]] = {
    State.WAITING: frozenset({Action.SEND, Action.STOP}),
    State.HELD: frozenset(),
    State.REFUSED: frozenset({Action.MAKE_ANEW}),
    State.STOPPED: frozenset({Action.MAKE_ANEW}),
    State.ACCEPTED: frozenset(),
}
# 転出証明書情報は自動でだけ送り直す (practice.md §5): whoever sends it by hand may do so once, the first time.
NEVER_AGAIN_BY_HAND: Final = frozenset({"departure.certificate"})

_LABELS = {
    State.WAITING: "送信待ち",
    State.HELD: "保留",
    State.REFUSED: "拒否",
    State.STOPPED: "中止",
    State.ACCEPTED: "受領",
}
_TONES = {
    State.WAITING: "key",
    State.HELD: "warning",
    State.REFUSED: "error",
    State.STOPPED: "off",
    State.ACCEPTED: "good",
}


def may_send(kind: str, state: State, attempts: int) -> bool:
    """Whether a person may send it now."""
    if Action.SEND not in ACTIONS[state]:
        return False
    return attempts == 0 or kind not in NEVER_AGAIN_BY_HAND
