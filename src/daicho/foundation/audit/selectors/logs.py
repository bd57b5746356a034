"""Logs (ログの検索, STD-10.2): the trail and the system log in one list by time, to those who may see each.

Whoever audits sees both; whoever administers sees the machinery's lines alone, for the trail tells of them too.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from typing import Final

from django.conf import settings

from daicho.foundation.audit.audit_types import LOGS_EXPORTED, LOGS_SEARCHED
from daicho.foundation.audit.commands.record import recorded
from daicho.foundation.audit.domain.logs import FACETS
from daicho.foundation.audit.domain.types import Outcome
from daicho.foundation.audit.selectors.criteria import Criteria, describe, entries_for, last_seq
from daicho.foundation.audit.selectors.lines import EntryLine, line_of
from daicho.foundation.audit.selectors.sheet import Export, sheet
from daicho.foundation.staff.public import check_file_delivery, check_may, may
from daicho.foundation.system_log.domain.lines import Line, LineKind
from daicho.foundation.system_log.selectors.reading import Place, Wanted, end_of, lines
from daicho.kernel.access import Access
from daicho.kernel.clock import TOKYO, real_now
from daicho.kernel.errors import Invalid, Problem

PER_PAGE: Final = 50
EXPORT_LIMIT: Final = 50_000
SYSTEM_LOGS: Final = {kind.value: kind for kind in LineKind}
_COLUMNS: Final = (
    "日時",
    "区分",
    "操作者",
    "内容",
    "結果",
    "詳しい内容",
    "機能・処理",
    "画面",
    "処理場所",
    "端末",
    "ファイル名",
    "対象者数",
    "番号の表示",
    "記録番号",
    "証跡の番号",
)


@dataclass(frozen=True, slots=True)
class LogLine:
    """One line of either log; `seq` is that of an entry of the trail, None for a line of the machinery."""

    at: datetime
    log: str
    login: str
    title: str
    outcome: Outcome | None
    sentence: str
    function: str
    screen: str
    office: str
    terminal: str
    files: str
    persons: int
    number_shown: bool
    reference: str
    seq: int | None
    wrong: bool


@dataclass(frozen=True, slots=True)
class LogPage:
    """Some lines, and where each of the two logs goes on; both empty on the last page."""

    lines: tuple[LogLine, ...]
    next_seq: int | None
    next_place: str
    criteria: Criteria

    @property
    def goes_on(self) -> bool:
        return self.next_seq is not None or bool(self.next_place)


@dataclass(slots=True)
class _Reach:
    """How far a page has come in each log."""

    seq: int
    place: Place | None


def log_choices(access: Access) -> list[tuple[str, str]]:
    """The logs to choose from, as far as the actor may see them."""
    trail = [(f.code, f.label) for f in FACETS.values()] if may(access, "audit.search") else []
    return [("", "すべて"), *trail, *((k.value, k.label) for k in LineKind)]


def search_logs(
    access: Access, criteria: Criteria, *, place: str = "", home: Path | None = None
) -> LogPage:
    """One page of both logs, the newest first; the last 31 days unless told. The search is an entry."""
    check_may(access, "logs.search")
    bounded = criteria.bounded(_today())
    where = home or settings.HOME
    # From the first page on, what is written meanwhile (this search too) stays out of the pages that follow.
    reach = _Reach(criteria.before or last_seq() + 1, Place.read(place) or end_of(where))
    with recorded(access, LOGS_SEARCHED) as note:
        found = list(islice(_merged(access, bounded, reach, home=where), PER_PAGE + 1))
        shown = found[:PER_PAGE]
        describe(note, bounded, person=None, found=len(shown))
    for _, mark in shown:
        _go_on(reach, mark)
    more = len(found) > PER_PAGE
    return LogPage(
        lines=tuple(line for line, _ in shown),
        next_seq=reach.seq if more else None,
        next_place=str(reach.place or "") if more else "",
        criteria=bounded,
    )


def export_logs(access: Access, criteria: Criteria, *, home: Path | None = None) -> Export:
    """All lines of the criteria as CSV, without personal fields; the entry keeps the file's SHA-256."""
    check_file_delivery(access, "audit.export")
    bounded = criteria.bounded(_today())
    where = home or settings.HOME
    with recorded(access, LOGS_EXPORTED) as note:
        merged = _merged(access, bounded, _Reach(last_seq() + 1, end_of(where)), home=where)
        found = [line for line, _ in islice(merged, EXPORT_LIMIT + 1)]
        if len(found) > EXPORT_LIMIT:
            raise Invalid([_too_many()])
        export = sheet(
            access,
            title="ログの書出し",
            stem="logs",
            columns=_COLUMNS,
            rows=map(_cells, found),
            count=len(found),
        )
        describe(note, bounded, person=None, found=len(found))
        note.count, note.digest = len(found), export.digest
    return export


