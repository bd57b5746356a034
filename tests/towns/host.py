"""A host (宿主): one installation's Python, loaded once; forks its real processes and does the acts of its staff.

Starting a process of Daicho takes seconds, and a test of kills starts hundreds: here each is a fork of a process that
has everything imported. What it runs is what `./daicho lines` and `./daicho worker` run. Asked over standard input, one
JSON object a line; `python -m tests.towns.host` with the variables of the installation.
"""

from __future__ import annotations

import ctypes
import importlib
import json
import os
import signal
import sys
import traceback
from datetime import timedelta
from pathlib import Path
from typing import Any

import django

django.setup()

from django.conf import settings  # noqa: E402  # after the settings are there
from django.core.management import call_command  # noqa: E402
from django.db import InterfaceError, OperationalError, connection  # noqa: E402
from django.utils.module_loading import import_string  # noqa: E402

from daicho.config import lines_runner, working  # noqa: E402
from daicho.config.database import connection_info  # noqa: E402
from daicho.foundation.lines.commands import (  # noqa: E402
    deliver_lines,
    run_lines,
    store_answer,
)
from daicho.foundation.vault import keys  # noqa: E402
from daicho.kernel.errors import DaichoError  # noqa: E402

_PR_SET_PDEATHSIG = 1
_PAUSE = timedelta(milliseconds=300)


def _hasten() -> None:
    """The same steps with shorter waits between them."""
    run_lines.SWEEP_SECONDS = 1.0  # type: ignore[misc]
    run_lines.IDLE_SECONDS = 0.1  # type: ignore[misc]
    run_lines.AWAY_SECONDS = 0.3  # type: ignore[misc]
    deliver_lines.LINE_PAUSE = _PAUSE  # type: ignore[misc]
    vars(store_answer)["pause_after"] = _soon
    working.IDLE_SECONDS = 0.1  # type: ignore[misc]


def _soon(_failures: int) -> timedelta:
    return _PAUSE


def _migrate() -> None:
    """The tables, as the role that may make them."""
    app = dict(connection.settings_dict)
    told = connection_info(settings.HOME, "migrator")
    connection.settings_dict.update(USER=told.user, PASSWORD=told.password)
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    connection.close()
    connection.settings_dict.update(app)


def _start(name: str) -> int:
    """Fork a process of the installation; its number."""
    connection.close()
    pid = os.fork()
    if pid:
        return pid
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    with Path(settings.HOME, "logs", f"{name}.log").open("ab") as log:
        os.dup2(log.fileno(), 1)
        os.dup2(log.fileno(), 2)
    os.close(0)
    code = 1
    try:
        (lines_runner.run if name == "lines" else import_string(settings.WORKER))()
        code = 0
    finally:
        sys.stderr.flush()
        os._exit(code)


def _act(named: str, given: dict[str, Any]) -> Any:  # Any: what the act returns, as JSON
    module, _, name = named.rpartition(".")
    return getattr(importlib.import_module(module), name)(**given)


def _answer(asked: dict[str, Any]) -> dict[str, Any]:
    """What came of it: `done`, or `failed` with the reason; `away` where the database was."""
    try:
        match asked["do"]:
            case "migrate":
                _migrate()
                return {"done": None}
            case "start":
                return {"done": _start(asked["name"])}
            case _:
                keys.load(settings.HOME)
                return {"done": _act(asked["do"], asked["given"])}
    except (OperationalError, InterfaceError) as error:
        connection.close()
        return {"away": str(error)}
    except DaichoError as error:
        problems = [f"{p.code} {p.field}" for p in getattr(error, "problems", ())]
        return {"failed": f"{error.message} {problems}"}
    except Exception:  # noqa: BLE001  # whoever asked says what it means
        return {"failed": traceback.format_exc()}


def main() -> None:
    """Answer until nobody asks any more."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # whoever is killed leaves nothing behind
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    _hasten()
    if settings.WIRING:
        import_string(settings.WIRING)()
    for line in sys.stdin:
        answers.write(json.dumps(_answer(json.loads(line)), ensure_ascii=False) + "\n")
        answers.flush()


if __name__ == "__main__":
    main()
