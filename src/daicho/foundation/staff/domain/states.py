"""States of a rights request (申請の状態): one table that buttons and the server read."""

from __future__ import annotations

from datetime import date
from enum import StrEnum


class RequestState(StrEnum):
    """Where a request stands."""

    ASKED = "asked"
    APPROVED = "approved"
    RETURNED = "returned"
    WITHDRAWN = "withdrawn"

    @property
    def label(self) -> str:
        return _LABELS[self]


_LABELS = {
    RequestState.ASKED: "承認待ち",
    RequestState.APPROVED: "承認済",
    RequestState.RETURNED: "差戻し",
    RequestState.WITHDRAWN: "取消し",
}


def can_be_withdrawn(state: RequestState, *, effective_on: date, today: date) -> bool:
    """A request may be taken back while nobody has decided, or before its day has come."""
    return state is RequestState.ASKED or (state is RequestState.APPROVED and effective_on > today)