def _today() -> date:
    """The logs keep real time, which nobody can move (kernel.clock)."""
    return real_now().astimezone(TOKYO).date()


def _too_many() -> Problem:
    return Problem(
        "audit.too_many",
        "since",
        f"一度に書き出せるのは {EXPORT_LIMIT} 件までです。",
        remedy="期間を短くするか、区分を選んで、分けて書き出してください。",
    )


_Marked = tuple[LogLine, int | Place]


def _merged(access: Access, criteria: Criteria, reach: _Reach, *, home: Path) -> Iterator[_Marked]:
    """Both logs, each from where the page before ended, woven together by time."""
    trail = _of_trail(access, criteria, before=reach.seq)
    system = _of_system(criteria, before=reach.place, home=home)
    one, other = next(trail, None), next(system, None)
    while one or other:
        if other is None or (one is not None and one[0].at >= other[0].at):
            assert one is not None
            yield one
            one = next(trail, None)
        else:
            yield other
            other = next(system, None)


def _of_trail(access: Access, criteria: Criteria, *, before: int) -> Iterator[_Marked]:
    if criteria.log in SYSTEM_LOGS or not may(access, "audit.search"):
        return
    found, _ = entries_for(criteria)
    rows = found.filter(seq__lt=before)[: EXPORT_LIMIT + 1].iterator(chunk_size=PER_PAGE + 1)
    for row in rows:
        yield _from_trail(line_of(row)), row.seq


def _of_system(criteria: Criteria, *, before: Place | None, home: Path) -> Iterator[_Marked]:
    if criteria.log and criteria.log not in SYSTEM_LOGS:
        return
    wanted = Wanted(
        since=criteria.since,
        until=criteria.until,
        kind=SYSTEM_LOGS.get(criteria.log),
        reference=criteria.reference,
        staff=criteria.login,
        terminal=criteria.terminal,
        before=before,
    )
    for place, line in lines(home, wanted):
        yield _from_system(line), place


def _go_on(reach: _Reach, mark: int | Place) -> None:
    if isinstance(mark, Place):
        reach.place = mark
    else:
        reach.seq = mark


def _from_trail(line: EntryLine) -> LogLine:
    reason = f"理由 {line.reason}" if line.reason else ""
    return LogLine(
        at=line.at.astimezone(TOKYO),
        log=line.log,
        login=line.login,
        title=line.title,
        outcome=line.outcome,
        sentence="　".join(part for part in (line.sentence, reason) if part),
        function=line.function,
        screen=line.screen,
        office=line.office,
        terminal=line.terminal,
        files=line.files,
        persons=line.persons,
        number_shown=line.number_shown,
        reference=line.request,
        seq=line.seq,
        wrong=line.outcome is not Outcome.DONE,
    )


def _from_system(line: Line) -> LogLine:
    return LogLine(
        at=line.at,
        log=line.kind.label,
        login=line.staff,
        title=line.title,
        outcome=None,
        sentence=line.sentence,
        function="",
        screen=line.screen,
        office="",
        terminal=line.terminal,
        files="",
        persons=0,
        number_shown=False,
        reference=line.reference,
        seq=None,
        wrong=line.level in ("error", "critical"),
    )


def _cells(line: LogLine) -> tuple[str, ...]:
    return (
        f"{line.at:%Y-%m-%d %H:%M:%S}",
        line.log,
        line.login,
        line.title,
        line.outcome.label if line.outcome else "",
        line.sentence,
        line.function,
        line.screen,
        line.office,
        line.terminal,
        line.files,
        str(line.persons) if line.seq else "",
        ("有" if line.number_shown else "無") if line.seq else "",
        line.reference,
        str(line.seq or ""),
    )
