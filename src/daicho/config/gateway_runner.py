"""Gateway runner (住基ネットゲートウェイの処理): a process without screens, staff or database server, until it is told to stop."""

from __future__ import annotations

import os
import signal
import threading
from logging.config import dictConfig
from types import FrameType

from daicho.config.home import daicho_home
from daicho.foundation.system_log.writing import configure
from daicho.nodes.jukinet_gateway.serve import serve

# 受付記録: for how many days it is kept (a communication log, like those of the other nodes).
KEEP_DAYS = int(os.environ.get("DAICHO_GATEWAY_DAYS", "1826"))


def run() -> None:
    """Run until SIGTERM or SIGINT. `Unavailable` when the home has no lines of a gateway."""
    home = daicho_home()
    dictConfig(configure(home, process="gateway"))
    stop = threading.Event()

    def ask_to_stop(_signal: int, _frame: FrameType | None) -> None:
        stop.set()

    signal.signal(signal.SIGTERM, ask_to_stop)
    signal.signal(signal.SIGINT, ask_to_stop)
    serve(home, stop, keep_days=KEEP_DAYS, ready=lambda: None)
