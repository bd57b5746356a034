"""Environment (環境変数): what every process of an installation is told about itself."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence

from daicho.kernel.errors import Unavailable
from daicho.operations import processes
from daicho.operations.home import Home
from daicho.operations.node import variables

COMMANDS = "daicho.operations.cli.main"


def environment(home: Home, *, role: str = "app", port: int | None = None) -> dict[str, str]:
    """The variables for a process that connects to the database as `role`."""
    told = dict(os.environ)
    told["DAICHO_HOME"] = str(home.root)
    told["DAICHO_ROLE"] = role
    told |= variables(home)
    told["PYTHONUNBUFFERED"] = "1"
    if port is not None:
        told.setdefault("DAICHO_ORIGIN", f"http://localhost:{port}")
    return told


def python(*arguments: str) -> list[str]:
    """A command line of this environment's Python."""
    return [sys.executable, *arguments]


def run_logged(command: Sequence[str], *, home: Home, role: str, purpose: str) -> None:
    """Run a command to its end, its words going to `logs/up.log`; `Unavailable` when it fails."""
    log = home.logs / "up.log"
    with processes.open_log(log) as output:
        done = subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            env=environment(home, role=role),
            check=False,
        )
    if done.returncode != 0:
        raise Unavailable(
            f"{purpose}に失敗しました。",
            why=f"\n{processes.tail(log, lines=8)}\n",
            remedy=f"記録は {log} です。直してから、もう一度 `./daicho up` を実行してください。",
        )
