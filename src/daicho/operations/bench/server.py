"""Server (測定されるプロセス): the web server as `up` starts it, with the bare views beside its screens; a process of jobs."""

from __future__ import annotations

import signal
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from subprocess import Popen

from daicho.kernel.errors import Unavailable
from daicho.operations import processes
from daicho.operations.bench.browser import HOST, Browser
from daicho.operations.environment import environment
from daicho.operations.home import Home
from daicho.operations.service_user import current_user
from daicho.operations.startup import job_servers, web_command
from daicho.operations.supervisor import log_of

SETTINGS = "daicho.operations.bench.settings"
# A machine that others use as well takes its time; a process that ends is not waited for.
_SECONDS = 300.0


@contextmanager
def served(home: Home) -> Iterator[int]:
    """Serve the town on a free port of the loopback; yields the port."""
    port = _free_port()
    process = processes.launch(
        web_command(port),
        run_as=current_user(),
        log=log_of(home, "web"),
        death_signal=signal.SIGTERM,
        env=environment(home, port=port) | {"DJANGO_SETTINGS_MODULE": SETTINGS},
    )
    try:
        _wait(port, process)
        yield port
    finally:
        processes.stop(process, ask=signal.SIGTERM, patience=20)


@contextmanager
def job_process(home: Home) -> Iterator[Popen[bytes]]:
    """A process that runs jobs, as `up` starts it; new, so that its memory tells of its own jobs alone."""
    process = job_servers(home)[0].launch()
    try:
        yield process
    finally:
        processes.stop(process, ask=signal.SIGTERM, patience=20)


def _wait(port: int, process: Popen[bytes]) -> None:
    deadline = time.monotonic() + _SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            if Browser(port).get("/sign-in/").status == 200:
                return
        except OSError:
            time.sleep(0.2)
    raise Unavailable(
        "測定する画面が応答しません。", remedy="置き場の logs/web.log を確かめてください。"
    )


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
        return port
