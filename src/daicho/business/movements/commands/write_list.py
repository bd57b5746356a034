"""Write a list (確認用の一覧のファイル): the lines of the screen as a file of a job, however many, one after the other."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from typing import Any, Final
from uuid import UUID

from daicho.business.movements.audit_types import LIST_OPENED
from daicho.business.movements.selectors.lists import (
    ListSpec,
    Shown,
    asked_for,
    describe,
    shown_lines,
)
from daicho.foundation.audit.public import recorded
from daicho.foundation.documents.files import csv_stream
from daicho.foundation.jobs.public import JobRun
from daicho.foundation.staff.public import check_file_delivery
from daicho.kernel.access import Access
from daicho.kernel.clock import business_now
from daicho.kernel.wareki import format_wareki, format_wareki_short

OPERATION: Final = "movements.lists"
MOST_NAMED: Final = 10_000
"""Persons that one entry of the trail names: beyond, it holds the count and the digest of the file."""


def write_list(
    run: JobRun, *, code: str, as_of: date | None, since: date | None, days: int | None
) -> None:
    """One list, whole, as CSV; one entry. Raises as `open_list` does, and `Refused` where files are not delivered."""
    check_file_delivery(run.access, OPERATION)
    with recorded(run.access, LIST_OPENED) as note:
        spec, asked = asked_for(run.access, code=code, as_of=as_of, since=since, days=days)
        writing = _Writing(spec, mark=_watermark(run.access, spec, asked.as_of))
        shown = shown_lines(run.access, spec.rows(asked))
        name = f"{spec.title}_{asked.as_of:%Y%m%d}.csv"
        run.keep(name, writing.content(shown), "text/csv; charset=utf-8")
        describe(note, spec, asked, count=writing.count, output="ファイル")
        note.say(page=0)
        note.count, note.digest = writing.count, writing.digest.hexdigest()
        if len(writing.persons) <= MOST_NAMED:
            note.about(*writing.persons)
    run.counted(writing.count, writing.count)
    run.say(f"{spec.title}（{format_wareki(asked.as_of)}現在）{writing.count}件")


@dataclass(slots=True)
class _Writing:
    """A file on its way: how many lines it has, whom it names (one more than an entry may, at the most)."""

    spec: ListSpec
    mark: str
    count: int = 0
    persons: dict[UUID, None] = field(default_factory=dict)
    digest: Any = field(default_factory=sha256)  # Any: hashlib names no type for its objects

    def content(self, shown: Iterator[Shown]) -> Iterator[bytes]:
        columns = (*self.spec.columns, "支援・抑止")
        for part in csv_stream(columns, self._rows(shown), watermark=self.mark):
            self.digest.update(part)
            yield part

    def _rows(self, shown: Iterator[Shown]) -> Iterator[tuple[str, ...]]:
        for each in shown:
            self.count += 1
            if len(self.persons) <= MOST_NAMED:
                self.persons.update(dict.fromkeys(each.line.persons))
            yield (*each.line.cells, "・".join(each.marks))


def _watermark(access: Access, spec: ListSpec, as_of: date) -> str:
    now = business_now()
    return (
        f"{spec.title}　{format_wareki(as_of)}現在　"
        f"出力: {access.name} {format_wareki_short(now.date())} {now:%H:%M}　目的外の利用を禁じる"
    )
