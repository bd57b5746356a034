"""Job runner (バッチ処理の実行): a process of its own that runs one job at a time, and gives way to the screens.

It is niced, and its statements take no more than one core of the database server. As many jobs run at once as there
are such processes (`DAICHO_JOBS_AT_ONCE`).
"""

from __future__ import annotations

import gc
import os
import signal
import threading
from types import FrameType
from typing import Final

import structlog
from django.conf import settings
from django.db import OperationalError, close_old_connections, connection
from django.utils.module_loading import import_string

from daicho import __version__
from daicho.config.working import HOUR, Timer
from daicho.foundation.jobs.public import Interrupted, work_once
from daicho.foundation.vault import keys

IDLE_SECONDS = 1.0
NICENESS: Final = 10
GARBAGE_AFTER: Final = 20_000
GENTLY: Final = "-c max_parallel_workers_per_gather=0 -c max_parallel_maintenance_workers=0"
log = structlog.get_logger(__name__)


def run() -> None:
    """Work until SIGTERM or SIGINT: a job that runs then is given back; a database that is away is waited for."""
    import_string(settings.WIRING)()
    keys.load(settings.HOME)
    give_way()
    settle_in()
    stop = threading.Event()

    def ask_to_stop(_signal: int, _frame: FrameType | None) -> None:
        if not stop.is_set():
            stop.set()
            raise Interrupted

    signal.signal(signal.SIGTERM, ask_to_stop)
    signal.signal(signal.SIGINT, ask_to_stop)
    hourly = Timer(
        HOUR, import_string(settings.JOBS_REFRESH) if settings.JOBS_REFRESH else _nothing
    )
    log.info("jobs.started", version=__version__)
    try:
        while not stop.is_set():
            if not _work(hourly):
                stop.wait(IDLE_SECONDS)
    except Interrupted:
        log.info("jobs.stopped")


def _nothing() -> None:
    """For a node that reads nothing again."""


def give_way() -> None:
    """Take a low priority, here and at the database server; for the whole process, before the first connection."""
    os.nice(NICENESS)
    connection.close()
    options = connection.settings_dict["OPTIONS"]
    connection.settings_dict["OPTIONS"] = {
        **options,
        "application_name": "daicho-jobs",
        "options": f"{options.get('options', '')} {GENTLY}".strip(),
    }


def settle_in() -> None:
    """What was loaded so far lives as long as the process: the collection of garbage looks at it no more.

    It looks more seldom at the rest, which a job makes by the hundred thousand and which rarely refers to itself.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(GARBAGE_AFTER)


def _work(hourly: Timer) -> bool:
    try:
        hourly.tick()
        busy = work_once()
    except OperationalError:
        log.warning("jobs.database_away", part="database")
        connection.close()
        busy = False
    close_old_connections()
    return busy
