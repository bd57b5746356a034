"""States of a job (バッチ処理の状態): one table that buttons and the server read (house style 17)."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Final


class State(StrEnum):
    """Where a job stands."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    REFUSED = "refused"
    STOPPED = "stopped"

    @property
    def label(self) -> str:
        return _LABELS[self]

    @property
    def tone(self) -> str:
        return _TONES[self]

    @property
    def is_over(self) -> bool:
        return Action.AGAIN in ACTIONS[self]

    @property
    def is_abnormal(self) -> bool:
        """Whether somebody must be warned of it (異常終了の通報, STD-9.1)."""
        return self in (State.FAILED, State.REFUSED)


class Action(StrEnum):
    """What a person may do with a job."""

    STOP = "stop"
    AGAIN = "again"


ACTIONS: Final[Mapping[State, frozenset[Action]]] = {
    State.WAITING: frozenset({Action.STOP}),
    State.RUNNING: frozenset({Action.STOP}),
    State.DONE: frozenset({Action.AGAIN}),
    State.FAILED: frozenset({Action.AGAIN}),
    State.REFUSED: frozenset({Action.AGAIN}),
    State.STOPPED: frozenset({Action.AGAIN}),
}
_LABELS = {
    State.WAITING: "実行待ち",
    State.RUNNING: "実行中",
    State.DONE: "正常終了",
    State.FAILED: "異常終了",
    State.REFUSED: "実行拒否",
    State.STOPPED: "中止",
}
_TONES = {
    State.WAITING: "",
    State.RUNNING: "key",
    State.DONE: "good",
    State.FAILED: "error",
    State.REFUSED: "error",
    State.STOPPED: "off",
}
