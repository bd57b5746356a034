"""Worker of the CS (市町村CSの裏方の処理): takes 送付先情報 a step further, erases what has passed its period, anchors the trail's head."""

from __future__ import annotations

from daicho.config import wiring_municipal_cs
from daicho.config.working import work
from daicho.foundation.audit.commands.dispose_lines import dispose_lines
from daicho.foundation.jobs.public import dispose_results, start_plans
from daicho.foundation.staff.public import system_access
from daicho.kernel.access import Purpose
from daicho.nodes.municipal_cs import tasks


def run() -> None:
    """Work until SIGTERM or SIGINT."""
    wiring_municipal_cs.connect()
    work(_once, hourly=_hourly)


def _once() -> bool:
    start_plans()
    return tasks.work_once()


def _hourly() -> None:
    tasks.hourly()
    dispose_results(system_access(Purpose.BATCH, job="dispose_results"))
    dispose_lines(system_access(Purpose.BATCH, job="dispose_lines"))
