"""The supervisor: what it keeps alive, how it stops, what it says before it starts."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from daicho.kernel.errors import Conflict, Missing
from daicho.operations import processes
from daicho.operations.home import Home
from daicho.operations.service_user import current_user
from daicho.operations.supervisor import (
    Server,
    Supervisor,
    check_port_free,
    read_state,
    stop_running,
)


def server(home: Home, name: str, script: str) -> Server:
    def launch() -> subprocess.Popen[bytes]:
        return processes.launch(
            ["/bin/sh", "-c", script],
            run_as=current_user(),
            log=home.logs / f"{name}.log",
            death_signal=signal.SIGTERM,
            env={"PATH": "/usr/bin:/bin"},
        )

    return Server(name, launch, patience=3)


def watch_until(supervisor: Supervisor, done: Callable[[], bool], seconds: float = 120) -> None:
    deadline = time.monotonic() + seconds
    while not done():
        assert time.monotonic() < deadline, "nothing happened"
        supervisor.watch_for(0.1)


def pid_of(one: Server) -> int:
    assert one.process is not None
    return one.process.pid


def test_a_killed_server_comes_back_and_its_workers_do_not_stay(home: Home) -> None:
    supervisor = Supervisor(home, port=1)
    web = server(home, "web", "sleep 60 & echo $! > " + str(home.root / "worker") + "; wait")
    supervisor.add(web)
    try:
        watch_until(supervisor, (home.root / "worker").exists)
        first = pid_of(web)
        watch_until(supervisor, lambda: (home.root / "worker").read_text() != "")
        worker = int((home.root / "worker").read_text())
        os.kill(first, signal.SIGKILL)
        watch_until(supervisor, lambda: web.restarts == 1)
        assert pid_of(web) != first
        assert not processes.is_alive(worker)
    finally:
        supervisor.stop_all()
    assert web.process is None


def test_a_server_that_dies_early_is_started_less_and_less_often(home: Home) -> None:
    supervisor = Supervisor(home, port=1)
    broken = server(home, "broken", "exit 1")
    supervisor.add(broken)
    watch_until(supervisor, lambda: broken.restarts == 1)
    first = broken.delay
    watch_until(supervisor, lambda: broken.restarts == 2)
    assert broken.delay >= first * 2 or broken.process is not None
    supervisor.stop_all()


def test_stopped_in_the_opposite_order(home: Home) -> None:
    order = home.root / "order"
    script = 'trap "echo {0} >> {1}; exit" TERM; touch {1}.{0}; while :; do sleep 0.05; done'
    supervisor = Supervisor(home, port=1)
    for name in ("database", "web", "worker"):
        supervisor.add(server(home, name, script.format(name, order)))
        watch_until(supervisor, Path(f"{order}.{name}").exists)
    supervisor.stop_all()
    assert order.read_text().split() == ["worker", "web", "database"]


def test_one_that_will_not_stop_is_ended(home: Home) -> None:
    supervisor = Supervisor(home, port=1)
    stubborn = server(
        home, "stubborn", f'trap "" TERM; touch {home.root}/on; while :; do sleep 1; done'
    )
    stubborn.patience = 0.3
    supervisor.add(stubborn)
    watch_until(supervisor, (home.root / "on").exists)
    pid = pid_of(stubborn)
    supervisor.stop_all()
    assert not processes.is_alive(pid)


def test_a_taken_port_is_named_with_the_way_out() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(Conflict) as refusal:
            check_port_free("127.0.0.1", port)
    assert str(port) in refusal.value.message
    assert "--port" in refusal.value.message
    check_port_free("127.0.0.1", port)


_RUNNING = """
import sys
from pathlib import Path
from daicho.operations.home import Home
from daicho.operations.supervisor import Supervisor, stoppable
home = Home(Path(sys.argv[1]))
with home.held(), stoppable():
    supervisor = Supervisor(home, port=8799)
    supervisor._write_state()
    try:
        supervisor.watch_for(60)
    except KeyboardInterrupt:
        supervisor.stop_all()
"""


def test_the_running_one_is_seen_and_stopped_from_elsewhere(home: Home) -> None:
    with pytest.raises(Missing, match="動いていません"):
        stop_running(home)
    running = subprocess.Popen(
        [sys.executable, "-c", _RUNNING, str(home.root)],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    deadline = time.monotonic() + 120
    while (state := read_state(home)) is None:
        assert time.monotonic() < deadline
        time.sleep(0.05)
    assert (state.pid, state.port) == (running.pid, 8799)
    stop_running(home)
    assert running.wait(120) == 0
    assert read_state(home) is None


def test_a_dead_ones_state_is_not_believed(home: Home) -> None:
    home.state_file.write_text('{"pid": 1, "port": 1, "started_at": "", "servers": []}')
    assert read_state(home) is None
