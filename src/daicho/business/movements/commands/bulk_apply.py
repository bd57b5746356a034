"""Apply (本処理): write what was approved, a piece of units at a time; who no longer agrees is left and listed (STD-9.7).

Each piece is one transaction with one entry on the trail, that lists every version written. Which units are done is
said by their lines, written in the same transaction: after a crash the next piece begins where the last one ended. The
key of a unit's change follows from the case and the unit, so that a unit cannot be written twice.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.db import transaction

from daicho.business.movements.audit_types import BULK_APPLIED, BULK_FINISHED
from daicho.business.movements.commands.bulk_immigration import tell_agency
from daicho.business.movements.commands.bulk_steps import describe_bulk, lock_bulk, take_bulk_step
from daicho.business.movements.domain.bulk import BulkState, Exclusion, Keyed, LineState
from daicho.business.movements.domain.bulk_units import Task, base_of_person, segment_of
from daicho.business.movements.domain.plan import PersonPlan
from daicho.business.movements.events import MovementApproved
from daicho.business.movements.models import BulkCase, BulkLine
from daicho.business.movements.public import pending_cases
from daicho.business.movements.selectors.bulk_candidates import by_person, edits_kept, members_of
from daicho.business.movements.selectors.bulk_task import task_of
from daicho.foundation.audit.public import recorded
from daicho.foundation.outbox.public import emit
from daicho.kernel.access import Access
from daicho.kernel.clock import business_now, business_today
from daicho.kernel.errors import Conflict
from daicho.registers.residents.domain.particulars import Status
from daicho.registers.residents.domain.segments import Holding
from daicho.registers.residents.writes import ChangeFacts, RecordChange, apply_changes, lock

PIECE = 50
_OPEN = (LineState.PLANNED.value, LineState.SAME.value)


def has_planned(case: UUID) -> bool:
    """Whether anything is still to be written."""
    return BulkLine.objects.filter(case=case, state=LineState.PLANNED.value).exists()


def apply_piece(access: Access, *, case: UUID) -> None:
    """Write the next units of an approved case whose day has come."""
    with recorded(access.on_case(case), BULK_APPLIED) as note:
        row = lock_bulk(case)
        if row.state != BulkState.APPROVED.value or row.event_on > business_today():
            return
        task = task_of(row)
        piece = _load(row, task)
        written = _write(row, task, piece)
        row.applied_digest = _digest_after(row.applied_digest, written.versions)
        row.changed_at = business_now()
        row.save(update_fields=["applied_digest", "changed_at"])
        describe_bulk(note, row)
        note.about(*written.persons)
        note.count = len(written.versions)
        note.digest = _digest_after("", written.versions)
        note.say(versions=written.versions, units=written.units, left_out=written.left_out)


def finish(access: Access, *, case: UUID) -> None:
    """Close a case of which nothing is left to write; what it undid is then 取消済."""
    with recorded(access.on_case(case), BULK_FINISHED) as note:
        row = lock_bulk(case)
        if row.state != BulkState.APPROVED.value or has_planned(case):
            return
        end(access, row, "finished")
        describe_bulk(note, row)
        note.count = BulkLine.objects.filter(case=row, state=LineState.WRITTEN.value).count()
        note.digest = row.applied_digest


def end(access: Access, row: BulkCase, action: str, *, remark: str = "") -> None:
    """The last step of a case, and of the case that it undid."""
    row.finished_at = business_now()
    take_bulk_step(access, row, action, after=BulkState.DONE, remark=remark)
    if row.undoes_id is not None:
        original = lock_bulk(row.undoes_id)
        take_bulk_step(access, original, "undone", after=BulkState.UNDONE)


@dataclass(slots=True)
class _Piece:
    """The units of one transaction, locked, and the register as it is for them."""

    lines: dict[str, list[BulkLine]]
    held: Mapping[UUID, tuple[Holding, ...]]
    busy: Mapping[UUID, str]
    members: Mapping[str, tuple[UUID, ...]] | None


@dataclass(slots=True)
class _Written:
    """What one transaction wrote, and how many units it left."""

    persons: list[UUID] = field(default_factory=list)
    versions: dict[str, str] = field(default_factory=dict)
    units: int = 0
    left_out: int = 0


def _load(row: BulkCase, task: Task) -> _Piece:
    planned = BulkLine.objects.filter(case=row, state=LineState.PLANNED.value)
    units = list(planned.order_by("unit").values_list("unit", flat=True).distinct()[:PIECE])
    lines: dict[str, list[BulkLine]] = defaultdict(list)
    for line in BulkLine.objects.filter(case=row, unit__in=units, state__in=_OPEN).order_by("id"):
        lines[line.unit].append(line)
    persons = [line.person for unit in units for line in lines[unit]]
    whole = task.keyed is Keyed.HOUSEHOLD
    lock(persons=persons, households=units if whole else ())
    return _Piece(
        lines=lines,
        held=by_person(persons),
        busy=pending_cases(persons),
        members=members_of(units, task) if whole else None,
    )


def _write(row: BulkCase, task: Task, piece: _Piece) -> _Written:
    """Write the units that still agree, together; if the register refuses one of them, each alone."""
    reasons = {unit: _reasons(piece, unit, lines) for unit, lines in piece.lines.items()}
    agreed = [unit for unit, found in reasons.items() if not any(found)]
    written = _Written()
    if agreed and not _write_units(row, task, piece, agreed, written):
        for unit in agreed:
            if not _write_units(row, task, piece, [unit], written):
                reasons[unit] = [Exclusion.REFUSED for _ in piece.lines[unit]]
    written.left_out = sum(any(found) for found in reasons.values())
    _keep_states(piece, reasons)
    return written


def _keep_states(piece: _Piece, reasons: Mapping[str, Sequence[Exclusion | None]]) -> None:
    became: dict[Exclusion | None, list[int]] = defaultdict(list)
    for unit, lines in piece.lines.items():
        left_whole = any(reasons[unit])
        for line, why in zip(lines, reasons[unit], strict=True):
            if _is_planned(line):
                became[why or (Exclusion.HOUSEHOLD_MATE if left_whole else None)].append(line.pk)
    for left, keys in became.items():
        BulkLine.objects.filter(pk__in=keys).update(
            state=(LineState.LEFT_OUT if left else LineState.WRITTEN).value,
            reason=left.value if left else "",
        )


def _is_planned(line: BulkLine) -> bool:
    return line.state == LineState.PLANNED.value


def _reasons(piece: _Piece, unit: str, lines: Sequence[BulkLine]) -> list[Exclusion | None]:
    if piece.members is not None and set(piece.members[unit]) != {ln.person for ln in lines}:
        return [Exclusion.MEMBERS_CHANGED for _ in lines]
    return [_reason(piece, line) for line in lines]


def _reason(piece: _Piece, line: BulkLine) -> Exclusion | None:
    if line.person in piece.busy:
        return Exclusion.BUSY
    same = base_of_person(piece.held[line.person]) == line.base
    return None if same else Exclusion.CHANGED_SINCE


def _write_units(
    row: BulkCase, task: Task, piece: _Piece, units: Sequence[str], written: _Written
) -> bool:
    people = {unit: _people(task, piece, unit) for unit in units}
    batch = [(_facts(row, task, unit), _changes(people[unit])) for unit in units]
    try:
        with transaction.atomic():
            done = apply_changes(batch)
    except Conflict:
        return False
    for unit in units:
        persons = tuple(change.person for change in _changes(people[unit]))
        emit(
            MovementApproved(
                subjects=persons, case=str(row.key), movement=row.use, reason=task.reason
            )
        )
        written.persons += persons
        tell_agency(row, task, people[unit])
    written.versions |= {str(key): digest for key, digest in done.digests.items()}
    written.units += len(units)
    return True


def _people(task: Task, piece: _Piece, unit: str) -> list[PersonPlan]:
    people = []
    for line in filter(_is_planned, piece.lines[unit]):
        held = next(
            h
            for h in piece.held[line.person]
            if h.status is Status.PRESENT and h.valid.covers(task.day)
        )
        people.append(
            PersonPlan(
                slot=unit,
                person=line.person,
                record=held.record,
                segments=(segment_of(held, edits_kept(line), task.day),),
                before=held.particulars,
            )
        )
    return people


def _changes(people: Sequence[PersonPlan]) -> list[RecordChange]:
    return [
        RecordChange(person=p.person, record=p.record, segments=p.segments)
        for p in people
        if p.person is not None
    ]


def _facts(row: BulkCase, task: Task, unit: str) -> ChangeFacts:
    return ChangeFacts(
        key=row.change_key(unit),
        case=row.key,
        kind=row.use,
        reason=task.reason,
        basis=task.basis,
        event_date=task.event_date,
        processed_at=business_now(),
        noticed_on=task.noticed_on,
        place=row.office,
        terminal=row.terminal,
        entered_by=row.entered_by,
        examined_by=row.examined_by,
        approved_by=row.approved_by,
    )


def _digest_after(before: str, versions: Mapping[str, str]) -> str:
    whole = hashlib.sha256(before.encode())
    for key, digest in versions.items():
        whole.update(f"{key}:{digest}".encode())
    return whole.hexdigest()
