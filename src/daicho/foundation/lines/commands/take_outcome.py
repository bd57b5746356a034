"""Take an outcome (保留した電文の結果): what became, at the peer, of a message of ours that it had held."""

from __future__ import annotations

from daicho.foundation.lines.commands.sealing import drop_volatile
from daicho.foundation.lines.commands.settle import tell_settler
from daicho.foundation.lines.domain.replies import Accepted, Received, Refused, Reply
from daicho.foundation.lines.domain.states import State
from daicho.foundation.lines.models import SentMessage
from daicho.kernel.clock import real_now
from daicho.kernel.errors import DaichoError, Problem, Unavailable


def take_outcome(received: Received) -> Reply:
    """Settle the message that it answers. An outcome that comes before our note of the receipt counts as well."""
    if received.answers is None:
        return Refused((_unknown(),))
    found = SentMessage.objects.select_for_update(no_key=True)
    row = found.filter(key=received.answers, receiver=str(received.sender)).first()
    if row is None:
        return Refused((_unknown(),))
    if State(row.state).is_over:
        return Accepted()
    row.state = State(received.body["outcome"]).value
    row.problems = list(received.body["problems"])
    row.settled_at = real_now()
    row.save(update_fields=["state", "problems", "settled_at"])
    drop_volatile(row)
    try:
        tell_settler(row, State(row.state), row.problems)
    except DaichoError as error:
        # The peer did its part: it is told to come again, rather than that its word was wrong.
        raise Unavailable(error.what, why=error.why, remedy=error.remedy) from error
    return Accepted()


def _unknown() -> Problem:
    return Problem(
        "outcome.unknown",
        "",
        "この結果にあたる電文がありません。",
        "こちらから送った電文の番号ではありません。",
        "番号を確かめてください。",
    )
