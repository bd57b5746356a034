"""Serve (中継の処理): the gateway's door, until it is told to stop."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Final

import structlog

from daicho.foundation.lines.adapters.server import LineServer
from daicho.foundation.lines.domain import door, handing_on
from daicho.foundation.lines.domain.configuration import LineSettings, read_lines
from daicho.foundation.lines.errors import no_lines
from daicho.kernel.errors import Unavailable
from daicho.nodes.jukinet_gateway.commands.hand_on import hand_on
from daicho.nodes.jukinet_gateway.desk import Desk
from daicho.nodes.jukinet_gateway.domain.bearing import check_lines
from daicho.nodes.jukinet_gateway.ledger import FILE, Ledger, begin_of_keeping
from daicho.nodes.jukinet_gateway.selectors.records import tell_records

log = structlog.get_logger(__name__)
_ERASE_SECONDS: Final = 3600.0


def serve(home: Path, stop: threading.Event, *, keep_days: int, ready: Callable[[], None]) -> None:
    """Hand messages on until `stop` is set; records older than `keep_days` are erased once an hour.

    `Unavailable` when the lines are not those of a gateway. A door that closes by itself ends the process.
    """
    lines = _lines(home)
    ledger = Ledger(home / FILE)
    desk = Desk(home, lines, ledger)
    takers = {
        door.PATH: partial(hand_on, desk),
        handing_on.PATH: partial(tell_records, desk),
    }
    server = LineServer(home, lines, takers=takers, note=ledger.turn_away)
    server.prepare()

    def open_door() -> None:
        try:
            server.serve()
        finally:
            stop.set()

    thread = threading.Thread(target=open_door, name="door")
    thread.start()
    ready()
    log.info("gateway.started", listen=str(lines.listen))
    due = 0.0
    while not stop.wait(1.0):
        server.watch.look()
        if time.monotonic() >= due:
            _erase(ledger, keep_days)
            due = time.monotonic() + _ERASE_SECONDS
    server.stop()
    thread.join()
    ledger.close()
    log.info("gateway.stopped")


def _erase(ledger: Ledger, keep_days: int) -> None:
    try:
        erased = ledger.erase_before(begin_of_keeping(keep_days))
    except Unavailable:
        log.exception("gateway.not_erased")
    else:
        log.info("gateway.erased", records=erased)


def _lines(home: Path) -> LineSettings:
    found = read_lines(home)
    if found is None:
        raise no_lines()
    check_lines(found)
    return found
