"""Listeners (台帳の出来事を聞く): a 市町村通知 that was made goes on the line, where the town has one."""

from __future__ import annotations

from daicho.foundation.lines.public import has_lines
from daicho.foundation.outbox.models import Message
from daicho.gateways.immigration.commands.tell_due import tell_due
from daicho.gateways.immigration.commands.writing import way
from daicho.gateways.immigration.domain.states import Way


def tell_agency(_message: Message) -> None:
    """Whatever may go now, in its order; a planned 転出 waits for its day."""
    tell_what_is_due()


def tell_what_is_due() -> int:
    """What the worker does now and then, for those whose day has come; 0 where the town hands files over."""
    return tell_due() if has_lines() and way() is Way.LINE else 0
