"""States of a request for a number (番号の要求の状態): one table that the screen and the server read."""

from __future__ import annotations

from enum import StrEnum


class NumberState(StrEnum):
    """Where a request stands; what waits or was refused is 未着 and can be asked again."""

    WAITING = "waiting"
    ASSIGNED = "assigned"
    REFUSED = "refused"

    @property
    def label(self) -> str:
        return {"waiting": "応答待ち", "assigned": "受領", "refused": "拒否"}[self.value]

    @property
    def tone(self) -> str:
        return {"waiting": "key", "assigned": "good", "refused": "error"}[self.value]

    @property
    def may_be_asked_again(self) -> bool:
        return self is not NumberState.ASSIGNED


REASONS = {"new": "新たな記載", "request": "変更の請求", "ex_officio": "職権による変更"}
