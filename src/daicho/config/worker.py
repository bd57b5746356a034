"""Worker (裏方の処理): delivers the outbox, carries bulk cases on, anchors the trail's head outside the database, clears old sessions."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings

from daicho.business.certificates.commands.dispose_issues import dispose_issues
from daicho.business.movements.jobs import work_once
from daicho.business.retention.public import dispose_traces, holds_back
from daicho.config import wiring
from daicho.config.working import work
from daicho.foundation.audit.commands.dispose_lines import dispose_lines
from daicho.foundation.jobs.public import dispose_results, start_plans
from daicho.foundation.lines.public import erase_bodies, erase_questions
from daicho.foundation.outbox.public import deliver
from daicho.foundation.reconciliation.public import start_overdue
from daicho.foundation.staff.public import system_access
from daicho.gateways.cards.commands.lapse import lapse
from daicho.gateways.dispatch.commands.erase_places import erase_places
from daicho.gateways.dispatch.commands.make_postings import make_due
from daicho.gateways.immigration.listeners import tell_what_is_due
from daicho.gateways.jukinet.commands.erase_certificates import erase_certificates
from daicho.kernel.access import Purpose
from daicho.kernel.clock import business_now
from daicho.registers.code_tables.public import load_eras


def run() -> None:
    """Work until SIGTERM or SIGINT; a database that is away is waited for."""
    wiring.connect()
    work(_once, hourly=_hourly)


def _once() -> bool:
    busy = bool(deliver(wiring.LISTENERS))
    busy = work_once() or busy
    busy = bool(make_due(system_access(Purpose.MOVEMENT, job="make_dispatches"))) or busy
    # Here and not where jobs run, so that a long job keeps no schedule waiting.
    start_plans()
    return busy


def _hourly() -> None:
    load_eras()
    if not holds_back("issue_history"):
        dispose_issues(system_access(Purpose.BATCH, job="dispose_issues"))
    dispose_traces(system_access(Purpose.BATCH, job="dispose_traces"))
    lapse(system_access(Purpose.BATCH, job="lapse"))
    erase_certificates(system_access(Purpose.BATCH, job="erase_certificates"))
    tell_what_is_due()
    kept = timedelta(days=settings.PROFILE.jukinet.certificate_days)
    erase_bodies(
        system_access(Purpose.BATCH, job="erase_bodies"),
        kinds={"departure.certificate"},
        before=business_now() - kept,
    )
    erase_questions(system_access(Purpose.BATCH, job="erase_questions"))
    erase_places(system_access(Purpose.BATCH, job="erase_dispatch_places"))
    dispose_results(system_access(Purpose.BATCH, job="dispose_results"))
    dispose_lines(system_access(Purpose.BATCH, job="dispose_lines"))
    start_overdue(system_access(Purpose.BATCH, job="reconcile"))
