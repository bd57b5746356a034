"""Search the trail (証跡の検索): a page, one entry, a file; each is itself on the trail (ACC-024, STD-10.2)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from daicho.foundation.audit.audit_types import (
    ENTRY_REVEALED,
    ENTRY_VIEWED,
    TRAIL_EXPORTED,
    TRAIL_SEARCHED,
)
from daicho.foundation.audit.commands.record import recorded
from daicho.foundation.audit.domain.chain import GENESIS, link
from daicho.foundation.audit.models import Entry
from daicho.foundation.audit.selectors.criteria import Criteria, describe, entries_for
from daicho.foundation.audit.selectors.lines import (
    EntryLine,
    hides_something,
    line_of,
    raw_body,
)
from daicho.foundation.audit.selectors.sheet import Export, sheet
from daicho.foundation.staff.public import check_file_delivery, check_may
from daicho.kernel.access import Access
from daicho.kernel.clock import TOKYO
from daicho.kernel.errors import Invalid, Missing, Problem

PER_PAGE: Final = 50
EXPORT_LIMIT: Final = 50_000
_COLUMNS: Final = (
    "番号",
    "日時",
    "操作者",
    "区分",
    "種類",
    "結果",
    "理由",
    "内容",
    "利用目的",
    "機能・処理",
    "画面",
    "処理場所",
    "端末",
    "ファイル名",
    "対象者数",
    "番号の表示",
    "記録番号",
)


@dataclass(frozen=True, slots=True)
class EntryPage:
    """Some entries, and the seq before which the next page begins (None on the last one)."""

    lines: tuple[EntryLine, ...]
    next_before: int | None


@dataclass(frozen=True, slots=True)
class EntryView:
    """One entry, its raw body, and whether it hangs in the chain."""

    line: EntryLine
    body: str
    basis_case: str
    hash: str
    linked: bool
    link_words: str
    hides: bool
    revealed: bool


def search_trail(access: Access, criteria: Criteria) -> EntryPage:
    """One page of entries, newest first; the search is an entry."""
    check_may(access, "audit.search")
    with recorded(access, TRAIL_SEARCHED) as note:
        found, person = entries_for(criteria)
        rows = list(found[: PER_PAGE + 1])
        shown = rows[:PER_PAGE]
        describe(note, criteria, person=person, found=len(shown))
        lines = tuple(line_of(row) for row in shown)
    return EntryPage(lines, shown[-1].seq if len(rows) > PER_PAGE else None)


def view_entry(access: Access, *, seq: int, reveal: bool = False) -> EntryView:
    """One entry; `reveal` shows its personal fields too, and that is an entry of another kind."""
    check_may(access, "audit.search")
    with recorded(access, ENTRY_REVEALED if reveal else ENTRY_VIEWED) as note:
        note.say(entry=seq)
        row = Entry.objects.filter(seq=seq).first()
        if row is None:
            raise Missing(
                "この番号の証跡はありません。",
                remedy="証跡の検索から選び直してください。",
                code="audit.entry_missing",
            )
        if reveal:
            note.about(*row.subjects)
        linked, words = _link_status(row)
        return EntryView(
            line=line_of(row, with_personal=reveal),
            body=raw_body(row, with_personal=reveal),
            basis_case=str(row.case_ref or ""),
            hash=bytes(row.hash).hex(),
            linked=linked,
            link_words=words,
            hides=hides_something(row),
            revealed=reveal,
        )


def export_trail(access: Access, criteria: Criteria) -> Export:
    """All entries of the criteria without personal fields; the entry keeps the file's SHA-256."""
    check_file_delivery(access, "audit.export")
    with recorded(access, TRAIL_EXPORTED) as note:
        found, person = entries_for(criteria)
        rows = list(found[: EXPORT_LIMIT + 1])
        if len(rows) > EXPORT_LIMIT:
            raise Invalid(
                [
                    Problem(
                        "audit.too_many",
                        "since",
                        f"一度に書き出せるのは {EXPORT_LIMIT} 件までです。",
                        remedy="期間を短くして、分けて書き出してください。",
                    )
                ]
            )
        export = sheet(
            access,
            title="証跡の書出し",
            stem="audit",
            columns=_COLUMNS,
            rows=(_cells(line_of(row)) for row in rows),
            count=len(rows),
        )
        describe(note, criteria, person=person, found=len(rows))
        note.count, note.digest = len(rows), export.digest
    return export


def _cells(line: EntryLine) -> tuple[str, ...]:
    return (
        str(line.seq),
        f"{line.at.astimezone(TOKYO):%Y-%m-%d %H:%M:%S}",
        line.login,
        line.log,
        line.title,
        line.outcome.label,
        line.reason,
        line.sentence,
        line.purpose,
        line.function,
        line.screen,
        line.office,
        line.terminal,
        line.files,
        str(line.persons),
        "有" if line.number_shown else "無",
        line.request,
    )


def _link_status(row: Entry) -> tuple[bool, str]:
    before = Entry.objects.filter(seq=row.seq - 1).values_list("hash", flat=True).first()
    previous = GENESIS if row.seq == 1 else bytes(before or b"")
    if bytes(row.previous) != previous:
        return (
            False,
            "前の証跡とつながっていません。管理担当ではなく、監査の責任者に知らせてください。",
        )
    if link(previous=previous, seq=row.seq, at=row.at, body=row.body) != bytes(row.hash):
        return (
            False,
            "書かれた後に変わっています。管理担当ではなく、監査の責任者に知らせてください。",
        )
    return True, "前の証跡とつながっていて、書かれたときのままです。"
