"""Queue messages (市町村通知・市町村伝達を作る): with the approval itself, for every foreigner whom it is told of."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, datetime
from uuid import UUID

from django.conf import settings

from daicho.business.movements.domain.immigration import (
    MessageClass,
    card_shown,
    class_of,
    due_on,
)
from daicho.business.movements.domain.plan import PersonPlan, Plan
from daicho.business.movements.events import ImmigrationMessageMade
from daicho.business.movements.models import Case, ImmigrationMessage
from daicho.foundation.outbox.public import emit
from daicho.kernel.clock import business_today


def queue_immigration(row: Case, plan: Plan, *, people: Mapping[str, UUID], now: datetime) -> None:
    """Make the messages of an approved case, in the order of its 異動; within the approval's transaction.

    What was not sent yet of a case that is cancelled or corrected is withdrawn: a cancelled one is told only where
    it had been sent.
    """
    never_sent = _withdraw(row, now)
    for act in plan.acts:
        for person in act.people:
            key = people[person.slot]
            found = class_of(person, row.kind, act.basis, with_card=card_shown(row.payload))
            if found is None or (row.kind == "reversal" and key in never_sent):
                continue
            queue_message(
                person,
                key=key,
                case=row.key,
                movement=row.kind,
                reason=act.reason,
                found=found,
                event_on=plan.event_date.sort_on,
                now=now,
            )


def queue_message(
    person: PersonPlan,
    *,
    key: UUID,
    case: UUID,
    movement: str,
    reason: str,
    found: MessageClass,
    event_on: date,
    now: datetime,
) -> None:
    """Make one message, within the transaction of what it tells."""
    message = ImmigrationMessage.objects.create(
        case=case,
        person=key,
        movement=movement,
        reason=reason,
        message_class=found.value,
        event_on=event_on,
        due_on=due_on(person, today=business_today()),
        addressee=settings.IMMIGRATION_ADDRESSEE,
        made_at=now,
    )
    emit(
        ImmigrationMessageMade(
            subjects=(key,),
            message=str(message.key),
            message_class=found.value,
            due_on=message.due_on.isoformat(),
        )
    )


def _withdraw(row: Case, now: datetime) -> set[UUID]:
    """Whose waiting messages of the cancelled case were taken back."""
    if row.kind != "reversal" or not row.payload.get("of_case"):
        return set()
    return withdraw_unsent(UUID(row.payload["of_case"]), now=now)


def withdraw_unsent(
    case: UUID, *, now: datetime, persons: Collection[UUID] | None = None
) -> set[UUID]:
    """Take back what was not sent yet of a case (of these persons alone, if named); whose messages those were."""
    waiting = ImmigrationMessage.objects.filter(
        case=case, taken_at__isnull=True, sent_at__isnull=True, withdrawn_at__isnull=True
    )
    if persons is not None:
        waiting = waiting.filter(person__in=persons)
    people = set(waiting.values_list("person", flat=True))
    waiting.update(withdrawn_at=now)
    return people
