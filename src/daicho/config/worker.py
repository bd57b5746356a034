"""Worker (裏方の処理): delivers the outbox, carries bulk cases on, anchors the trail's head outside the database, clears old sessions."""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Callable
from types import FrameType

import structlog
from django.conf import settings
from django.core.management import call_command
from django.db import OperationalError, close_old_connections, connection

from daicho import __version__
from daicho.business.certificates.commands.dispose_issues import dispose_issues
from daicho.business.movements.jobs import work_once
from daicho.business.retention.public import dispose_traces, holds_back
from daicho.config import wiring
from daicho.foundation.audit.commands.anchor import anchor_head
from daicho.foundation.audit.commands.dispose_lines import dispose_lines
from daicho.foundation.jobs.public import dispose_results, start_plans
from daicho.foundation.outbox.public import deliver
from daicho.foundation.staff.public import system_access
from daicho.foundation.vault import keys
from daicho.kernel.access import Purpose
from daicho.registers.code_tables.public import load_eras

IDLE_SECONDS = 1.0
HOUR = 3600.0
log = structlog.get_logger(__name__)


def run() -> None:
    """Work until SIGTERM or SIGINT; a database that is away is waited for."""
    wiring.connect()
    keys.load(settings.HOME)
    stop = threading.Event()

    def ask_to_stop(_signal: int, _frame: FrameType | None) -> None:
        stop.set()

    signal.signal(signal.SIGTERM, ask_to_stop)
    signal.signal(signal.SIGINT, ask_to_stop)
    hourly = Timer(HOUR, _hourly)
    log.info("worker.started", version=__version__)
    while not stop.is_set():
        try:
            busy = bool(deliver(wiring.LISTENERS))
            busy = work_once() or busy
            # Here and not where jobs run, so that a long job keeps no schedule waiting.
            start_plans()
            hourly.tick()
        except OperationalError:
            log.warning("worker.database_away", part="database")
            connection.close()
            busy = False
        close_old_connections()
        if not busy:
            stop.wait(IDLE_SECONDS)
    _anchor_once_more()
    log.info("worker.stopped")


class Timer:
    """Calls something when it is due, the first time at once."""

    def __init__(self, seconds: float, act: Callable[[], None]) -> None:
        self._seconds = seconds
        self._act = act
        self._due = 0.0

    def tick(self) -> None:
        if time.monotonic() >= self._due:
            self._act()
            self._due = time.monotonic() + self._seconds


def _hourly() -> None:
    load_eras()
    anchor_head(settings.HOME)
    if not holds_back("issue_history"):
        dispose_issues(system_access(Purpose.BATCH, job="dispose_issues"))
    dispose_traces(system_access(Purpose.BATCH, job="dispose_traces"))
    dispose_results(system_access(Purpose.BATCH, job="dispose_results"))
    dispose_lines(system_access(Purpose.BATCH, job="dispose_lines"))
    call_command("clearsessions", verbosity=0)


def _anchor_once_more() -> None:
    try:
        anchor_head(settings.HOME)
    except OperationalError:
        log.warning("worker.head_not_anchored", part="database")
