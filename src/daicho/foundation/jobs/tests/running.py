"""Running a kind of job in a test: at a desk that only listens, or through the tables as the worker does."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID, uuid4

from daicho.foundation.jobs import ports
from daicho.foundation.jobs.commands.keep_result import folder, use_of
from daicho.foundation.jobs.domain.kinds import JobKind
from daicho.foundation.jobs.domain.run import JobRun
from daicho.foundation.jobs.domain.sealing import opened
from daicho.foundation.jobs.models import Job, JobFile
from daicho.foundation.jobs.public import ask_job, work_once
from daicho.foundation.staff.models import DutyGrant, Staff
from daicho.foundation.staff.public import SYSTEM
from daicho.foundation.vault.public import ring
from daicho.kernel.access import Access
from daicho.kernel.clock import business_now, business_today


@dataclass(slots=True)
class Listening:
    """A desk that keeps what a run says and makes, in memory."""

    stopped: bool = False
    said: list[str] = field(default_factory=list)
    files: dict[str, bytes] = field(default_factory=dict)
    steps: list[tuple[int, int]] = field(default_factory=list)
    counts: tuple[int, int] | None = None

    def progress(self, done: int, total: int) -> None:
        self.steps.append((done, total))

    def counted(self, wanted: int, made: int) -> None:
        self.counts = (wanted, made)

    def say(self, text: str) -> None:
        self.said.append(text)

    def keep(self, name: str, content: Iterable[bytes], media_type: str) -> None:
        assert media_type
        self.files[name] = b"".join(content)


def listened(access: Access, kind: JobKind, parameters: Mapping[str, str]) -> Listening:
    """Run a kind by itself, without a job; dates as the worker hands them in (ISO 8601)."""
    desk = Listening()
    kind.run(JobRun(access=access, key=uuid4(), parameters=parameters, desk=desk))
    return desk


def employed(access: Access) -> Access:
    """Give the bearer of an access an account with its duties, so that a job runs in their name."""
    today = business_today()
    staff, made = Staff.objects.get_or_create(
        key=access.staff_key,
        defaults={
            "login": access.login,
            "name": access.name,
            "office": access.office,
            "valid_from": today - timedelta(days=400),
            "password_changed_at": business_now(),
            "registered_at": business_now(),
        },
    )
    if made:
        for duty in access.duties:
            DutyGrant.objects.create(
                staff=staff,
                duty=duty.value,
                valid_from=today - timedelta(days=400),
                granted_by=SYSTEM,
                granted_at=business_now(),
                reason="試験",
            )
    return access


def asked_and_run(access: Access, kind: JobKind, parameters: Mapping[str, str]) -> Job:
    """Ask for a job and let the worker run it, in the test's own transaction; the kind need not be in the wiring."""
    before = ports.kinds
    ports.kinds = {**before, kind.code: kind}
    try:
        key = ask_job(employed(access), kind=kind.code, parameters=parameters)
        while work_once(watched=False):
            pass
    finally:
        ports.kinds = before
    return job_of(key)


def files_of(job: Job) -> dict[str, bytes]:
    """The result files of a job, by name, opened."""
    found = {}
    for row in JobFile.objects.filter(job=job, deleted_at__isnull=True):
        sealed_key = ring().open_text(
            use_of(row.blob), bytes(row.sealed_key or b""), key_id=row.key_id
        )
        with (folder() / str(row.blob)).open("rb") as sealed:
            found[row.name] = b"".join(opened(bytes.fromhex(sealed_key), sealed))
    return found


def job_of(key: UUID) -> Job:
    return Job.objects.get(key=key)
