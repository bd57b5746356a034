"""Acts of a case (案件の異動): its changes with every record before and after, within the caller's own act."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Q

from daicho.registers.residents.domain.case_acts import CaseAct, Effect
from daicho.registers.residents.domain.particulars import Particulars, Status
from daicho.registers.residents.models import Change, Version


def acts_of(case: UUID) -> tuple[CaseAct, ...]:
    """The changes that a case made, the first one first, as they were when it was approved.

    A later correction does not change the answer: it speaks of what the case did.
    """
    return tuple(
        _act(change) for change in Change.objects.filter(case=case).order_by("processed_at")
    )


def _act(change: Change) -> CaseAct:
    # A restatement keeps the change and the 履歴番号: the earliest row of each is what the change said.
    rows = (
        Version.objects.filter(change=change)
        .order_by("record_id", "history_number", "recorded")
        .distinct("record_id", "history_number")
        .select_related("person")
    )
    last: dict[UUID, Version] = {row.record_id: row for row in rows}
    return CaseAct(
        change=change.key,
        kind=change.kind,
        reason=change.reason,
        basis=change.basis,
        event_date=change.event_date,
        event_on=change.event_on,
        notified_on=change.notified_on,
        noticed_on=change.noticed_on,
        processed_at=change.processed_at,
        effects=tuple(sorted((_effect(row) for row in last.values()), key=_order)),
    )


def _effect(row: Version) -> Effect:
    return Effect(
        person=row.person_id,
        record=row.record_id,
        atena_number=row.person.atena_number,
        status=Status(row.status),
        from_on=None if row.valid.isempty else row.valid.lower,
        before=_before(row),
        after=row.particulars(),
        code_is_new=_code_is_new(row),
    )


def _before(row: Version) -> Particulars | None:
    """What the record said of the same days just before this row was written, or None for a new record."""
    known = Version.objects.filter(
        Q(recorded__endswith__gte=row.recorded.lower) | Q(recorded__endswith__isnull=True),
        recorded__startswith__lt=row.recorded.lower,
        record=row.record_id,
        valid__isempty=False,
    ).exclude(change=row.change_id)
    held = known.order_by("-valid", "-history_number")
    if row.valid.lower is not None:
        held = held.filter(valid__startswith__lte=row.valid.lower)
    found = held.first()
    return found.particulars() if found else None


def _code_is_new(row: Version) -> bool:
    own = Version.objects.filter(person=row.person_id, history_number__lt=row.history_number)
    code = row.particulars().resident_record_code_ref
    return code is not None and not own.filter(resident_record_code_ref=code).exists()


def _order(effect: Effect) -> tuple[int, str]:
    items = effect.before or effect.after
    return items.member_order or 999, effect.atena_number
