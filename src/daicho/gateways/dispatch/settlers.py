"""Settlers (送ったものの結果): what the 市町村CS, the 機構 and the card system made of a posting."""

from __future__ import annotations

from daicho.foundation.lines.public import Settled
from daicho.gateways.dispatch.commands.make_postings import LOST_STATE
from daicho.gateways.dispatch.commands.steps import lock_wishes, move, stored
from daicho.gateways.dispatch.domain.states import LOST, State, refused_state
from daicho.gateways.dispatch.models import Posting
from daicho.kernel.clock import business_now

_STOPPED = "電文の送信が中止されました。"
_TAKEN = "dispatch.repeated"


def settle_posting(settled: Settled) -> None:
    """Note the outcome, in the transaction in which the message gets it; `held` is no outcome yet.

    What a breakdown has emptied waits to be made anew. The card system takes a 送付先管理番号 once: when one that was made
    anew is there already, it was provided the first time.
    """
    row = Posting.objects.select_for_update().filter(message=settled.id).first()
    if row is None or settled.outcome == "held":
        return
    codes = frozenset(p.code for p in settled.problems)
    problems, make_at, words = settled.problems, None, ""
    if settled.outcome == "accepted" or (row.times > 1 and codes == {_TAKEN}):
        row.state, state, problems = State.PROVIDED.value, State.PROVIDED, ()
    elif codes & LOST:
        row.state, state, make_at = LOST_STATE, State.READY, business_now()
    elif settled.outcome == "stopped":
        row.state, state, words = State.WITHDRAWN.value, State.WITHDRAWN, _STOPPED
    else:
        state = refused_state(codes)
        row.state = state.value
    row.settled_at, row.problems = business_now(), stored(problems)
    row.save(update_fields=["state", "settled_at", "problems"])
    for wish in lock_wishes(posting=row.key, state=State.SENT.value):
        move(wish, state, make_at=make_at, problems=problems, words=words)
