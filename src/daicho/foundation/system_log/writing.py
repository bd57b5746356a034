"""Writing (ログの記録): every line that a process says goes into the file of its day, whoever says it.

`logs/system/2026-11-21.jsonl` of the installation's home, 0600, one file a day for all processes: each line is one
write at the end of the file, so that lines do not tear one another.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Mapping, MutableMapping
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final

import structlog

from daicho.foundation.system_log.domain.lines import (
    Line,
    facts_of_error,
    kind_of,
    safe_event,
    safe_facts,
    safe_text,
)
from daicho.kernel.clock import TOKYO

_CONTEXT: Final = ("reference", "staff", "terminal", "screen")


def folder(home: Path) -> Path:
    """Where the files lie."""
    return home / "logs" / "system"


class DayFiles(logging.Handler):
    """Appends each record to the file of its day in Tokyo; a disk that is full or gone stops nobody's work."""

    def __init__(self, home: str, process: str = "") -> None:
        super().__init__()
        self._folder = folder(Path(home))
        self._process = process
        self._day: date | None = None
        self._handle = -1

    def emit(self, record: logging.LogRecord) -> None:
        try:
            line = line_of(record, process=self._process)
            os.write(self._file_of(line.at.date()), (line.to_json() + "\n").encode())
        except Exception:  # noqa: BLE001  # as logging's own handlers: a log that fails must not fail the act
            self.handleError(record)

    def close(self) -> None:
        if self._handle >= 0:
            os.close(self._handle)
            self._handle, self._day = -1, None
        super().close()

    def _file_of(self, day: date) -> int:
        if day != self._day or not self._path(day).exists():
            if self._handle >= 0:
                os.close(self._handle)
                self._handle = -1
            self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT
            self._handle, self._day = os.open(self._path(day), flags, 0o600), day
        return self._handle

    def _path(self, day: date) -> Path:
        return self._folder / f"{day.isoformat()}.jsonl"


def line_of(record: logging.LogRecord, *, process: str = "") -> Line:
    """A record as a line: of what structlog said its name and its fields, of any other record never the message."""
    said = record.msg if isinstance(record.msg, Mapping) else {}
    facts = dict(said)
    event = safe_event(str(facts.pop("event", record.name)))
    error = record.exc_info[1] if record.exc_info else None
    context = {**structlog.contextvars.get_contextvars(), **facts}
    own = {name: safe_text(str(context.get(name, ""))) for name in _CONTEXT}
    rest = {name: value for name, value in facts.items() if name not in _CONTEXT}
    if "status_code" in record.__dict__:
        rest["status"] = record.__dict__["status_code"]
        rest["route"] = route_of(record.__dict__.get("request"))
    return Line(
        at=datetime.fromtimestamp(record.created, tz=TOKYO),
        kind=kind_of(level=record.levelno, part="part" in rest, error=error),
        level=record.levelname.lower(),
        event=event,
        process=process,
        **own,
        facts={**safe_facts(rest), **(facts_of_error(error) if error else {})},
    )


def route_of(request: object) -> str:
    """The pattern of a request's address, without what stood in its place; nothing for an address nobody knows."""
    match = getattr(request, "resolver_match", None)
    return str(getattr(match, "route", "") or "")


def _hand_over(
    _logger: Any, _name: str, said: MutableMapping[str, Any]
) -> tuple[tuple[Any, ...], dict[str, Any]]:  # Any: structlog's own
    """What structlog gathered goes to the standard library's handler as it is; nothing is put into words."""
    error = said.pop("exc_info", None)
    return (dict(said),), {"exc_info": error} if error else {}


def configure(home: Path, *, process: str = "") -> dict[str, object]:
    """The settings of the standard library's logging, with structlog told to speak through it."""
    structlog.configure(
        processors=[structlog.stdlib.filter_by_level, _hand_over],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
    )
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "handlers": {
            "system": {
                "()": "daicho.foundation.system_log.writing.DayFiles",
                "home": str(home),
                "process": process,
            }
        },
        "root": {"handlers": ["system"], "level": "WARNING"},
        "loggers": {
            "daicho": {"level": "INFO"},
            # Django's own handlers would put an error's message, and so what somebody typed, on the standard error.
            "django": {"handlers": [], "level": "WARNING", "propagate": True},
            "django.server": {"handlers": [], "level": "WARNING", "propagate": True},
            # A query's parameters may hold a resident's name: SQL never goes to a log (house style 30).
            "django.db.backends": {"level": "ERROR", "propagate": False},
        },
    }
