"""Pass over (欠けた電文を待たない): what came too early is handled although what was to come before it never will.

So it is when one of the two was brought back from a backup: what came in between is settled for its sender, who does not
send it again. What it told is missing here until the next message of the person, or a 整合性確認.
"""

from __future__ import annotations

from uuid import UUID

from django.db.models import Min

from daicho.foundation.audit.public import recorded
from daicho.foundation.lines.audit_types import MESSAGE_PASSED_OVER
from daicho.foundation.lines.commands.early import handle_early
from daicho.foundation.lines.domain.parties import Party
from daicho.foundation.lines.errors import message_missing, moved_on
from daicho.foundation.lines.models import ArrivalOrder, ReceivedMessage
from daicho.foundation.staff.public import check_may
from daicho.kernel.access import Access


def pass_over(access: Access, message: UUID) -> None:
    """Go on with the first that is there of this message's order, and with what follows it without a gap.

    `Missing`; `Conflict` when it does not wait for one before it (any more).
    """
    check_may(access, "lines.act")
    with recorded(access, MESSAGE_PASSED_OVER) as note:
        row = ReceivedMessage.objects.filter(key=message).first()
        if row is None:
            raise message_missing()
        order = ArrivalOrder.objects.filter(sender=row.sender, key=row.order_key)
        counter = order.select_for_update(no_key=True).first()
        there = ReceivedMessage.objects.filter(
            early=True, sender=row.sender, order_key=row.order_key
        )
        first = there.aggregate(first=Min("order_number"))["first"]
        if counter is None or first is None or not there.filter(key=message).exists():
            raise moved_on()
        note.say(
            message=str(row.key),
            kind=row.kind,
            thread=str(row.thread),
            party=row.sender,
            missing=first - counter.next,
        )
        counter.next = first
        counter.save(update_fields=["next"])
    handle_early(Party.parse(row.sender), row.order_key)
