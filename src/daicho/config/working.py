"""Working (裏方の繰返し): the loop that the worker of every node runs until it is told to stop."""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Callable
from types import FrameType
from typing import Final

import structlog
from django.conf import settings
from django.core.management import call_command
from django.db import OperationalError, close_old_connections, connection

from daicho import __version__
from daicho.foundation.audit.commands.anchor import anchor_head
from daicho.foundation.vault import keys

IDLE_SECONDS: Final = 1.0
HOUR: Final = 3600.0
log = structlog.get_logger(__name__)


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


def work(once: Callable[[], bool], *, hourly: Callable[[], None]) -> None:
    """Work until SIGTERM or SIGINT; a database that is away is waited for. `once` says whether it had anything to do.

    The trail's head is anchored outside the database once an hour and at the end.
    """
    keys.load(settings.HOME)
    stop = threading.Event()

    def ask_to_stop(_signal: int, _frame: FrameType | None) -> None:
        stop.set()

    def every_hour() -> None:
        hourly()
        anchor_head(settings.HOME)
        call_command("clearsessions", verbosity=0)

    signal.signal(signal.SIGTERM, ask_to_stop)
    signal.signal(signal.SIGINT, ask_to_stop)
    timer = Timer(HOUR, every_hour)
    log.info("worker.started", version=__version__)
    while not stop.is_set():
        try:
            busy = once()
            timer.tick()
        except OperationalError:
            log.warning("worker.database_away", part="database")
            connection.close()
            busy = False
        close_old_connections()
        if not busy:
            stop.wait(IDLE_SECONDS)
    _anchor_once_more()
    log.info("worker.stopped")


def _anchor_once_more() -> None:
    try:
        anchor_head(settings.HOME)
    except OperationalError:
        log.warning("worker.head_not_anchored", part="database")
