"""Settlers (送った電文の結果): what the agency said to a 市町村通知."""

from __future__ import annotations

from daicho.business.movements.public import message_told
from daicho.foundation.lines.public import Settled
from daicho.gateways.immigration.commands.writing import kept
from daicho.gateways.immigration.domain.states import State
from daicho.gateways.immigration.models import Telling
from daicho.kernel.clock import business_now
from daicho.kernel.errors import Problem


def municipal_settled(settled: Settled) -> None:
    """通知済 where the agency took it, 差戻し with its reasons where it did not; an older message of the same one says nothing."""
    row = Telling.objects.select_for_update(of=("self",)).filter(pk=settled.thread).first()
    if row is None or row.sent not in (None, settled.id):
        return
    if settled.outcome == "accepted":
        told(row)
    elif settled.outcome in ("refused", "stopped"):
        row.state = State.REFUSED.value
        row.problems = kept(settled.problems) or [STOPPED]
        row.save(update_fields=["state", "problems"])


def told(row: Telling) -> None:
    """The agency has it."""
    row.state, row.told_at, row.told_number = State.TOLD.value, business_now(), row.number
    row.problems = []
    row.save(update_fields=["state", "told_at", "told_number", "problems"])
    message_told(row.message)


STOPPED = kept(
    [
        Problem(
            "immigration.stopped",
            "",
            "送信が中止されました。",
            "担当者が電文の画面で中止しました。",
            "送り直すか、送らない理由を記録してください。",
        )
    ]
)[0]
