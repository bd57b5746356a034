"""Memory (記憶量): the peak of each batch at two sizes; one that is flat does not grow with the number of its rows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from hashlib import sha256
from time import sleep
from typing import Final
from uuid import UUID, uuid4

from django.conf import settings
from django.db import connection, transaction

from daicho.business.certificates.domain.batch import LEAST_PER_FILE
from daicho.business.inspection.commands.ask_listing import ask_listing
from daicho.business.inspection.commands.make_listing import make_listing
from daicho.business.inspection.domain.conditions import Condition
from daicho.business.inspection.domain.listings import ListKind
from daicho.business.inspection.domain.wishes import ListWish
from daicho.business.inspection.selectors.outputs import Form, open_output
from daicho.business.movements.jobs import LIST_FILE
from daicho.business.statistics.domain.wish import Wish
from daicho.business.statistics.selectors.reports import make_report
from daicho.foundation.copying import copy_rows
from daicho.foundation.documents.files import xlsx_stream
from daicho.foundation.jobs.domain.states import State
from daicho.foundation.jobs.models import Job, JobFile
from daicho.foundation.jobs.public import ask_job, dispose_results, work_once
from daicho.foundation.staff.public import system_access
from daicho.kernel.access import Access, Purpose
from daicho.kernel.clock import business_now, business_today
from daicho.kernel.errors import Unavailable
from daicho.operations.bench.batches import PER_FILE, BatchRun, check_made
from daicho.operations.bench.peak import peak_mb, peak_of
from daicho.operations.bench.server import job_process
from daicho.operations.bench.timing import Bar, Contest, Measured, judge_rates
from daicho.operations.home import Home
from daicho.registers.code_tables.public import towns_in

MOST: Final = Bar("slower", 1.25)
TIMES: Final = 5
SHEETS: Final = 25 * PER_FILE
RESULTS: Final = 5_000
MONTHS: Final = 20
WORKBOOK: Final = 50_000
DAYS: Final = 3650
LOOK_SECONDS: Final = 0.5


@dataclass(frozen=True, slots=True)
class Batch:
    """A batch, how many rows it has at the most here, and the peak in MB of running it with so many of them."""

    name: str
    rows: str
    most: int
    peak: Callable[[int], float]


def batches_of(
    home: Home, desk: Access, count: Access, households: Sequence[tuple[UUID, ...]]
) -> tuple[Batch, ...]:
    """Every batch that is measured; `desk` may ask for sheets and lists, `count` for statistics."""
    made = BatchRun(desk, per_file=_a_file(len(households)))
    # Also the job whose results are disposed of.
    made.make(households[:1])
    residents = _one("SELECT count(*) FROM residents_version WHERE upper(recorded) IS NULL")
    return (
        # The least first: what a large one leaves in the process would hide it.
        Batch("results", "result files past their expiry", RESULTS, _here(_dispose)),
        Batch("statistics", "months of movements", MONTHS, _here(lambda rows: _count(count, rows))),
        Batch("workbook", "rows of an Excel file of twelve columns", WORKBOOK, _here(_workbook)),
        Batch(
            "list",
            "days whose removals are a 確認用の一覧のファイル",
            DAYS,
            _here(_list(desk.serving(Purpose.MOVEMENT))),
        ),
        Batch(
            "roster",
            "versions among which a 安否名簿 is found",
            residents,
            _here(_roster(desk, residents)),
        ),
        Batch(
            "sheets",
            "世帯連記式 of an 一括帳票, in a process of jobs of its own",
            min(SHEETS, len(households)),
            lambda rows: _apart(home, made, households[:rows]),
        ),
    )


def measured(batch: Batch) -> Measured:
    """The peak with all its rows beside that with a fifth of them; once more before, unmeasured, to warm."""
    few = max(1, batch.most // TIMES)
    batch.peak(few)
    small, large = batch.peak(few), batch.peak(batch.most)
    contest = Contest(
        name=f"memory-{batch.name}",
        ours_is=f"peak of resident memory with {batch.most} {batch.rows}",
        bare_is=f"the same with {few}",
        bar=MOST,
    )
    return judge_rates(contest, [(large, small)], unit="MB")


def _here(run: Callable[[int], object]) -> Callable[[int], float]:
    """The peak of this process."""
    return lambda rows: peak_of(lambda: run(rows))


def _apart(home: Home, made: BatchRun, households: Sequence[tuple[UUID, ...]]) -> float:
    """The peak of a new process that makes the sheets; its threads are its only workers."""
    with job_process(home) as process:
        key = made.ask(households)
        while process.poll() is None and not State(Job.objects.get(key=key).state).is_over:
            sleep(LOOK_SECONDS)
        check_made(key, len(households))
        return peak_mb(process.pid)


def _roster(access: Access, residents: int) -> Callable[[int], object]:
    """安否名簿 of the whole town, or of so many 町字 as hold about that many."""
    towns = sorted({town.code for town in towns_in(settings.TOWN["code"], business_today())})

    def run(rows: int) -> None:
        part = tuple(towns[: max(1, len(towns) * rows // residents)])
        condition = Condition(towns=() if rows >= residents else part)
        key = uuid4()
        wish = ListWish(kind=ListKind.SAFETY)
        ask_listing(access, listing=key, wish=replace(wish, condition=condition))
        make_listing(access, listing=key)
        for _ in open_output(access, listing=key, form=Form.PDF).content:
            pass

    return run


def _workbook(rows: int) -> None:
    cells = ([str(row), *("福島市五老内町3番1号",) * 11] for row in range(rows))
    columns = [f"列{n}" for n in range(12)]
    for _ in xlsx_stream(columns, cells, title="bench", watermark="bench"):
        pass


def _list(access: Access) -> Callable[[int], object]:
    """消除者 of so many days, as the job writes them."""

    def run(days: int) -> None:
        today = business_today()
        asked = {
            "list": "removed",
            "as_of": today.isoformat(),
            "since": (today - timedelta(days=days)).isoformat(),
            "days": "",
        }
        with transaction.atomic():
            key = ask_job(access, kind=LIST_FILE.code, parameters=asked)
        work_once()
        job = Job.objects.get(key=key)
        if job.state != "done":
            raise Unavailable("測定する一覧を作れませんでした。", why=job.failure_words)

    return run


def _count(access: Access, months: int) -> None:
    until = date(business_today().year - 1, 12, 31)
    back = 12 - months
    since = date(until.year + back // 12, back % 12 + 1, 1)
    make_report(access, Wish("movements", until, since, level="oaza"))


def _dispose(rows: int) -> None:
    """As many results of a job past their expiry, and their disposal."""
    now = business_now()
    job = Job.objects.order_by("asked_at")[0]
    for at in range(0, rows, PER_FILE):
        copy_rows([_expired(job, now) for _ in range(at, min(at + PER_FILE, rows))])
    dispose_results(system_access(Purpose.BATCH, job="bench"))


def _expired(job: Job, now: datetime) -> JobFile:
    name = str(uuid4())
    return JobFile(
        job=job,
        name=name,
        media_type="text/plain",
        blob=uuid4(),
        size=0,
        digest=sha256(name.encode()).hexdigest(),
        sealed_key=name.encode(),
        key_id="bench",
        kept_at=now - timedelta(days=2),
        expires_at=now - timedelta(days=1),
    )


def _a_file(sheets: int) -> int:
    """Sheets of one file: a fifth of them is still more files than are drawn at once."""
    return max(LEAST_PER_FILE, min(PER_FILE, sheets // (4 * TIMES)))


def _one(statement: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        (value,) = cursor.fetchone() or (0,)
    return int(value)
