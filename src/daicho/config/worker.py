"""Worker (裏方の処理): delivers the outbox, carries bulk cases on, anchors the trail's head outside the database, clears old sessions."""

from __future__ import annotations

from daicho.business.certificates.commands.dispose_issues import dispose_issues
from daicho.business.movements.jobs import work_once
from daicho.business.retention.public import dispose_traces, holds_back
from daicho.config import wiring
from daicho.config.working import work
from daicho.foundation.audit.commands.dispose_lines import dispose_lines
from daicho.foundation.jobs.public import dispose_results, start_plans
from daicho.foundation.outbox.public import deliver
from daicho.foundation.staff.public import system_access
from daicho.gateways.jukinet.commands.erase_certificates import erase_certificates
from daicho.kernel.access import Purpose
from daicho.registers.code_tables.public import load_eras


def run() -> None:
    """Work until SIGTERM or SIGINT; a database that is away is waited for."""
    wiring.connect()
    work(_once, hourly=_hourly)


def _once() -> bool:
    busy = bool(deliver(wiring.LISTENERS))
    busy = work_once() or busy
    # Here and not where jobs run, so that a long job keeps no schedule waiting.
    start_plans()
    return busy


def _hourly() -> None:
    load_eras()
    if not holds_back("issue_history"):
        dispose_issues(system_access(Purpose.BATCH, job="dispose_issues"))
    dispose_traces(system_access(Purpose.BATCH, job="dispose_traces"))
    erase_certificates(system_access(Purpose.BATCH, job="erase_certificates"))
    dispose_results(system_access(Purpose.BATCH, job="dispose_results"))
    dispose_lines(system_access(Purpose.BATCH, job="dispose_lines"))
