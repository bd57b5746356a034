"""A gateway in a test (試験の住基ネットゲートウェイ): its process, as `./daicho up` runs it, and its file, read beside it."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from dataclasses import dataclass
from typing import Any

from daicho.nodes.jukinet_gateway.ledger import FILE
from daicho.operations import processes
from daicho.operations.environment import COMMANDS
from daicho.operations.home import CHECKOUT
from daicho.operations.towns import Seat
from tests.towns.variables import clean


@dataclass(slots=True)
class Gateway:
    """One town's gateway."""

    seat: Seat
    process: subprocess.Popen[bytes] | None = None

    def watch(self) -> None:
        """Start it where it is gone."""
        if self.process is None or self.process.poll() is not None:
            home = self.seat.home
            with processes.open_log(home.logs / "gateway.log") as log:
                self.process = subprocess.Popen(
                    [sys.executable, "-m", COMMANDS, "gateway"],
                    stdin=subprocess.DEVNULL,
                    stdout=log,
                    stderr=log,
                    cwd=CHECKOUT,
                    env=clean(os.environ, DAICHO_HOME=str(home.root)),
                    start_new_session=True,
                )

    def kill(self) -> None:
        """SIGKILL: no farewell."""
        assert self.process is not None
        self.process.kill()
        self.process.wait()

    def records(self) -> dict[str, dict[str, Any]]:
        """受付記録 by the message's number."""
        path = self.seat.home.root / FILE
        with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as reading:
            reading.row_factory = sqlite3.Row
            rows = reading.execute("SELECT * FROM handed_on").fetchall()
        return {row["message"]: dict(row) for row in rows}

    def written(self) -> bytes:
        """Everything that its ledger has on the disk."""
        files = self.seat.home.root.glob(f"{FILE}*")
        return b"".join(path.read_bytes() for path in files)

    def close(self) -> None:
        if self.process is not None:
            self.kill()
