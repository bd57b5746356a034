"""Reconcile (整合性確認): every block's digest handed over, then the rows of those blocks that differ; what differs is kept.

Where it stands is kept after every message, so that a run goes on after its machine has died. Memory is one block's rows
and some dozen bytes a person.
"""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from itertools import groupby
from typing import Any, Final

from django.db import transaction

from daicho.foundation.audit.public import recorded
from daicho.foundation.jobs.public import JobRun
from daicho.foundation.lines.public import Outgoing, ask
from daicho.foundation.messages.public import digest_of
from daicho.foundation.reconciliation.audit_types import RUN_ENDED
from daicho.foundation.reconciliation.commands.begin import begin, move, stop_asked
from daicho.foundation.reconciliation.commands.judge import judged
from daicho.foundation.reconciliation.domain.blocks import (
    BlockIndex,
    blocks_at_once,
    count_of,
    name_of,
    pieces,
)
from daicho.foundation.reconciliation.domain.causes import Cause
from daicho.foundation.reconciliation.domain.comparing import Own
from daicho.foundation.reconciliation.domain.files import Items
from daicho.foundation.reconciliation.errors import answer_wrong
from daicho.foundation.reconciliation.models import Difference, Run, State
from daicho.foundation.reconciliation.ports import Source
from daicho.kernel.clock import business_now, real_now
from daicho.kernel.errors import Unavailable

ROWS_AT_ONCE: Final = 1000
# A line that is away for a moment does not end a run of many minutes.
PAUSES: Final = (1.0, 2.0, 4.0, 8.0, 16.0)

Body = Mapping[str, Any]  # Any: a body is JSON


def reconcile(run: JobRun, source: Source) -> None:
    """Compare everybody with the source's peer; stops cleanly when asked. `Unavailable` when the peer does not answer."""
    row = begin(run, source)
    if row is None:
        return
    walk = _Walk(run, source, row)
    if walk.digests() and walk.rows():
        _end(run, row, State.DONE)
        run.say(f"差異 {row.differences}件、まだ比べられない人 {row.not_yet}人")
    else:
        _end(run, row, State.STOPPED)
        run.say("途中で止めました。")


