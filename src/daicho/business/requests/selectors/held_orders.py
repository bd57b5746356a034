"""Held orders (受け入れた小為替): what the mail desk wrote down once, for the till to take as it is."""

from __future__ import annotations

from uuid import UUID

from daicho.business.requests.commands.post import reckoning_of
from daicho.business.requests.models import MoneyOrder, Request


def orders_kept_for(issue_key: UUID) -> tuple[MoneyOrder, ...]:
    """The notes of the request that issued under this key and that pay its fee, in the order in which they came.

    Those that go back as they came (`Reckoning.returnable`) are left out. Within the caller's own act.
    """
    row = Request.objects.filter(issue_key=issue_key).first()
    if row is None:
        return ()
    back = {note.number for note in reckoning_of(row).returnable}
    held = MoneyOrder.objects.filter(request=row, returned_at__isnull=True).order_by("id")
    return tuple(order for order in held if order.number not in back)
