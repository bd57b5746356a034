"""Events of jobs (バッチ処理の出来事)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from daicho.kernel.events import Event


@dataclass(frozen=True, slots=True)
class JobEndedBadly(Event):
    """A job did not end as it should (異常終了): whoever watches the machines must be told. No personal data."""

    kind: ClassVar[str] = "jobs.ended_badly"

    job: str
    job_kind: str
    title: str
    state: str
    at: str
    machine: str
    code: str
    system: str
    reference: str
