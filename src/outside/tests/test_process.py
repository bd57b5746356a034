"""The process `python -m outside serve`: killed in the middle it loses nothing and doubles nothing; told to end, it ends."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from outside import faults
from outside.client import Away
from outside.parties import NATION
from outside.settings import CHECKOUT, Settings
from outside.spec import Spec
from outside.tests.country import (
    FUKUSHIMA,
    FUKUSHIMA_KEN,
    Country,
    caller_of,
    code_of,
    give_ports,
    key_of,
    open_country,
    outcome,
    person,
    until,
)


@contextmanager
def serving(settings: Settings) -> Iterator[subprocess.Popen[bytes]]:
    environment = {
        **os.environ,
        "OUTSIDE_HOME": str(settings.home),
        "PYTHONPATH": str(CHECKOUT / "src"),
    }
    process = subprocess.Popen([sys.executable, "-m", "outside", "serve"], env=environment)
    try:
        until(lambda: is_open(settings.listening[FUKUSHIMA_KEN]), seconds=120)
        yield process
    finally:
        if process.poll() is None:
            process.kill()
        process.wait()


def is_open(address: str) -> bool:
    host, _, port = address.rpartition(":")
    try:
        socket.create_connection((host, int(port)), timeout=1).close()
    except OSError:
        return False
    return True


def post(country: Country, position: int, **changes: str) -> str:
    items = person(1, i29=str(position), **changes)
    order = (key_of(code_of(1)), position)
    raw = country.message(
        "identity.update",
        {"layout": "identity-38", "items": items},
        receiver=FUKUSHIMA_KEN,
        order=order,
    )
    address = country.house.settings.listening[FUKUSHIMA_KEN]
    caller = caller_of(country)

    def once() -> str | None:
        try:
            response = caller.post(
                FUKUSHIMA, FUKUSHIMA_KEN, address, raw, country.headers(raw, FUKUSHIMA)
            )
        except Away:
            return None
        return outcome(country.answer(response))

    said = once()
    while said is None:  # the same bytes, until they are answered
        said = once()
    return said


def test_a_kill_loses_nothing_and_doubles_nothing(home: Settings, definitions: Spec) -> None:
    ported = give_ports(home)
    country = open_country(ported, definitions)
    with country.house.pool.connection() as connection:
        faults.tell(connection, NATION, "silent")
        faults.tell(connection, FUKUSHIMA_KEN, "drop-after-store", times=3)
    with serving(ported) as process:
        assert post(country, 1) == "held"
        assert post(country, 2, i21="転居", i11="福島市松木町２番") == "held"
        process.kill()
    with country.house.pool.connection() as connection:
        faults.tell(connection, NATION, "well")
    with serving(ported) as process:
        assert post(country, 3, i21="転居", i11="福島市松木町３番") == "held"
        until(lambda: len(country.rows("SELECT 1 FROM sent WHERE state = 'accepted'")) == 3)
        process.send_signal(signal.SIGTERM)
        assert process.wait(60) == 0
    taken = country.rows("SELECT party, count(*) FROM update_taken GROUP BY party ORDER BY party")
    assert [tuple(row.values()) for row in taken] == [(str(NATION), 3), (str(FUKUSHIMA_KEN), 3)]
    rows = country.rows("SELECT DISTINCT items ->> '11' AS address FROM identity")
    assert [row["address"] for row in rows] == ["福島市松木町３番"]
    country.house.pool.close()
    country.towns.pool.close()
