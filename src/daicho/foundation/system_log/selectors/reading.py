"""Reading (ログの検索): lines of some days, the newest first, a page at a time; memory does not grow with the files."""

from __future__ import annotations

import mmap
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from daicho.foundation.system_log.domain.lines import Line, LineKind, read_line
from daicho.foundation.system_log.writing import folder

_SUFFIX: Final = ".jsonl"


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where a line begins: its day's file and the byte."""

    day: date
    offset: int

    def __str__(self) -> str:
        return f"{self.day.isoformat()}:{self.offset}"

    @staticmethod
    def read(text: str) -> Place | None:
        """The place that a page's form carries; None for anything else."""
        day, _, offset = text.partition(":")
        try:
            return Place(date.fromisoformat(day), int(offset))
        except ValueError:
            return None


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which lines; all must hold. Days are Tokyo's, both included; `before` is the page."""

    since: date | None = None
    until: date | None = None
    kind: LineKind | None = None
    reference: str = ""
    staff: str = ""
    terminal: str = ""
    before: Place | None = None

    def covers(self, day: date) -> bool:
        return (
            (self.since is None or self.since <= day)
            and (self.until is None or day <= self.until)
            and (self.before is None or day <= self.before.day)
        )

    def fits(self, line: Line) -> bool:
        return (
            (self.kind is None or line.kind is self.kind)
            and (not self.reference or line.reference == self.reference)
            and (not self.staff or line.staff == self.staff)
            and (not self.terminal or line.terminal == self.terminal)
        )


def lines(home: Path, wanted: Wanted) -> Iterator[tuple[Place, Line]]:
    """The lines that fit, the newest first."""
    words = [t.encode() for t in (wanted.reference, wanted.staff, wanted.terminal) if t]
    for day, path in sorted(days_kept(home), reverse=True):
        if not wanted.covers(day):
            continue
        cut = wanted.before.offset if wanted.before and wanted.before.day == day else None
        for offset, raw in _backwards(path, before=cut):
            if any(word not in raw for word in words):
                continue
            line = read_line(raw)
            if line is not None and wanted.fits(line):
                yield Place(day, offset), line


def end_of(home: Path) -> Place | None:
    """The place after the last line that is written now; None when there is none."""
    newest = max(days_kept(home), default=None)
    return Place(newest[0], newest[1].stat().st_size) if newest else None


def days_kept(home: Path) -> Iterator[tuple[date, Path]]:
    """The days of which there is a file."""
    where = folder(home)
    if not where.is_dir():
        return
    for path in where.iterdir():
        try:
            day = date.fromisoformat(path.name.removesuffix(_SUFFIX))
        except ValueError:
            continue
        if path.suffix == _SUFFIX:
            yield day, path


def _backwards(path: Path, *, before: int | None) -> Iterator[tuple[int, bytes]]:
    """(offset, line) of the lines that begin before a byte, the last first."""
    try:
        size = path.stat().st_size
    except FileNotFoundError:
        return  # disposed of in between
    end = size if before is None else min(before, size)
    if not end:
        return
    with path.open("rb") as file, mmap.mmap(file.fileno(), size, access=mmap.ACCESS_READ) as whole:
        while end > 0:
            start = whole.rfind(b"\n", 0, end - 1) + 1
            yield start, whole[start:end].rstrip(b"\n")
            end = start
