"""Editions (支援措置の版): what every act on a measure shares: the lock, the stale page, the new row, the event."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db import IntegrityError, transaction

from daicho.foundation.audit.public import Note
from daicho.foundation.outbox.public import emit
from daicho.kernel.access import Access
from daicho.kernel.clock import business_now
from daicho.kernel.errors import Conflict, Missing
from daicho.registers.protection import ports
from daicho.registers.protection.commands.set_suppression import sent_twice
from daicho.registers.protection.domain.acts import Act, check_may_be_done
from daicho.registers.protection.domain.measure import Facts, State, state_on
from daicho.registers.protection.events import MeasureChanged
from daicho.registers.protection.models import MeasureEdition
from daicho.registers.protection.models.measure import OPEN, packed


def lock_measure(measure: UUID, *, edition: int) -> MeasureEdition:
    """The open edition, locked until the transaction ends; `Conflict` unless it is the one that the page showed."""
    row = MeasureEdition.objects.select_for_update().filter(OPEN, measure=measure).first()
    if row is None and not MeasureEdition.objects.filter(measure=measure).exists():
        raise measure_missing()
    if row is None or row.edition != edition:
        raise Conflict(
            "開いていた画面の後に、この支援措置が変わりました。",
            why="ほかの人か別の画面で処理されています。何も書き換えていません。",
            remedy="最新の内容を開き、確かめてからやり直してください。",
            code="protection.stale",
        )
    return row


def measure_missing() -> Missing:
    return Missing(
        "この支援措置はありません。",
        remedy="支援措置の一覧から選び直してください。",
        code="protection.measure_missing",
    )


def check_act(row: MeasureEdition, act: Act, *, day: date) -> Facts:
    """The facts, if the act is open in the state that the measure has today."""
    facts = row.content
    check_may_be_done(act, facts, measure_state(facts, day))
    return facts


def measure_state(facts: Facts, day: date) -> State:
    """The state of the measure as a whole: that of its applicant."""
    left = ports.moved_out_on([facts.applicant], day).get(facts.applicant)
    return state_on(facts, day, moved_out_on=left)


def keep(
    access: Access,
    note: Note,
    *,
    measure: UUID,
    facts: Facts,
    act: Act,
    before: MeasureEdition | None = None,
) -> MeasureEdition:
    """Close the edition before, append the next, tell the others (STD-3.2), and describe it on the trail."""
    now = business_now()
    earlier = before.content.people if before else ()
    if before is not None:
        MeasureEdition.objects.filter(pk=before.pk).update(replaced_at=now)
    row = MeasureEdition(
        measure=measure,
        edition=before.edition + 1 if before else 1,
        act=act.value,
        facts=packed(facts),
        applicant=facts.applicant,
        persons=list(facts.people),
        ends_on=facts.ends_on,
        ended_on=facts.ended_on,
        kept_at=now,
        kept_by=access.staff_key,
        kept_by_name=access.name,
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        raise sent_twice() from error
    people = tuple(dict.fromkeys((*facts.people, *earlier)))
    emit(MeasureChanged(subjects=people, measure=str(measure), act=act.value, edition=row.edition))
    note.about(*people)
    note.say(measure=str(measure), act=act.label, edition=row.edition)
    return row
