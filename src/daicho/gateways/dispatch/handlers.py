"""Handlers (届いた電文): the card system's list of whose 送付先情報 it wants anew."""

from __future__ import annotations

from daicho.foundation.lines.public import Accepted, Received, Reply
from daicho.foundation.staff.public import system_access
from daicho.gateways.dispatch.commands.take_targets import take_targets
from daicho.kernel.access import Purpose


def dispatch_targets(received: Received) -> Reply:
    """更新対象者: matched with the residents; their 送付先情報 goes back in the same thread (STD-7.1.1.4)."""
    take_targets(system_access(Purpose.MOVEMENT, job="dispatch"), received)
    return Accepted()
