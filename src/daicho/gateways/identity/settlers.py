"""Settlers (送った電文の結果): what became of a request of a number or a 符号, told by the receipt of whoever had to take it."""

from __future__ import annotations

from daicho.foundation.lines.public import Settled
from daicho.gateways.identity.models import NumberChange, SymbolRequest
from daicho.kernel.clock import business_now


def settle_number_request(settled: Settled) -> None:
    """A change that was refused or stopped waits no more; an accepted one waits for its number. First numbers have no row."""
    if settled.outcome not in ("refused", "stopped"):
        return
    NumberChange.objects.filter(thread=settled.thread, state="waiting").update(
        state=settled.outcome, problems=_problems(settled), settled_at=business_now()
    )


def settle_symbol(settled: Settled) -> None:
    """Whether the request reached the nation (STD-7.1.2.2/m2): 市町村CS holds it until the nation has spoken."""
    over = settled.outcome != "held"
    SymbolRequest.objects.filter(message=settled.id).update(
        state=settled.outcome,
        problems=_problems(settled),
        settled_at=business_now() if over else None,
    )


def _problems(settled: Settled) -> list[dict[str, str]]:
    """What was said of it: messages carry no personal data."""
    return [
        {"code": p.code, "what": p.what, "why": p.why, "remedy": p.remedy} for p in settled.problems
    ]
