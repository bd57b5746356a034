"""Run the lines (回線の処理): the door, a sender for each peer, and what has to be looked after now and then."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

import structlog
from django.db import DatabaseError, connection

from daicho.foundation.lines.adapters.server import LineServer
from daicho.foundation.lines.commands.ask import give_up_unanswered
from daicho.foundation.lines.commands.couriers import Courier
from daicho.foundation.lines.commands.deliver_lines import deliver_to
from daicho.foundation.lines.commands.early import handle_all_early
from daicho.foundation.lines.commands.receive import receive
from daicho.foundation.lines.commands.receive_bundle import receive_bundle
from daicho.foundation.lines.commands.turn_away import turn_away
from daicho.foundation.lines.domain.bundle import PATH_OF_BUNDLES
from daicho.foundation.lines.domain.door import PATH
from daicho.foundation.lines.domain.parties import Party
from daicho.foundation.lines.settings import configured

BATCH: Final = 256
IDLE_SECONDS: Final = 0.2
AWAY_SECONDS: Final = 1.0
SWEEP_SECONDS: Final = 10.0
_LOCK_SPACE: Final = 7117009
log = structlog.get_logger(__name__)


def run_lines(home: Path, stop: threading.Event, *, ready: Callable[[], None]) -> None:
    """Serve and send until `stop` is set; a database that is away is waited for.

    A thread that ends by itself ends the process: whoever supervises it starts it again.
    """
    lines = configured()
    server = LineServer(
        home,
        lines,
        takers={PATH: receive, PATH_OF_BUNDLES: receive_bundle},
        note=lambda found, address: turn_away(found, address=address),
    )
    server.prepare()
    threads = [
        threading.Thread(target=_ending(stop, server.serve), name="door"),
        threading.Thread(target=_ending(stop, lambda: _sweep(stop)), name="sweep"),
        *(
            threading.Thread(target=_ending(stop, lambda p=p: _send(home, p, stop)), name=str(p))  # type: ignore[misc]
            for p in lines.peers
        ),
    ]
    for thread in threads:
        thread.start()
    ready()
    log.info("lines.started", listen=str(lines.listen), peers=[str(p) for p in lines.peers])
    while not stop.wait(1.0):
        server.watch.look()
    server.stop()
    for thread in threads:
        thread.join()
    log.info("lines.stopped")


def _ending(stop: threading.Event, work: Callable[[], None]) -> Callable[[], None]:
    def run() -> None:
        try:
            work()
        finally:
            stop.set()
            connection.close()

    return run


def _send(home: Path, peer: Party, stop: threading.Event) -> None:
    """Send to one peer; one process at a time does, by a lock that falls with its connection."""
    courier = Courier.to(home, peer)
    holds = False
    try:
        while not stop.is_set():
            try:
                holds = holds or _lock(peer)
                done = deliver_to(courier, limit=BATCH) if holds else 0
                pause = 0.0 if done else IDLE_SECONDS if holds else AWAY_SECONDS
            except DatabaseError:
                log.exception("lines.sender_database_away", peer=str(peer))
                connection.close()
                holds, pause = False, AWAY_SECONDS
            if pause:
                stop.wait(pause)
    finally:
        courier.close()


def _lock(peer: Party) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, hashtext(%s))", [_LOCK_SPACE, str(peer)])
        row = cursor.fetchone()
    return bool(row and row[0])


def _sweep(stop: threading.Event) -> None:
    """What a process that died may have left: early messages that are due, questions nobody waits for."""
    due = 0.0
    while not stop.wait(0.5):
        if time.monotonic() < due:
            continue
        try:
            handle_all_early()
            give_up_unanswered()
        except DatabaseError:
            log.exception("lines.sweep_database_away")
            connection.close()
        due = time.monotonic() + SWEEP_SECONDS
