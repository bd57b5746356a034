"""Handlers of jobs (通報): an abnormal end is told to whatever program watches the machines (STD-9.1).

A town names a program of its own (`DAICHO_ALARM_PROGRAM`): it gets one JSON object on its standard input, and may write
to a log that JP1 reads, send mail or an SNMP trap. The outbox asks it again until it ends with 0, so that no warning is
lost; no personal data are in it.
"""

from __future__ import annotations

import json
import os
import subprocess
from typing import Final

from django.conf import settings

from daicho.foundation.outbox.models import Message
from daicho.kernel.errors import Unavailable

_SECONDS: Final = 20


def send_warning(message: Message) -> None:
    """Run the town's program with the warning; nothing without one. `Unavailable` when it does not end with 0."""
    program: str = settings.JOBS_ALARM_PROGRAM
    if not program:
        return
    told = {"from": "daicho", "what": "job_ended_badly", **message.payload}
    try:
        done = subprocess.run(
            [program],
            input=json.dumps(told, ensure_ascii=False).encode() + b"\n",
            env={"PATH": os.defpath, "LANG": "C.UTF-8"},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=_SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise _not_told(type(error).__name__) from error
    if done.returncode != 0:
        raise _not_told(f"終了コード {done.returncode}")


def _not_told(why: str) -> Unavailable:
    return Unavailable(
        "異常終了を通報できません。",
        why=f"通報のプログラムが受け付けませんでした（{why}）。",
        remedy="DAICHO_ALARM_PROGRAM の設定と、そのプログラムを確かめてください。",
        code="jobs.alarm_failed",
    )
