"""States of a 市町村通知 on its way (送付の状態): one table that buttons and the server read (house style 17)."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Final


class Way(StrEnum):
    """How a town speaks with the agency (IMM-003): a setting of its profile."""

    LINE = "line"
    FILE = "file"

    @property
    def label(self) -> str:
        return {"line": "回線", "file": "ファイル（媒体）"}[self.value]


class State(StrEnum):
    """Where one stands. `waiting`: on the line without an answer, or not put out yet; `output`: in a file, not handed over."""

    WAITING = "waiting"
    OUTPUT = "output"
    TOLD = "told"
    REFUSED = "refused"
    CLOSED = "closed"

    @property
    def label(self) -> str:
        return _LABELS[self]

    @property
    def tone(self) -> str:
        return {State.TOLD: "good", State.REFUSED: "error", State.CLOSED: ""}.get(self, "key")


_LABELS: Final = {
    State.WAITING: "送付待ち",
    State.OUTPUT: "出力済（受渡し待ち）",
    State.TOLD: "通知済",
    State.REFUSED: "差戻し",
    State.CLOSED: "送らない",
}


class Action(StrEnum):
    """What a person may do with one."""

    AGAIN = "again"
    CLOSE = "close"


ACTIONS: Final[Mapping[State, frozenset[Action]]] = {
    State.WAITING: frozenset(),
    State.OUTPUT: frozenset(),
    State.TOLD: frozenset({Action.AGAIN}),
    State.REFUSED: frozenset({Action.AGAIN, Action.CLOSE}),
    State.CLOSED: frozenset(),
}
