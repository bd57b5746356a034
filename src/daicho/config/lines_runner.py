"""Lines runner (回線の処理): a process that serves the node's door and sends what waits, until it is told to stop."""

from __future__ import annotations

import signal
import threading
from types import FrameType

import structlog
from django.conf import settings
from django.utils.module_loading import import_string

from daicho import __version__
from daicho.foundation.lines.commands.run_lines import run_lines
from daicho.foundation.vault import keys

log = structlog.get_logger(__name__)


def run() -> None:
    """Run until SIGTERM or SIGINT. `Unavailable` when the installation has no lines, or no keys."""
    if settings.WIRING:
        import_string(settings.WIRING)()
    keys.load(settings.HOME)
    stop = threading.Event()

    def ask_to_stop(_signal: int, _frame: FrameType | None) -> None:
        stop.set()

    signal.signal(signal.SIGTERM, ask_to_stop)
    signal.signal(signal.SIGINT, ask_to_stop)
    run_lines(settings.HOME, stop, ready=lambda: log.info("lines.ready", version=__version__))
