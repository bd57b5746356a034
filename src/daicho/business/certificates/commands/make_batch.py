"""Make a batch (一括帳票の作成): piece by piece numbered, kept and put into files; taken up again where it ended (REG-094).

One piece is one act: its sheets are numbered and kept in one transaction. Its file is laid out meanwhile by other
threads, from what was kept; a piece whose file is missing is laid out again, with the same numbers.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from itertools import islice
from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from daicho.business.certificates.audit_types import BATCH_FINISHED, BATCH_GATHERED, BATCH_MADE
from daicho.business.certificates.commands.batch_papers import closing_papers
from daicho.business.certificates.commands.batch_sheets import Made, make_sheets
from daicho.business.certificates.commands.keep import SealStore, save, sheet_of
from daicho.business.certificates.commands.print_note import BATCH_FILE, say_print
from daicho.business.certificates.domain.papers import title_of
from daicho.business.certificates.models import Batch, BatchPart, BatchTarget, Issue
from daicho.business.certificates.selectors.batch_targets import Unit, targets_of
from daicho.foundation.audit.public import recorded
from daicho.foundation.copying import copy_rows
from daicho.foundation.documents.compose import singles
from daicho.foundation.documents.printing import printer
from daicho.foundation.documents.render import Drawn, author_of
from daicho.foundation.documents.sheets import KeptSheet
from daicho.foundation.jobs.public import JobRun
from daicho.kernel.access import Access
from daicho.kernel.clock import business_now, business_today

PDF_TYPE: Final = "application/pdf"
PRESSES: Final = 2
AHEAD: Final = 1
PIECE: Final = 2000
WAITING, MADE, LEFT_OUT = "waiting", "made", "left_out"


def make_batch(run: JobRun) -> None:
    """The job: put together whom it is of, make every file, then the control sheet; the counts must agree at the end.

    Asked again, it lays out every file once more from what was kept, for the files of the first job have an expiry.
    """
    batch = Batch.objects.get(key=UUID(run.parameters["batch"]))
    if batch.job != run.key:
        batch.job = run.key
        batch.save(update_fields=["job"])
    gather(run.access, batch)
    make_files(run, batch)
    if run.stopped:
        return
    wanted, made = _finish(run, batch)
    run.counted(wanted, made)


def gather(access: Access, batch: Batch) -> None:
    """Put down every target in its order, once."""
    if batch.targets is not None:
        return
    with recorded(access, BATCH_GATHERED) as note:
        found = enumerate(targets_of(batch, business_today()), 1)
        count = 0
        while piece := [_target(batch, n, unit) for n, unit in islice(found, PIECE)]:
            copy_rows(piece)
            count += len(piece)
        batch.targets = count
        batch.save(update_fields=["targets"])
        note.count = count
        note.say(batch=str(batch.key))


def _target(batch: Batch, position: int, unit: Unit) -> BatchTarget:
    return BatchTarget(
        batch=batch,
        position=position,
        unit=unit.label,
        persons=list(unit.persons),
        records=list(unit.records),
        state=LEFT_OUT if unit.reason else WAITING,
        reason=unit.reason,
    )


@dataclass(frozen=True, slots=True)
class _Pressing:
    """A piece whose file is being laid out."""

    part: BatchPart
    pdf: Future[bytes]


def make_files(run: JobRun, batch: Batch) -> None:
    """Every file that is not there yet. While two are laid out, the next two are numbered and kept; no more are held."""
    total = batch.targets or 0
    under_way: deque[_Pressing] = deque()
    with ThreadPoolExecutor(PRESSES) as presses:
        for number, first in enumerate(range(1, total + 1, batch.per_file), 1):
            if run.stopped:
                break
            part, drawn, on = _piece(run, batch, number, first)
            if drawn:
                press = presses.submit(_press, batch.paper, drawn, on)
                under_way.append(_Pressing(part, press))
            if len(under_way) > PRESSES + AHEAD:
                _keep_file(run, under_way.popleft())
            run.progress(min(first + batch.per_file - 1, total), total)
        while under_way:
            _keep_file(run, under_way.popleft())


def _press(paper: str, drawn: Sequence[Drawn], on: tuple[date, str]) -> bytes:
    day, author = on
    pdf = printer().press(drawn, title=title_of(paper), author=author, on=day)
    printer().forget()
    return pdf


def _keep_file(run: JobRun, pressing: _Pressing) -> None:
    pdf, part = pressing.pdf.result(), pressing.part
    with transaction.atomic():
        run.keep(part_name(part), [pdf], PDF_TYPE)
        part.sha256, part.job, part.kept_at = sha256(pdf).hexdigest(), run.key, business_now()
        part.save(update_fields=["sha256", "job", "kept_at"])


def part_name(part: BatchPart) -> str:
    """The name of a file; the operators of the printing job see its number and what is in it."""
    return f"{part.number:03d}_{part.first:06d}-{part.last:06d}.pdf"


def _piece(
    run: JobRun, batch: Batch, number: int, first: int
) -> tuple[BatchPart, list[Drawn], tuple[date, str]]:
    """A piece with what is drawn of it: made now, or drawn again where only its file is missing; else nothing."""
    part = BatchPart.objects.filter(batch=batch, number=number).first()
    if part is None:
        return _made(run.access, batch, number, first)
    if part.job == run.key or not part.sheets:
        return part, [], (business_today(), "")
    seals = SealStore()
    rows = Issue.objects.filter(request_key=batch.key, part=number).order_by("copy")
    sheets = [sheet_of(row, seals=seals) for row in rows]
    drawn = [printer().draw(single) for sheet in sheets for single in singles(sheet)]
    return part, drawn, _dated(sheets[0])


def _made(
    access: Access, batch: Batch, number: int, first: int
) -> tuple[BatchPart, list[Drawn], tuple[date, str]]:
    """Number and keep the sheets of a piece, in one act."""
    last = min(first + batch.per_file - 1, batch.targets or 0)
    with recorded(access, BATCH_MADE) as note:
        span = BatchTarget.objects.filter(batch=batch, position__range=(first, last))
        made = make_sheets(
            access, batch, list(span.filter(state=WAITING).order_by("position")), part=number
        )
        rows = [one.row for one in made if one.row is not None]
        save(rows)
        _settle(span, made)
        part = BatchPart(
            batch=batch,
            number=number,
            first=first,
            last=last,
            sheets=len(rows),
            pages=sum(row.pages for row in rows),
            first_number=rows[0].number if rows else "",
            last_number=rows[-1].number if rows else "",
        )
        part.save(force_insert=True)
        note.count = len(rows)
        note.digest = sha256("\n".join(row.number for row in rows).encode()).hexdigest()
        note.say(batch=str(batch.key), part=number)
        sealed = any(one.drawn is not None and one.drawn.sealed for one in made)
        say_print(
            note,
            paper=batch.paper,
            output=BATCH_FILE,
            pages=part.pages,
            sealed=sealed,
            numbers=[part.first_number, part.last_number] if rows else [],
            files=[part_name(part)],
            copies=len(rows),
        )
    drawn = [one.drawn for one in made if one.drawn is not None]
    author = drawn[0].author if drawn else ""
    return part, drawn, (business_today(), author)


def _settle(span: QuerySet[BatchTarget], made: Sequence[Made]) -> None:
    """What became of each target."""
    left = [one.target for one in made if one.row is None]
    good = span.filter(state=WAITING).exclude(pk__in=[target.pk for target in left])
    good.update(state=MADE)
    for one in made:
        if one.row is None:
            one.target.state, one.target.reason = LEFT_OUT, one.reason
    BatchTarget.objects.bulk_update(left, ["state", "reason"])


def _dated(sheet: KeptSheet) -> tuple[date, str]:
    return sheet.issue.issued_on, author_of(sheet.issue.certifier)


def _finish(run: JobRun, batch: Batch) -> tuple[int, int]:
    """The control sheet and the lists beside it; (to be made, made) as counted from what is kept."""
    with recorded(run.access, BATCH_FINISHED) as note:
        left = BatchTarget.objects.filter(batch=batch, state=LEFT_OUT).count()
        made = Issue.objects.filter(request_key=batch.key).count()
        wanted = (batch.targets or 0) - left
        files: list[str] = []
        pages = 0
        for paper in closing_papers(run.access, batch, made=made, left=left):
            run.keep(paper.name, [paper.pdf], PDF_TYPE)
            files.append(paper.name)
            pages += paper.pages
        if batch.finished_at is None and wanted == made:
            batch.finished_at = business_now()
            batch.save(update_fields=["finished_at"])
        run.say(f"対象{batch.targets}件、出力{made}通、除外{left}件")
        note.count = made
        note.say(batch=str(batch.key), targets=batch.targets, made=made)
        say_print(
            note,
            paper=batch.paper,
            output=BATCH_FILE,
            pages=pages,
            sealed=False,
            files=files,
        )
    return wanted, made
