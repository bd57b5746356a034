"""Effects (異動の結果): what a case did, read from both times of the register, within the caller's own act."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import groupby
from uuid import UUID

from daicho.kernel.errors import Missing
from daicho.registers.residents.domain.effects import CaseEffect, Done, RecordEffect
from daicho.registers.residents.domain.segments import Holding
from daicho.registers.residents.domain.timelines import timeline
from daicho.registers.residents.models import Change, Version
from daicho.registers.residents.selectors.holdings import holding


def effect_of(case: UUID) -> CaseEffect:
    """Everything that an approved case did; `Missing` when no such case has changed the register."""
    changes = {change.key: change for change in Change.objects.filter(case=case)}
    records = Version.objects.filter(change__in=changes).values_list("record_id", flat=True)
    rows = list(
        Version.objects.filter(record__in=set(records))
        .select_related("person")
        .order_by("record_id", "history_number")
    )
    said: dict[UUID, datetime] = {}
    for row in rows:
        if row.change_id in changes:
            since = row.recorded.lower
            said[row.change_id] = min(since, said.get(row.change_id, since))
    if not said:
        raise Missing(
            "この異動は、台帳に何も記録していません。",
            remedy="住民票の履歴から、異動を選び直してください。",
            code="residents.no_such_change",
        )
    order = sorted(said, key=lambda key: (said[key], changes[key].processed_at))
    begun, ended = said[order[0]], said[order[-1]]
    return CaseEffect(
        case=case,
        done=tuple(_done(changes[key]) for key in order),
        records=tuple(
            _record(list(own), begun, ended) for _, own in groupby(rows, lambda r: r.record_id)
        ),
    )


def _done(change: Change) -> Done:
    return Done(
        key=change.key,
        kind=change.kind,
        reason=change.reason,
        basis=change.basis,
        event_date=change.event_date,
        processed_at=change.processed_at,
    )


def _record(rows: Sequence[Version], begun: datetime, ended: datetime) -> RecordEffect:
    before = [
        r
        for r in rows
        if r.recorded.lower < begun and (r.recorded.upper is None or r.recorded.upper >= begun)
    ]
    after = [
        r
        for r in rows
        if r.recorded.lower <= ended and (r.recorded.upper is None or r.recorded.upper > ended)
    ]
    return RecordEffect(
        person=rows[0].person_id,
        record=rows[0].record_id,
        atena_number=rows[0].person.atena_number,
        before=_line(before),
        after=_line(after),
        now=_line(r for r in rows if r.recorded.upper is None),
    )


def _line(rows: Iterable[Version]) -> tuple[Holding, ...]:
    held = [holding(row, row.person.atena_number) for row in rows]
    return timeline(held, held[0].record) if held else ()
