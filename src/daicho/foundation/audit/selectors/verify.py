"""Verify (検証): the whole chain recomputed here, apart from the database, and compared with heads kept elsewhere."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import IntEnum
from typing import Final
from uuid import UUID

from django.db import DataError, connection

from daicho.foundation.audit.domain.chain import GENESIS, link
from daicho.foundation.audit.domain.heads import Head

BATCH: Final = 2000
_BEFORE_ALL: Final = -(2**63)
_SELECT: Final = (
    "SELECT seq, at, kind, outcome, actor, login, purpose, terminal, case_ref, subjects,"
    " number_shown, body, previous, hash FROM audit_entry WHERE seq > %s ORDER BY seq LIMIT %s"
)
_REPEATED: Final = ("kind", "outcome", "login", "purpose", "terminal", "number_shown")


class Verdict(IntEnum):
    """What a verification says; the value is the exit code."""

    INTACT = 0
    BROKEN = 1
    UNPROVED = 2


@dataclass(frozen=True, slots=True)
class Break:
    """One thing that is not as it was; `seq` is the first entry concerned."""

    seq: int
    what: str

    @property
    def sentence(self) -> str:
        return f"証跡 {self.seq}: {self.what}"


@dataclass(frozen=True, slots=True)
class Report:
    """The result: entries read, what is broken, heads that agreed, and what could not be proved."""

    entries: int
    last_seq: int
    seconds: float
    breaks: tuple[Break, ...]
    heads_agreed: int
    newest_head: int
    clock_steps: tuple[int, ...] = ()
    refused_heads: tuple[str, ...] = ()

    @property
    def verdict(self) -> Verdict:
        if self.breaks:
            return Verdict.BROKEN
        return Verdict.INTACT if self.heads_agreed and not self.refused_heads else Verdict.UNPROVED

    def sentences(self) -> tuple[str, ...]:
        """The report in Japanese, the gravest first."""
        lines = [each.sentence for each in self.breaks]
        lines += [f"使えない先端があります: {reason}。" for reason in self.refused_heads]
        if not self.breaks:
            lines.append(f"{self.entries} 件の証跡は、一件ずつ正しくつながっています。")
        if not self.heads_agreed and not self.breaks:
            lines.append(
                "外に控えた先端がないので、末尾が切り取られていないこと、全体が作り直されていないことは確かめられません。"
            )
        elif self.heads_agreed:
            lines.append(
                f"外に控えた先端 {self.heads_agreed} 件と一致しました（最も新しいものは証跡 {self.newest_head}）。"
            )
        if self.clock_steps:
            lines.append(
                f"時刻が前の証跡より戻っているところが {len(self.clock_steps)} か所あります"
                f"（最初は証跡 {self.clock_steps[0]}）。時計の調整でも起こります。"
            )
        return tuple(lines)


@dataclass(slots=True)
class _Walk:
    """Where the walk along the chain is."""

    seq: int = 0
    hash: bytes = GENESIS
    at: datetime | None = None
    entries: int = 0
    clock_steps: list[int] = field(default_factory=list)

    def take(self, row: Sequence[object]) -> str:
        """Go on to one row; returns what is wrong with it, or nothing."""
        seq, at, body = row[0], row[1], row[11]
        assert isinstance(seq, int)
        assert isinstance(at, datetime)
        assert isinstance(body, str)
        if seq != self.seq + 1:
            if not self.seq:
                return f"最初の証跡は 1 のはずですが、{seq} から始まっています。"
            return f"証跡 {self.seq + 1} から {seq - 1} が欠けています。"
        if _bytes(row[12]) != self.hash:
            return "前の証跡とつながっていません。"
        try:
            expected = link(previous=self.hash, seq=seq, at=at, body=body)
        except OverflowError:
            return "日時があり得ない値です。"
        if expected != _bytes(row[13]):
            return "内容か日時が、書かれた後に変わっています（ハッシュ値が合いません）。"
        wrong = _differing_column(row, body)
        if wrong:
            return f"検索用の列「{wrong}」が本文と違います。"
        if self.at is not None and at < self.at:
            self.clock_steps.append(seq)
        self.seq, self.hash, self.at = seq, expected, at
        self.entries += 1
        return ""


def verify_chain(
    *,
    heads: Sequence[Head],
    refused_heads: Sequence[str] = (),
    progress: Callable[[int], None] | None = None,
) -> Report:
    """Recompute every link and compare with `heads`, whose signatures the caller has checked.

    Reads in batches of `BATCH`; `progress` hears how many entries each brought. The walk ends at the first broken
    link; heads are compared whatever it found.
    """
    began = time.monotonic()
    walk = _Walk()
    first_break = _walk_along(walk, progress)
    breaks = [first_break] if first_break else []
    agreed, newest = 0, 0
    for head, broken in _compared(heads):
        if broken:
            breaks.append(broken)
        elif not first_break or head.seq < first_break.seq:
            agreed, newest = agreed + 1, max(newest, head.seq)
    return Report(
        entries=walk.entries,
        last_seq=walk.seq,
        seconds=time.monotonic() - began,
        breaks=tuple(dict.fromkeys(breaks)),
        heads_agreed=agreed,
        newest_head=newest,
        clock_steps=tuple(walk.clock_steps),
        refused_heads=tuple(refused_heads),
    )


def _walk_along(walk: _Walk, progress: Callable[[int], None] | None) -> Break | None:
    try:
        for rows in _batches():
            for row in rows:
                wrong = walk.take(row)
                if wrong:
                    return Break(walk.seq + 1, wrong)
            if progress:
                progress(len(rows))
    except DataError:
        # A value that no entry can hold, such as an instant at infinity.
        return Break(walk.seq + 1, "読み取れない値の証跡があります。")
    return None


def _batches() -> Iterator[list[tuple[object, ...]]]:
    after = _BEFORE_ALL
    while True:
        with connection.cursor() as cursor:
            cursor.execute(_SELECT, [after, BATCH])
            rows = cursor.fetchall()
        if not rows:
            return
        yield rows
        after = rows[-1][0]


def _differing_column(row: Sequence[object], body: str) -> str:
    try:
        said = json.loads(body)
    except ValueError:
        return "body"
    if not isinstance(said, dict):
        return "body"
    columns = dict(zip(("kind", "outcome"), row[2:4], strict=True))
    columns |= dict(zip(("login", "purpose", "terminal"), row[5:8], strict=True))
    columns["number_shown"] = row[10]
    for name in _REPEATED:
        if columns[name] != said.get(name):
            return name
    if str(row[4]) != said.get("actor"):
        return "actor"
    if (str(row[8]) if row[8] else None) != said.get("case_ref"):
        return "case_ref"
    subjects = row[9]
    assert isinstance(subjects, list)
    return "" if [_text(s) for s in subjects] == said.get("subjects") else "subjects"


def _text(value: object) -> str:
    return str(value) if isinstance(value, UUID) else ""


def _compared(heads: Sequence[Head]) -> Iterator[tuple[Head, Break | None]]:
    """Each head with what the trail now says against it."""
    for start in range(0, len(heads), BATCH):
        part = heads[start : start + BATCH]
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT seq, hash FROM audit_entry WHERE seq = ANY(%s)", [[h.seq for h in part]]
            )
            found = {seq: _bytes(digest).hex() for seq, digest in cursor.fetchall()}
        found[0] = GENESIS.hex()
        for head in part:
            yield head, _against(head, found.get(head.seq))


def _against(head: Head, found: str | None) -> Break | None:
    if found is None:
        return Break(
            head.seq,
            f"{head.at} には証跡 {head.seq} までありましたが、今はありません（末尾が切り取られています）。",
        )
    if found != head.hash:
        return Break(
            head.seq,
            f"{head.at} に控えた先端とハッシュ値が違います（証跡が作り直されています）。",
        )
    return None


def _bytes(value: object) -> bytes:
    assert isinstance(value, (bytes, memoryview))
    return bytes(value)