class _Walk:
    """One run on its way through the blocks."""

    def __init__(self, run: JobRun, source: Source, row: Run) -> None:
        self._run, self._source, self._row = run, source, row
        self._file = source.file
        self._index = _index_of(source, row.width)

    def digests(self) -> bool:
        """Hand the digests of all blocks over; False when it was stopped."""
        row, last = self._row, count_of(self._row.width)
        step = blocks_at_once(self._index.people, row.width)
        while row.position < last:
            if stop_asked(self._run, row):
                return False
            numbers = range(row.position, min(row.position + step, last))
            told = self._digests(numbers)
            body = {"file": self._file.code, "width": row.width, "blocks": told}
            differing = _differing(self._ask("reconcile.digests", body), told)
            row.people += sum(block["count"] for block in told)
            row.differing = [*row.differing, *differing]
            row.position = numbers.stop
            move(row, "people", "differing", "position")
            self._progress()
        return True

    def rows(self) -> bool:
        """Compare the rows of the blocks that differ; False when it was stopped."""
        row = self._row
        while row.settled < len(row.differing):
            if stop_asked(self._run, row):
                return False
            found = list(self._block(row.differing[row.settled]))
            with transaction.atomic():
                Difference.objects.bulk_create(found, batch_size=500)
                count = sum(Cause(each.cause).comparable for each in found)
                row.differences += count
                row.not_yet += len(found) - count
                row.settled += 1
                move(row, "differences", "not_yet", "settled")
            self._progress()
        return True

    def _progress(self) -> None:
        row = self._row
        done = row.position + row.settled
        self._run.progress(done, count_of(row.width) + len(row.differing))

    def _own(self, numbers: Iterable[int]) -> Iterator[tuple[int, str, Own]]:
        """Our rows of these blocks, each with its block, in order of their keys; who has another key by now is left out."""
        entries = (
            (number, key, subject)
            for number in numbers
            for key, subject in self._index.block(number)
        )
        for chunk in pieces(entries, ROWS_AT_ONCE):
            with transaction.atomic():
                found = self._source.rows([subject for _, _, subject in chunk])
                rows = {own.subject: own for own in found}
            for number, key, subject in chunk:
                own = rows.get(subject)
                if own is not None and own.items[self._file.key] == key:
                    yield number, key, own

    def _digests(self, numbers: range) -> list[dict[str, Any]]:
        width = self._row.width
        told = {
            n: {"block": name_of(n, width), "count": 0, "digest": digest_of(())} for n in numbers
        }
        for number, rows in groupby(self._own(numbers), key=lambda each: each[0]):
            counted = _Counted(self._file.row_of(own.items) for _, _, own in rows)
            told[number] |= {"digest": digest_of(counted), "count": counted.count}
        return list(told.values())

    def _block(self, name: str) -> Iterator[Difference]:
        """The differences of one block, page by page of the peer's rows."""
        own = self._own([int(name)])
        ahead = next(own, None)
        after, more = "", True
        while more:
            asked_at = real_now()
            theirs, more = self._page(name, after)
            after = max(theirs, default=after)
            ours: dict[str, Own] = {}
            while ahead is not None and (not more or ahead[1] <= after):
                ours[ahead[1]] = ahead[2]
                ahead = next(own, None)
            yield from self._differences(name, ours, theirs, asked_at)

    def _differences(
        self, name: str, ours: Mapping[str, Own], theirs: Mapping[str, Items], asked_at: datetime
    ) -> Iterator[Difference]:
        for found in judged(self._source, ours, theirs, asked_at=asked_at):
            yield found.as_row(self._row, block=name)

    def _page(self, name: str, after: str) -> tuple[dict[str, Items], bool]:
        """The peer's rows after a code, and whether there are more."""
        body: dict[str, Any] = {"file": self._file.code, "block": name}
        if after:
            body["after"] = after
        answer = self._ask("reconcile.rows", body)
        found = [self._file.items_of(row) for row in answer["rows"]]
        keys = [items.get(self._file.key, "") for items in found]
        in_order = all(one < other for one, other in zip([after, *keys], keys, strict=False))
        if not in_order or not all(self._file.in_block(items, name) for items in found):
            raise answer_wrong("求めた区画の行が、正しい順に並んでいません。")
        if answer["more"] and not keys:
            raise answer_wrong("続きがあると言いながら、行がありません。")
        return dict(zip(keys, found, strict=True)), bool(answer["more"])

    def _ask(self, kind: str, body: Body) -> Body:
        """The peer's answer; one that is away for a moment is asked again."""
        outgoing = Outgoing(
            kind=kind,
            receiver=self._source.peer(),
            body={"run": str(self._row.key), **body},
            thread=self._row.key,
        )
        for pause in (*PAUSES, None):
            try:
                answer = ask(self._run.access, outgoing).body
            except Unavailable:
                if pause is None or stop_asked(self._run, self._row):
                    raise
                time.sleep(pause)
            else:
                if answer["run"] != str(self._row.key):
                    raise answer_wrong("別の確認の答えです。")
                return answer
        raise AssertionError("the last pause is none")


class _Counted:
    """Rows that are counted as they pass."""

    def __init__(self, rows: Iterable[Mapping[str, Any]]) -> None:
        self._rows = rows
        self.count = 0

    def __iter__(self) -> Iterator[Mapping[str, Any]]:
        for row in self._rows:
            self.count += 1
            yield row


def _index_of(source: Source, width: int) -> BlockIndex:
    index = BlockIndex(width, longest=source.file.longest)
    for subject, code, key in source.people():
        index.add(code, key, subject)
    return index


def _differing(answer: Body, told: list[dict[str, Any]]) -> list[str]:
    asked = [block["block"] for block in told]
    found = {block["block"] for block in answer["differing"]}
    if answer["compared"] != len(asked) or not found <= set(asked):
        raise answer_wrong("渡した区画と、比べた区画が合いません。")
    return [name for name in asked if name in found]


def _end(run: JobRun, row: Run, state: State) -> None:
    """Close the run; what the sides said in earlier runs is emptied."""
    with recorded(run.access, RUN_ENDED) as note:
        row.state, row.finished_at, row.digest = state.value, business_now(), _digest(row)
        move(row, "state", "finished_at", "digest")
        earlier = Run.objects.filter(source=row.source).exclude(key=row.key)
        Difference.objects.filter(run__in=earlier, sealed__isnull=False).update(sealed=None)
        note.count = row.people
        note.number_shown = True
        note.say(
            run=str(row.key),
            source=row.source,
            peer=row.peer,
            state=row.state,
            people=row.people,
            blocks=len(row.differing),
            differences=row.differences,
            not_yet=row.not_yet,
            digest=row.digest,
        )


def _digest(row: Run) -> str:
    """SHA-256 over what was found, without the sides' words: which entry tells of which result."""
    digest = hashlib.sha256()
    found = Difference.objects.filter(run=row).order_by("block", "subject", "key")
    for each in found.values_list("key", "block", "subject", "side", "cause", "items").iterator():
        digest.update(json.dumps([str(part) for part in each]).encode() + b"\n")
    return digest.hexdigest()
