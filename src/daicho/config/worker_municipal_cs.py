"""Worker of the CS (市町村CSの裏方の処理): takes 送付先情報 a step further, erases what has passed its period, anchors the trail's head."""

from __future__ import annotations

from daicho.config import wiring_municipal_cs
from daicho.config.working import work
from daicho.foundation.audit.commands.dispose_lines import dispose_lines
from daicho.foundation.staff.public import system_access
from daicho.kernel.access import Purpose
from daicho.nodes.municipal_cs import tasks


def run() -> None:
    """Work until SIGTERM or SIGINT."""
    wiring_municipal_cs.connect()
    work(tasks.work_once, hourly=_hourly)


def _hourly() -> None:
    tasks.hourly()
    dispose_lines(system_access(Purpose.BATCH, job="dispose_lines"))
