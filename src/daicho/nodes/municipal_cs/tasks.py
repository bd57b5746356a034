"""Tasks of the CS (裏方の処理): what the node's worker does again and again, and once an hour."""

from __future__ import annotations

from daicho.foundation.reconciliation.public import start_overdue
from daicho.foundation.staff.public import system_access
from daicho.kernel.access import Purpose
from daicho.nodes.municipal_cs.commands.erase import erase_expired
from daicho.nodes.municipal_cs.commands.provide import provide_waiting


def work_once() -> bool:
    """Take 送付先情報 a step further; whether anything moved."""
    return provide_waiting(system_access(Purpose.BATCH, job="provide_dispatches")) > 0


def hourly() -> None:
    """Erase what has passed its period, compare what is due; on a day on which nothing is due nothing happens."""
    erase_expired(system_access(Purpose.BATCH, job="erase_expired"))
    start_overdue(system_access(Purpose.BATCH, job="reconcile"))
