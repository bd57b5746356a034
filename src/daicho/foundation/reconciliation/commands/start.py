"""Start (実施) and stop (中止): a run is a job, asked for by a person or, when a year has passed, by the worker (JUK-016)."""

from __future__ import annotations

from datetime import date
from uuid import NAMESPACE_URL, UUID, uuid5

from daicho.foundation.audit.public import recorded
from daicho.foundation.jobs.models import Job
from daicho.foundation.jobs.public import ask_job
from daicho.foundation.lines.public import has_lines
from daicho.foundation.reconciliation import ports
from daicho.foundation.reconciliation.audit_types import RUN_STOPPED
from daicho.foundation.reconciliation.domain.due import is_due
from daicho.foundation.reconciliation.errors import run_missing, run_over
from daicho.foundation.reconciliation.models import Run, State
from daicho.foundation.reconciliation.ports import Source
from daicho.foundation.staff.public import check_may
from daicho.kernel.access import Access
from daicho.kernel.clock import TOKYO, business_now, business_today
from daicho.kernel.errors import Conflict, Unavailable

OPEN_JOBS = ("waiting", "running")


def start(access: Access, *, source: str) -> UUID:
    """Ask for a run; pressed twice, it asks once. `Conflict` while one is under way, `Unavailable` without lines."""
    check_may(access, "reconcile.run")
    wanted = ports.source_of(source)
    if not has_lines():
        raise Unavailable(
            "整合性確認を始められません。",
            why="この環境には、ほかのシステムとの回線の設定がありません。",
            remedy="管理担当に、回線の設定を頼んでください。",
            code="reconcile.no_lines",
        )
    if under_way(wanted):
        raise Conflict(
            "この整合性確認は、実行待ちか実行中です。",
            why="同じ相手方との確認を、二つ同時には行いません。",
            remedy="進み具合を、この画面で確かめてください。",
            code="reconcile.under_way",
        )
    return _ask(access, wanted)


def start_overdue(access: Access) -> int:
    """Ask for each comparison whose time has passed; returns how many."""
    if not has_lines():
        return 0
    started = 0
    for source in ports.sources.values():
        if overdue(source) and not under_way(source):
            _ask(access, source)
            started += 1
    return started


def stop_run(access: Access, *, run: UUID) -> None:
    """Ask a run to end cleanly. `Conflict` when it is over."""
    check_may(access, "reconcile.run")
    with recorded(access, RUN_STOPPED) as note:
        row = Run.objects.select_for_update(no_key=True).filter(key=run).first()
        if row is None:
            raise run_missing()
        if row.state != State.RUNNING.value:
            raise run_over()
        row.stop_asked_at = row.stop_asked_at or business_now()
        row.save(update_fields=["stop_asked_at"])
        note.say(run=str(row.key), source=row.source, peer=row.peer)


def _ask(access: Access, source: Source) -> UUID:
    """Two who ask at the same moment ask for the same job."""
    kind = job_kind_code(source)
    last = Job.objects.filter(kind=kind).order_by("-asked_at").values_list("key", flat=True).first()
    key = uuid5(NAMESPACE_URL, f"{kind}:{last}")
    return ask_job(access, kind=kind, parameters={}, key=key)


def job_kind_code(source: Source) -> str:
    return f"reconcile.{source.code}"


def under_way(source: Source) -> bool:
    """Whether a job of the source waits or works."""
    return Job.objects.filter(kind=job_kind_code(source), state__in=OPEN_JOBS).exists()


def last_done(source: Source) -> Run | None:
    """The newest run that came to its end."""
    done = Run.objects.filter(source=source.code, state=State.DONE.value)
    return done.order_by("-finished_at").first()


def counted_from(source: Source) -> date | None:
    """The day from which the time of the next run counts: of the last one, or when the peer was first told of somebody."""
    last = last_done(source)
    at = last.finished_at if last else source.first_told()
    return at.astimezone(TOKYO).date() if at else None


def overdue(source: Source) -> bool:
    """Whether the next run should have been made (催促)."""
    return is_due(counted_from(source), source.days, today=business_today())
