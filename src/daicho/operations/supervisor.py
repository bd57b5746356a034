"""Supervisor (監督): keeps the processes of one installation alive, and stops them in order.

Each server runs in a session of its own and is tied to this process (`child.py`): if the supervisor
is killed, the kernel tells them to stop. A server that dies is started again, later each time it
dies early.
"""

from __future__ import annotations

import errno
import json
import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from types import FrameType

from daicho.kernel.clock import real_now
from daicho.kernel.errors import Conflict, Missing, Unavailable
from daicho.operations import processes
from daicho.operations.home import Home
from daicho.operations.progress import console

_FIRST_DELAY = 0.5
_LONGEST_DELAY = 30.0
_STEADY_SECONDS = 60.0
_STOP_SECONDS = 120.0


@dataclass(slots=True)
class Server:
    """One supervised process: how it is started, how it is asked to stop."""

    name: str
    launch: Callable[[], subprocess.Popen[bytes]]
    ask: signal.Signals = signal.SIGTERM
    patience: float = 20.0
    process: subprocess.Popen[bytes] | None = None
    restarts: int = 0
    started: float = 0.0
    delay: float = _FIRST_DELAY
    due: float | None = field(default=None)

    def start(self) -> None:
        self.adopt(self.launch())

    def adopt(self, process: subprocess.Popen[bytes]) -> None:
        """Take over a process that was started already."""
        self.process = process
        self.started = time.monotonic()
        self.due = None

    def stop(self) -> None:
        if self.process is not None:
            processes.stop(self.process, ask=self.ask, patience=self.patience)
            self.process = None

    def watch(self) -> bool:
        """Notice a death, start again when it is time; True when something changed."""
        now = time.monotonic()
        if self.process is not None:
            if self.process.poll() is None:
                return False
            processes.sweep(self.process)
            steady = now - self.started > _STEADY_SECONDS
            self.delay = _FIRST_DELAY if steady else min(self.delay * 2, _LONGEST_DELAY)
            self.due = now + self.delay
            self.process = None
            return True
        if self.due is None or now < self.due:
            return False
        self.restarts += 1
        try:
            self.start()
        except Unavailable as error:
            self.due = now + self.delay
            console.print(f"{self.name}: {error.message}", markup=False)
            return True
        console.print(f"{self.name} が止まったので起動し直しました ({self.restarts} 回目)。")
        return True


@dataclass(frozen=True, slots=True)
class ServerState:
    """What `status` shows of one server; `pid` is None while it waits to be started again."""

    name: str
    pid: int | None
    restarts: int


@dataclass(frozen=True, slots=True)
class State:
    """What a running supervisor writes down about itself; `started_at` is ISO 8601."""

    pid: int
    port: int
    started_at: str
    servers: tuple[ServerState, ...]


class Supervisor:
    """Runs servers in the order in which they are added; stops them in the opposite one."""

    def __init__(self, home: Home, *, port: int) -> None:
        self._home = home
        self._port = port
        self._servers: list[Server] = []
        self._started_at = real_now().isoformat(timespec="seconds")

    def add(self, server: Server, *, process: subprocess.Popen[bytes] | None = None) -> None:
        """Start a server, or take over the process it already has."""
        self._servers.append(server)
        if process is None:
            server.start()
        else:
            server.adopt(process)
        self._write_state()

    def watch_for(self, seconds: float) -> None:
        """Look after the servers for a while."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            changed = [server.watch() for server in self._servers]
            if any(changed):
                self._write_state()
            time.sleep(0.1)

    def stop_all(self) -> None:
        for server in reversed(self._servers):
            server.stop()
        self._home.state_file.unlink(missing_ok=True)

    def _write_state(self) -> None:
        servers = tuple(
            ServerState(s.name, s.process.pid if s.process else None, s.restarts)
            for s in self._servers
        )
        state = State(os.getpid(), self._port, self._started_at, servers)
        draft = self._home.state_file.with_suffix(".draft")
        draft.write_text(json.dumps(asdict(state), ensure_ascii=False), encoding="utf-8")
        draft.replace(self._home.state_file)


@contextmanager
def stoppable() -> Iterator[None]:
    """SIGTERM, and SIGHUP unless ignored (nohup), end the block just as Ctrl-C does."""

    def interrupt(_number: int, _frame: FrameType | None) -> None:
        # Stopping has begun; a second Ctrl-C must not cut it short.
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)
        raise KeyboardInterrupt

    numbers = [signal.SIGINT, signal.SIGTERM]
    if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:
        numbers.append(signal.SIGHUP)
    before = {number: signal.signal(number, interrupt) for number in numbers}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def read_state(home: Home) -> State | None:
    """What the running supervisor says of itself; None when none runs."""
    if not home.is_held() or not home.state_file.exists():
        return None
    raw = json.loads(home.state_file.read_text(encoding="utf-8"))
    servers = tuple(ServerState(**server) for server in raw.pop("servers"))
    return State(**raw, servers=servers)


def stop_running(home: Home) -> None:
    """Ask the running supervisor to stop and wait for it; `Missing` when none runs."""
    state = read_state(home)
    if state is None:
        raise Missing("動いていません。", why=f"置き場は {home.root} です。")
    os.kill(state.pid, signal.SIGTERM)
    deadline = time.monotonic() + _STOP_SECONDS
    while home.is_held():
        if time.monotonic() > deadline:
            raise Unavailable(
                f"{_STOP_SECONDS:.0f} 秒待ちましたが、まだ止まりません。",
                remedy=f"プロセス {state.pid} の様子と {home.logs} を確かめてください。",
            )
        time.sleep(0.1)


def check_port_free(host: str, port: int) -> None:
    """`Conflict` in words when something else listens on the port."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            if error.errno == errno.EACCES:
                raise Conflict(
                    f"ポート {port} は使えません。",
                    why="1024 より小さい番号は、この利用者に許されていません。",
                    remedy=f"`./daicho up --port {port + 8000}` のように指定してください。",
                ) from error
            raise Conflict(
                f"ポート {port} は、ほかのプログラムが使っています。",
                remedy=f"`./daicho up --port {port + 1}` のように、別の番号を指定してください。",
            ) from error


def log_of(home: Home, name: str) -> Path:
    return home.logs / f"{name}.log"
