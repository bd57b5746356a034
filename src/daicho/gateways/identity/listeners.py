"""Listeners (台帳の出来事を聞く): a designated or changed number wants a 符号; a change that was asked for has been recorded."""

from __future__ import annotations

from uuid import UUID

from daicho.foundation.lines.public import has_lines
from daicho.foundation.outbox.models import Message
from daicho.gateways.identity.commands.ask_symbol import tell_symbols
from daicho.gateways.identity.models import NumberChange
from daicho.kernel.clock import business_now


def hear_movement(message: Message) -> None:
    """In the transaction that delivers the event, once."""
    case = UUID(str(message.payload["case"]))
    NumberChange.objects.filter(case=case).update(state="recorded", settled_at=business_now())
    if has_lines():
        tell_symbols(case)
