"""Tell the agency in bulk (市町村通知, 入管法61条の8の2・STD-4.5.7): of every foreigner whose address is written otherwise.

Within the transaction of a piece; of a case that is undone, what was not sent yet is taken back instead.
"""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from daicho.business.movements.commands.queue_immigration import queue_message, withdraw_unsent
from daicho.business.movements.domain.bulk_units import Task
from daicho.business.movements.domain.immigration import class_of
from daicho.business.movements.domain.plan import PersonPlan
from daicho.business.movements.models import BulkCase
from daicho.kernel.clock import business_now


def tell_agency(row: BulkCase, task: Task, people: Sequence[PersonPlan]) -> None:
    """Make the messages of those people who were written."""
    now = business_now()
    found = [
        (person, person.person, kind)
        for person in people
        if (kind := class_of(person, row.use, task.basis, with_card=False)) and person.person
    ]
    never_sent: set[UUID] = set()
    if row.undoes_id is not None and found:
        persons = [key for _, key, _ in found]
        never_sent = withdraw_unsent(row.undoes_id, now=now, persons=persons)
    for person, key, kind in found:
        if key not in never_sent:
            queue_message(
                person,
                key=key,
                case=row.key,
                movement=row.use,
                reason=task.reason,
                found=kind,
                event_on=task.day,
                now=now,
            )
