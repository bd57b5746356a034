"""Send by hand (手による送信): a message that waits goes out now, also on a line that is manual (STD-7.1.1.1)."""

from __future__ import annotations

from uuid import UUID

from daicho.foundation.audit.public import recorded
from daicho.foundation.lines.audit_types import MESSAGE_RESENT
from daicho.foundation.lines.commands.steps import earlier_ones, entry_of, waiting_message
from daicho.foundation.lines.domain.states import Action, State, may_send
from daicho.foundation.lines.errors import earlier_waits, not_again_by_hand
from daicho.foundation.staff.public import check_may
from daicho.kernel.access import Access
from daicho.kernel.clock import real_now


def resend(access: Access, message: UUID) -> None:
    """Let the sender take it up at once, whatever pause it is in. The bytes stay the same.

    `Conflict` when it no longer waits, when one of the same person's waits before it, and for a 転出証明書情報 that was
    sent before: that is sent again automatically and never by hand.
    """
    check_may(access, "lines.act")
    with recorded(access, MESSAGE_RESENT) as note:
        row = waiting_message(message, Action.SEND)
        if not may_send(row.kind, State(row.state), row.attempts):
            raise not_again_by_hand()
        # On a manual line those before it may have been sent by hand as well, and are on their way.
        if earlier_ones(row).filter(by_hand_at__isnull=True).exists():
            raise earlier_waits()
        row.next_attempt_at = row.by_hand_at = real_now()
        row.save(update_fields=["next_attempt_at", "by_hand_at"])
        note.detail = entry_of(row)
