"""Of a case (案件の送付先情報): the messages in which anybody stands whom a case made due to be told."""

from __future__ import annotations

from uuid import UUID

from daicho.gateways.dispatch.models import Wish


def messages_of_case(case: UUID) -> tuple[UUID, ...]:
    """A household's message hangs on one person's case; every person's case shows it. Within the caller's own act."""
    sent = Wish.objects.filter(case=case, posting__message__isnull=False)
    found = sent.values_list("posting__message", flat=True).distinct()
    return tuple(message for message in found if message is not None)
