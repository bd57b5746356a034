"""Settle (結果をつける): what became of a message that was sent, told to whoever asked for it."""

from __future__ import annotations

from collections.abc import Sequence

from daicho.foundation.lines.domain.parties import Party
from daicho.foundation.lines.domain.replies import Settled
from daicho.foundation.lines.domain.states import State
from daicho.foundation.lines.envelopes import problems_of
from daicho.foundation.lines.models import SentMessage
from daicho.foundation.lines.settings import settlers


def tell_settler(row: SentMessage, state: State, problems: Sequence[dict[str, str]] = ()) -> None:
    """Tell the settler of the kind, in the transaction in which the state changes."""
    settler = settlers().get(row.kind)
    if settler is None:
        return
    settler(
        Settled(
            id=row.key,
            kind=row.kind,
            thread=row.thread,
            matter=row.matter,
            receiver=Party.parse(row.receiver),
            outcome=state.value,
            problems=problems_of({"problems": problems}),
        )
    )
