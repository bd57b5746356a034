"""Result files: sealed on the disk, fetched with an entry, disposed of with a receipt."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterator
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from uuid import uuid4

import pytest
from django.conf import settings

from daicho.foundation.audit.models import Entry
from daicho.foundation.jobs.commands import dispose_results as disposing
from daicho.foundation.jobs.commands.keep_result import folder, keep_result
from daicho.foundation.jobs.domain.states import State
from daicho.foundation.jobs.models import Job, JobFile
from daicho.foundation.jobs.public import ask_job, dispose_results, work_once
from daicho.foundation.jobs.selectors.files import open_result
from daicho.foundation.jobs.tests.conftest import REPORT_OF
from daicho.foundation.staff.public import system_access
from daicho.kernel import clock
from daicho.kernel.access import Access, Duty, Purpose
from daicho.kernel.clock import business_now
from daicho.kernel.errors import Missing, Refused, Unavailable

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]
CSV = "日付\n2026-10-31".encode()


@pytest.fixture
def job(asker: Access) -> Job:
    """A job that made two files."""
    key = ask_job(asker, kind="test.report", parameters=REPORT_OF)
    work_once(watched=False)
    return Job.objects.get(key=key)


def file_of(job: Job, name: str = "表.csv") -> JobFile:
    return JobFile.objects.get(job=job, name=name)


def path_of(file: JobFile) -> Path:
    return folder() / str(file.blob)


def read(access: Access, job: Job, name: str = "表.csv") -> bytes:
    return b"".join(open_result(access, job=job.key, file=file_of(job, name).key).content)


def test_a_file_lies_sealed_and_comes_back_as_it_was(asker: Access, job: Job) -> None:
    file = file_of(job)
    assert (file.size, file.digest) == (len(CSV), sha256(CSV).hexdigest())
    lies = path_of(file)
    assert b"2026" not in lies.read_bytes()
    assert lies.stat().st_mode & 0o777 == 0o600
    assert folder().stat().st_mode & 0o777 == 0o700
    assert folder().parent == settings.HOME
    assert read(asker, job) == CSV
    assert read(asker, job, "一覧.xlsx") == b"PK" + bytes(200_000)


def test_each_fetching_leaves_one_entry(asker: Access, job: Job) -> None:
    before = Entry.objects.count()
    read(asker, job)
    read(asker, job)
    new = list(Entry.objects.order_by("seq"))[before:]
    assert [(e.kind, e.outcome, e.actor) for e in new] == [
        ("jobs.file_opened", "done", asker.staff_key)
    ] * 2
    body = json.loads(new[0].body)
    assert body["detail"]["file"] == "表.csv"
    assert body["digest"] == sha256(CSV).hexdigest()
    assert body["purpose"] == Purpose.MOVEMENT.value


def test_whoever_holds_the_operation_may_fetch_it_and_nobody_else(
    examiner: Access, auditor: Access, job: Job
) -> None:
    assert read(examiner, job) == CSV
    with pytest.raises(Missing):
        read(auditor, job)


def test_an_asker_who_lost_the_duty_sees_the_job_but_gets_no_file(asker: Access, job: Job) -> None:
    without = Access(
        staff_key=asker.staff_key,
        login=asker.login,
        name=asker.name,
        duties=frozenset({Duty.AUDIT}),
        purpose=Purpose.AUDIT,
        terminal="本庁1",
        office="市民課",
    )
    before = Entry.objects.count()
    with pytest.raises(Refused):
        read(without, job)
    (refused,) = list(Entry.objects.order_by("seq"))[before:]
    assert (refused.kind, refused.outcome) == ("jobs.file_opened", "refused")


def test_a_file_of_another_job_is_not_there(asker: Access, job: Job) -> None:
    other = ask_job(asker, kind="test.heeds", parameters={})
    with pytest.raises(Missing):
        open_result(asker, job=other, file=file_of(job).key)
    with pytest.raises(Missing):
        open_result(asker, job=job.key, file=uuid4())


def test_what_was_changed_on_the_disk_does_not_open(asker: Access, job: Job) -> None:
    lies = path_of(file_of(job))
    lies.write_bytes(lies.read_bytes()[:-1] + b"\0")
    with pytest.raises(Unavailable):
        read(asker, job)


def test_a_file_put_in_anothers_place_does_not_open(asker: Access, job: Job) -> None:
    own, other = path_of(file_of(job)), path_of(file_of(job, "一覧.xlsx"))
    own.write_bytes(other.read_bytes())
    with pytest.raises(Unavailable):
        read(asker, job)


def test_a_name_kept_again_replaces(
    asker: Access, job: Job, django_capture_on_commit_callbacks: object
) -> None:
    old = path_of(file_of(job))
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]  # the fixture of pytest-django
        keep_result(job, name="表.csv", content=[b"new"], media_type="text/csv")
    assert read(asker, job) == b"new"
    assert not old.exists()
    assert JobFile.objects.filter(job=job).count() == 2


def test_a_content_that_breaks_off_leaves_nothing(job: Job) -> None:
    def broken() -> Iterator[bytes]:
        yield bytes(100_000)
        raise ValueError

    before = sorted(folder().iterdir())
    with pytest.raises(ValueError):  # noqa: PT011  # the content's own
        keep_result(job, name="x", content=broken(), media_type="text/plain")
    assert sorted(folder().iterdir()) == before
    assert not JobFile.objects.filter(job=job, name="x").exists()


def test_after_its_time_a_file_is_disposed_of_with_a_receipt(asker: Access, job: Job) -> None:
    system = system_access(Purpose.BATCH, job="dispose_results")
    days = timedelta(days=settings.JOBS_KEEP_DAYS)
    lies = [path_of(f) for f in JobFile.objects.filter(job=job)]
    assert dispose_results(system) == 0
    with clock.set_to(business_now() + days - timedelta(minutes=1)):
        assert dispose_results(system) == 0
        assert read(asker, job) == CSV
    with clock.set_to(business_now() + days + timedelta(minutes=1)):
        with pytest.raises(Missing):
            read(asker, job)
        assert dispose_results(system) == 2
        assert dispose_results(system) == 0
    assert not any(path.exists() for path in lies)
    assert list(JobFile.objects.filter(job=job).values_list("sealed_key", flat=True)) == [None] * 2
    receipt = json.loads(Entry.objects.get(kind="jobs.files_disposed").body)
    files = JobFile.objects.filter(job=job).order_by("key")
    assert receipt["count"] == 2
    expected = "\n".join(f"{f.key} {f.digest}" for f in files)
    assert receipt["digest"] == sha256(expected.encode()).hexdigest()
    assert Job.objects.get(key=job.key).state == State.DONE


def test_many_are_disposed_of_a_piece_at_a_time_each_with_its_receipt(
    job: Job, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(disposing, "PIECE", 2)
    for n in range(3):
        keep_result(job, name=f"{n}", content=[b"x"], media_type="text/plain")
    later = business_now() + timedelta(days=settings.JOBS_KEEP_DAYS, minutes=1)
    with clock.set_to(later):
        assert dispose_results(system_access(Purpose.BATCH, job="dispose_results")) == 5
    receipts = Entry.objects.filter(kind="jobs.files_disposed").order_by("seq")
    assert [json.loads(one.body)["count"] for one in receipts] == [2, 2, 1]
    assert not JobFile.objects.filter(sealed_key__isnull=False).exists()


def test_what_a_crash_left_behind_goes_after_a_week(asker: Access, job: Job) -> None:
    system = system_access(Purpose.BATCH, job="dispose_results")
    fresh, old = folder() / str(uuid4()), folder() / str(uuid4())
    for path in (fresh, old):
        path.write_bytes(b"sealed by a key that nobody has")
    eight_days_ago = time.time() - 8 * 86400
    for path in (old, path_of(file_of(job))):
        os.utime(path, (eight_days_ago, eight_days_ago))
    dispose_results(system)
    assert fresh.exists()
    assert not old.exists()
    assert read(asker, job) == CSV
    fresh.unlink()


def test_nobody_disposes_of_results_by_hand(asker: Access, job: Job) -> None:
    with pytest.raises(Refused):
        dispose_results(asker)
    assert path_of(file_of(job)).exists()
