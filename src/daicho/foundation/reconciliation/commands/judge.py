"""Judge (差異の見立て): what is known here of everybody who differs, and the row that is kept of it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final
from uuid import UUID, uuid4

from django.db import transaction

from daicho.foundation.reconciliation.domain.causes import Cause, Standing, cause_of
from daicho.foundation.reconciliation.domain.comparing import (
    Finding,
    Own,
    Side,
    compare,
)
from daicho.foundation.reconciliation.domain.files import Items
from daicho.foundation.reconciliation.models import Difference, Run
from daicho.foundation.reconciliation.ports import Source
from daicho.foundation.vault.public import ring

NOBODY: Final = Standing(known=False)


@dataclass(frozen=True, slots=True)
class Judged:
    """One person who differs, and why."""

    finding: Finding
    cause: Cause
    message: UUID | None

    def as_row(self, run: Run, *, block: str) -> Difference:
        """The row, its words sealed."""
        key, found = uuid4(), self.finding
        told = {
            "who": found.who,
            "ours": found.values(found.ours),
            "theirs": found.values(found.theirs),
        }
        own = ring()
        return Difference(
            key=key,
            run=run,
            block=block,
            subject=found.subject,
            side=found.side.value,
            items=list(found.items),
            cause=self.cause.value,
            message=self.message,
            sealed=own.seal_text(_use(key), json.dumps(told, ensure_ascii=False)),
            data_key=own.active_data,
        )


def opened(row: Difference) -> dict[str, dict[str, str]]:
    """What the sides said, within the act of whoever looks; empty once it was emptied."""
    if row.sealed is None:
        return {}
    text = ring().open_text(_use(row.key), bytes(row.sealed), key_id=row.data_key)
    told: dict[str, dict[str, str]] = json.loads(text)
    return told


def judged(
    source: Source, ours: Mapping[str, Own], theirs: Mapping[str, Items], *, asked_at: datetime
) -> Iterator[Judged]:
    """Everybody of whom the sides differ; our rows were read after the peer's."""
    found = list(compare(source.file, ours, theirs))
    if not found:
        return
    with transaction.atomic():
        found, changing = _identified(source, found)
        subjects = {each.subject for each in found if each.subject}
        standings = source.standings(subjects) if subjects else {}
    for each in found:
        standing = standings.get(each.subject, NOBODY) if each.subject else NOBODY
        if each.subject in changing:
            standing = replace(standing, changing=True)
        cause = cause_of(each, standing, asked_at=asked_at)
        yield Judged(each, cause, standing.last.message if standing.last else None)


def _identified(source: Source, found: list[Finding]) -> tuple[list[Finding], set[UUID]]:
    """Those whom the peer alone has, with the person whom we know by the key; and who has a row of ours meanwhile."""
    key = source.file.key
    alone = {f.theirs[key]: f for f in found if f.side is Side.THEIRS}
    if not alone:
        return found, set()
    known = source.known(set(alone))
    changing = {own.subject for own in source.rows(set(known.values()))} if known else set()
    named = [
        replace(f, subject=known.get(f.theirs[key])) if f.side is Side.THEIRS else f for f in found
    ]
    return named, changing


def _use(key: UUID) -> str:
    return f"reconciliation:{key}"
