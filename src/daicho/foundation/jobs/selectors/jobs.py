"""Jobs (バッチ処理の一覧・結果): the list, one job with what became of it, and the last one of a kind."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final
from uuid import UUID

from django.core.paginator import Page, Paginator

from daicho.foundation.jobs import ports
from daicho.foundation.jobs.domain.kinds import JobKind, Shown, resolved, shown
from daicho.foundation.jobs.domain.states import ACTIONS, Action, State
from daicho.foundation.jobs.errors import job_missing
from daicho.foundation.jobs.models import Job, JobFile
from daicho.foundation.jobs.selectors.visible import may_see, seen_by
from daicho.foundation.staff.public import check_may, may
from daicho.kernel.access import Access
from daicho.kernel.clock import TOKYO, real_now
from daicho.kernel.wareki import format_wareki

PER_PAGE: Final = 50


class Show(StrEnum):
    """Which jobs a list shows."""

    ALL = ""
    OPEN = "open"
    ABNORMAL = "abnormal"

    @property
    def label(self) -> str:
        return {"": "すべて", "open": "実行待ち・実行中", "abnormal": "異常終了・実行拒否"}[
            self.value
        ]

    @property
    def states(self) -> tuple[str, ...]:
        found = {
            Show.ALL: tuple(State),
            Show.OPEN: (State.WAITING, State.RUNNING),
            Show.ABNORMAL: tuple(s for s in State if s.is_abnormal),
        }[self]
        return tuple(state.value for state in found)


@dataclass(frozen=True, slots=True)
class Line:
    """One job in the list."""

    key: UUID
    title: str
    parameters: tuple[Shown, ...]
    state: State
    asked_by: str
    asked_at: datetime
    planned: bool
    finished_at: datetime | None
    files: int


@dataclass(frozen=True, slots=True)
class ResultFile:
    """A result file as the page of its job shows it."""

    key: UUID
    name: str
    size: int
    expires_at: datetime
    deleted_at: datetime | None

    @property
    def size_words(self) -> str:
        size, unit = float(self.size), "バイト"
        for larger in ("KB", "MB", "GB"):
            if size < 1024:
                break
            size, unit = size / 1024, larger
        return f"{self.size:,}バイト" if unit == "バイト" else f"{size:,.1f} {unit}"


@dataclass(frozen=True, slots=True)
class JobView:
    """One job: what was asked (処理内容), what came of it (処理結果), how long, where, and why not."""

    job: Job
    title: str
    state: State
    parameters: tuple[Shown, ...]
    resolved: Mapping[str, str]
    files: tuple[ResultFile, ...]
    may_stop: bool
    may_repeat: bool
    took: timedelta | None

    @property
    def at_work(self) -> bool:
        return not self.state.is_over

    @property
    def changed(self) -> int:
        return sum(each.changed for each in self.parameters)

    @property
    def took_words(self) -> str:
        """1時間02分03秒, whole seconds."""
        if self.took is None:
            return ""
        minutes, seconds = divmod(int(self.took.total_seconds()), 60)
        hours, minutes = divmod(minutes, 60)
        if hours:
            return f"{hours}時間{minutes:02d}分{seconds:02d}秒"
        return f"{minutes}分{seconds:02d}秒" if minutes else f"{seconds}秒"


def list_jobs(access: Access, *, show: Show, page: int) -> tuple[Page[Job], tuple[Line, ...]]:
    """One page of the jobs that this person may see, the newest first."""
    check_may(access, "jobs.view")
    found = Job.objects.filter(seen_by(access), state__in=show.states).order_by("-asked_at", "key")
    drawn = Paginator(found, PER_PAGE).get_page(page)
    keys = JobFile.objects.filter(
        job__in=[row.key for row in drawn], deleted_at__isnull=True
    ).values_list("job_id", flat=True)
    counts = list(keys)
    return drawn, tuple(_line(row, counts.count(row.key)) for row in drawn)


def _line(row: Job, files: int) -> Line:
    kind = ports.kinds.get(row.kind)
    return Line(
        key=row.key,
        title=kind.title if kind else row.kind,
        parameters=shown(kind, row.parameters) if kind else (),
        state=State(row.state),
        asked_by=row.asked_by_name,
        asked_at=row.asked_at,
        planned=row.plan_id is not None,
        finished_at=row.finished_at,
        files=files,
    )


def view_job(access: Access, *, job: UUID) -> JobView:
    """One job. `Missing` for one that this person may not see."""
    check_may(access, "jobs.view")
    row = seen_job(access, job)
    kind = ports.kinds.get(row.kind)
    actions = ACTIONS[State(row.state)]
    able = may(access, "jobs.ask")
    return JobView(
        job=row,
        title=kind.title if kind else row.kind,
        state=State(row.state),
        parameters=_compared(kind, row) if kind else (),
        resolved=_days(kind, row) if kind else {},
        files=tuple(
            ResultFile(f.key, f.name, f.size, f.expires_at, f.deleted_at)
            for f in JobFile.objects.filter(job=row).order_by("name")
        ),
        may_stop=able and Action.STOP in actions and row.stop_asked_at is None,
        may_repeat=able and Action.AGAIN in actions and kind is not None,
        took=_took(row),
    )


def seen_job(access: Access, job: UUID) -> Job:
    """A job that this person may see; `Missing` otherwise, whether or not there is one."""
    row = Job.objects.filter(key=job).first()
    if row is None or not may_see(access, row):
        raise job_missing()
    return row


def last_of(access: Access, *, kind: JobKind) -> Job | None:
    """The last job of a kind that this person may see: the parameters of the last time."""
    found = Job.objects.filter(seen_by(access), kind=kind.code)
    return found.order_by("-asked_at").first()


def _compared(kind: JobKind, row: Job) -> tuple[Shown, ...]:
    # Only a comparison of parameters: the earlier job's results are not shown by it.
    before = Job.objects.filter(key=row.again_of).first() if row.again_of else None
    return shown(kind, row.parameters, before=before.parameters if before else None)


def _days(kind: JobKind, row: Job) -> dict[str, str]:
    """The dates that stand behind words such as 前月末, by the label of their field."""
    found = resolved(kind, row.parameters, on=row.due_at.astimezone(TOKYO).date())
    return {
        field.label: format_wareki(date.fromisoformat(found[field.name]))
        for field in kind.fields
        if found.get(field.name, "") != row.parameters.get(field.name, "")
    }


def _took(row: Job) -> timedelta | None:
    if row.started_at is None:
        return None
    return (row.finished_at or real_now()) - row.started_at
