"""Processes (プロセス): starting, watching and stopping one server process through `child.py`."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

from daicho.operations.service_user import RunAs

_CHILD = Path(__file__).with_name("child.py")
_KEEP_BYTES = 20_000_000


def launch(
    command: Sequence[str],
    *,
    run_as: RunAs,
    log: Path,
    death_signal: signal.Signals,
    env: Mapping[str, str],
    cwd: Path = Path("/"),
) -> subprocess.Popen[bytes]:
    """Start a server process in its own session; it gets `death_signal` if this process dies."""
    shim = [sys.executable, "-I", "-S", str(_CHILD)]
    ids = [str(os.getpid()), str(int(death_signal)), str(run_as.uid), str(run_as.gid)]
    with open_log(log) as output:
        return subprocess.Popen(
            [*shim, *ids, *command],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            cwd=cwd,
            env=dict(env),
        )


def open_log(log: Path) -> BinaryIO:
    """A log opened for appending, 0600; the one before is kept once when it has grown large."""
    if log.exists() and log.stat().st_size > _KEEP_BYTES:
        log.replace(log.with_suffix(".log.1"))
    return os.fdopen(os.open(log, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600), "ab")


def tail(log: Path, *, lines: int = 5) -> str:
    """The last lines of a log; empty when there is none."""
    if not log.exists():
        return ""
    return "\n".join(log.read_text(encoding="utf-8", errors="replace").splitlines()[-lines:])


def stop(process: subprocess.Popen[bytes], *, ask: signal.Signals, patience: float) -> None:
    """Ask a process to stop; after `patience` seconds end its whole session."""
    if process.poll() is None:
        process.send_signal(ask)
        try:
            process.wait(patience)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
    sweep(process)


def sweep(process: subprocess.Popen[bytes]) -> None:
    """End what a dead process left behind in its session (a web server's workers hold its port)."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)


def is_alive(pid: int) -> bool:
    """Whether a process runs (a zombie does not)."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return False
    return state.rpartition(")")[2].split()[0] != "Z"


def command_line(pid: int) -> list[str]:
    """The words a process was started with; empty when there is no such process."""
    try:
        raw = Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return []
    return [os.fsdecode(word) for word in raw.split(b"\0") if word]
