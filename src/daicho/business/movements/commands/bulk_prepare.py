"""Prepare a bulk case (一括処理の用意): keep the settings and judge the whole file; the extraction follows by itself."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import IO
from uuid import UUID

from django.db import IntegrityError

from daicho.business.movements.audit_types import BULK_PREPARED
from daicho.business.movements.commands.bulk_extract import kept
from daicho.business.movements.commands.bulk_steps import describe_bulk, take_bulk_step
from daicho.business.movements.commands.save_draft import next_number
from daicho.business.movements.domain.bulk import BulkState
from daicho.business.movements.domain.bulk_file import MOST_BYTES, Layout, ReadLine, read_lines
from daicho.business.movements.domain.bulk_uses import USES, Use
from daicho.business.movements.models import BulkCase, BulkRow
from daicho.business.movements.selectors.bulk_task import read_task, rows_of
from daicho.foundation.audit.public import recorded
from daicho.foundation.staff.public import check_may
from daicho.kernel.access import Access
from daicho.kernel.clock import business_now, business_today
from daicho.kernel.errors import Conflict, Invalid, Problem

BATCH = 1000
SHOWN = 20
NAME_LIMIT = 200


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it was sent."""

    name: str
    data: IO[bytes]


def prepare_bulk(
    access: Access,
    *,
    case: UUID,
    use: str,
    settings: Mapping[str, str],
    upload: Upload | None = None,
) -> None:
    """Make a bulk case under the key that its form was given; the machine then extracts it (仮処理).

    `Invalid` for wrong settings, a file that is not one of this layout, or a list (対応表) with any wrong line.
    `Conflict` for a form sent twice, or a file that was taken in before.
    """
    check_may(access, "bulk.prepare")
    with recorded(access.on_case(case), BULK_PREPARED) as note:
        found = _use(use)
        task = read_task(use, settings, ())
        layout = found.layout(settings)
        if layout and upload is None:
            raise _file_problem(
                "missing", "ファイルが選ばれていません。", "この指定にはファイルが要ります。"
            )
        file = _opened(upload) if layout and upload else None
        row = open_bulk(
            access,
            case=case,
            use=use,
            settings=settings,
            title=task.title,
            event_on=task.day,
            file=file,
        )
        if layout and file:
            _keep_rows(row, layout, file.text)
            if layout.listed:
                read_task(use, settings, rows_of(row))
        describe_bulk(note, row)
        note.say(file=row.file_name, file_digest=row.file_digest)
        note.count = BulkRow.objects.filter(case=row).count()


@dataclass(frozen=True, slots=True)
class OpenedFile:
    """A file, its digest, and its text line by line."""

    name: str
    digest: str
    text: Iterable[str]


def open_bulk(
    access: Access,
    *,
    case: UUID,
    use: str,
    settings: Mapping[str, str],
    title: str,
    event_on: date,
    file: OpenedFile | None = None,
    undoes: BulkCase | None = None,
    remark: str = "",
) -> BulkCase:
    """A new bulk case, waiting for its extraction; the caller's entry tells of it. `Conflict` when it is there."""
    _check_new(case, use, file)
    now = business_now()
    row = BulkCase(
        key=case,
        number=next_number(),
        use=use,
        state=BulkState.EXTRACTING.value,
        edition=0,
        settings=dict(settings),
        title=title,
        event_on=event_on,
        file_name=file.name if file else "",
        file_digest=file.digest if file else "",
        undoes=undoes,
        office=access.office,
        terminal=access.terminal,
        entered_by=access.staff_key,
        entered_by_name=access.name,
        made_at=now,
        changed_at=now,
    )
    try:
        row.save(force_insert=True)
    except IntegrityError as error:
        raise _sent_twice() from error
    take_bulk_step(access, row, "prepared", after=BulkState.EXTRACTING, remark=remark)
    return row


def _check_new(case: UUID, use: str, file: OpenedFile | None) -> None:
    if BulkCase.objects.filter(key=case).exists():
        raise _sent_twice()
    if file is None:
        return
    same = BulkCase.objects.filter(use=use, file_digest=file.digest)
    earlier = same.exclude(state__in=["discarded", "undone"]).first()
    if earlier:
        raise Conflict(
            f"同じ内容のファイルを、受付番号 {earlier.number} で取り込んでいます。",
            why="二度取り込むと、履歴が重なります。何も書き換えていません。",
            remedy="その一括処理を開いて確かめてください。取り消すか破棄すれば、もう一度取り込めます。",
            code="bulk.same_file",
        )


def _sent_twice() -> Conflict:
    return Conflict(
        "この一括処理は既に作られています。",
        why="同じ画面が二度送られました。二重には作っていません。",
        remedy="一括処理の一覧から開いて続けてください。",
        code="bulk.sent_twice",
    )


def _use(code: str) -> Use:
    if code not in USES:
        raise Invalid(
            [
                Problem(
                    "bulk.use",
                    "",
                    "この種類の一括処理はありません。",
                    "一覧にない種類が送られました。",
                    "一覧から選んでください。",
                )
            ]
        )
    return USES[code]


def _opened(upload: Upload) -> OpenedFile:
    whole = hashlib.sha256()
    size = 0
    while part := upload.data.read(1 << 20):
        whole.update(part)
        size += len(part)
    if size > MOST_BYTES:
        raise _file_problem(
            "too_large", "ファイルが大きすぎます。", f"{MOST_BYTES >> 20}MBまでです。"
        )
    upload.data.seek(0)
    text = io.TextIOWrapper(upload.data, encoding="utf-8-sig", newline="")
    return OpenedFile(upload.name[:NAME_LIMIT], whole.hexdigest(), text)


def _file_problem(code: str, what: str, why: str) -> Invalid:
    return Invalid(
        [Problem(f"bulk_file.{code}", "file", what, why, "ファイルを選び直してください。")]
    )


def _keep_rows(row: BulkCase, layout: Layout, text: Iterable[str]) -> None:
    lines = read_lines(text, layout, today=business_today())
    wrong: list[ReadLine] = []
    for part in _parts(lines):
        BulkRow.objects.bulk_create(
            BulkRow(
                case=row,
                line_number=line.row.line_number,
                unit=line.row.unit,
                values=line.row.values,
                problems=[kept(p) for p in line.problems],
            )
            for line in part
        )
        wrong += [line for line in part if line.problems][: SHOWN - len(wrong)]
    if layout.listed and wrong:
        raise Invalid([_in_list(line, p) for line in wrong for p in line.problems])


def _parts(lines: Iterator[ReadLine]) -> Iterator[list[ReadLine]]:
    while part := list(islice(lines, BATCH)):
        yield part


def _in_list(line: ReadLine, problem: Problem) -> Problem:
    what = f"{line.row.line_number}行目の{problem.field or '列'}: {problem.what}"
    return Problem(problem.code, "file", what, problem.why, problem.remedy)
