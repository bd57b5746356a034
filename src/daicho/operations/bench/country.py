"""Country (測定用の国): the measured register with a 市町村CS, a prefecture and the nation, each with a store of its own.

Servers, certificates, lines and processes are those of `up --towns`; only the screens are missing.
"""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from signal import SIGTERM
from typing import Any, Final

import psycopg
from django.conf import settings

from daicho.config.profiles import profile_of
from daicho.foundation.lines.domain.parties import Party
from daicho.kernel.errors import Unavailable
from daicho.operations import processes
from daicho.operations.environment import COMMANDS, environment, python
from daicho.operations.home import CHECKOUT, Home
from daicho.operations.node import CORE, MUNICIPAL_CS
from daicho.operations.postgres import Cluster
from daicho.operations.service_user import current_user
from daicho.operations.startup import HOST, TABLES_AND_PARTS, ensure_keys
from daicho.operations.supervisor import log_of
from daicho.operations.towns import NATION, OUTSIDE_DATABASE, Country, Seat, Town, equip_all

_SECONDS: Final = 120.0
_OF_LINES: Final = ("lines", "secrets/lines-tls.key", "secrets/lines-sign.key", "node.json")


class BenchCountry:
    """The parties of one measurement; `folder` is thrown away with them."""

    def __init__(self, core: Home) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="daicho-bench-country-", dir="/tmp"))
        self.folder.chmod(0o711)
        code: str = settings.TOWN["code"]
        profile = profile_of(code)
        self.prefecture, self.nation = (
            Party(profile.prefecture, "prefecture"),
            Party(NATION, "nation"),
        )
        cs = Home(self.folder / "cs", label="cs")
        town = Town(
            name="bench",
            profile=profile,
            core=Seat(Party(code, CORE.code), CORE, core, 0, _free_port()),
            cs=Seat(Party(code, MUNICIPAL_CS.code), MUNICIPAL_CS, cs, 0, _free_port()),
            seed=0,
        )
        parties = [
            self.prefecture,
            *(Party(NATION, n) for n in ("nation", "card_system", "immigration")),
        ]
        outside = {party: f"{HOST}:{_free_port()}" for party in parties}
        self.core, self.cs = core, cs
        self._plan = Country(Home(self.folder), (town,), outside)
        self._outside = Cluster(Home(self.folder / "outside" / "database", label="outside"))
        self.lines: subprocess.Popen[bytes]
        self.rest: subprocess.Popen[bytes]

    @contextmanager
    def standing(self) -> Iterator[None]:
        """Everybody's store and door."""
        with ExitStack() as stack:
            stack.callback(shutil.rmtree, self.folder, ignore_errors=True)
            stack.callback(_without_lines, self.core)
            _without_lines(self.core)
            equip_all(self._plan)
            stack.enter_context(self._outside.running())
            self._outside.provision(OUTSIDE_DATABASE)
            stack.enter_context(Cluster(self.cs).running())
            Cluster(self.cs).provision()
            ensure_keys(self.cs, fresh=True)
            for errand in TABLES_AND_PARTS[:2]:
                errand.run(self.cs)
            self._write_outside()
            self.rest = self._launched(
                stack, [sys.executable, "-m", "outside", "serve"], self._outside_variables()
            )
            self.lines = self._launched(
                stack, python("-m", COMMANDS, "lines"), environment(self.cs)
            )
            for address in (self._plan.towns[0].cs.address, *self._plan.outside.values()):
                _wait(address)
            yield

    def act(self, home: Home, module: str, **wish: Any) -> Any:  # Any: JSON
        """Do something in a process of an installation; its answer. None when the process was killed."""
        done = subprocess.run(
            python("-m", f"daicho.operations.bench.{module}", json.dumps(wish)),
            env=environment(home),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            check=False,
        )
        if done.returncode > 0:
            raise Unavailable("測定の途中の処理に失敗しました。", why="理由は上に出ています。")
        return json.loads(done.stdout) if done.returncode == 0 else None

    def load(self, file: Path, *, annex: bool = False) -> None:
        """The first load (初期構築) of the prefecture and the nation."""
        command = [sys.executable, "-m", "outside", "people", "load", str(file)]
        subprocess.run(
            [*command, *(["--annex"] if annex else [])],
            env=self._outside_variables(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            check=True,
        )

    def at_outside(self) -> psycopg.Connection:
        """A connection to the store of the prefecture and the nation."""
        dsn = self._outside.dsn("migrator", database=OUTSIDE_DATABASE)
        return psycopg.connect(dsn, options="-c search_path=outside", autocommit=True)

    def _write_outside(self) -> None:
        told = {
            "database": self._outside.dsn("migrator", database=OUTSIDE_DATABASE),
            "parties": {str(p): {"listen": a} for p, a in self._plan.outside.items()},
            "towns": {str(s.party): s.address for s in self._plan.towns[0].seats},
        }
        path = self._plan.outside_home / "outside.json"
        path.write_text(json.dumps(told), encoding="utf-8")

    def _outside_variables(self) -> dict[str, str]:
        own = {"OUTSIDE_HOME": str(self._plan.outside_home), "PYTHONPATH": str(CHECKOUT / "src")}
        return {**os.environ, **own}

    def _launched(
        self, stack: ExitStack, command: list[str], env: dict[str, str]
    ) -> subprocess.Popen[bytes]:
        process = processes.launch(
            command,
            run_as=current_user(),
            log=log_of(self.cs, command[-1]),
            death_signal=SIGTERM,
            env=env,
        )
        stack.callback(processes.stop, process, ask=SIGTERM, patience=20)
        return process


def _without_lines(home: Home) -> None:
    """A town that is kept for the next measurement has no lines, and no certificates of an authority that is gone."""
    for name in _OF_LINES:
        path = home.root / name
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)


def _free_port() -> int:
    with socket.socket() as found:
        found.bind((HOST, 0))
        return int(found.getsockname()[1])


def _wait(address: str) -> None:
    host, _, port = address.rpartition(":")
    deadline = time.monotonic() + _SECONDS
    while True:
        with socket.socket() as found:
            if found.connect_ex((host, int(port))) == 0:
                return
        if time.monotonic() > deadline:
            raise Unavailable("測定用の相手方が始まりませんでした。")
        time.sleep(0.1)
