"""Erase bodies (本文の消去): what a message said is emptied when its period is over; digest, signature and states stay (JUK-008).

Of a question the answer goes too: what was asked for at a counter is read there and kept nowhere (JUK-015, 031).
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Final

from daicho.foundation.audit.public import recorded
from daicho.foundation.lines.audit_types import BODIES_ERASED
from daicho.foundation.lines.commands.sealing import NOTHING
from daicho.foundation.lines.domain.states import State
from daicho.foundation.lines.models import ReceivedMessage, SentMessage
from daicho.kernel.access import Access
from daicho.kernel.clock import real_now

QUESTIONS: Final = frozenset({"identity.query", "serial.query", "wide_area.request"})
KEPT: Final = timedelta(hours=1)
"""Longer than anybody waits for an answer, and so than the same question may come again."""


def erase_questions(access: Access) -> int:
    """Empty the questions about people, and what was answered. Returns how many."""
    return erase_bodies(access, kinds=QUESTIONS, before=real_now() - KEPT, answers=True)


def erase_bodies(
    access: Access, *, kinds: Collection[str], before: datetime, answers: bool = False
) -> int:
    """Empty the bodies of these kinds that were written or came before then. Returns how many; nothing is entered for none.

    A message that still waits to be sent, or for those before it, keeps its body until it has done so. `answers`: what was
    said to them as well.
    """
    sent = SentMessage.objects.filter(kind__in=kinds, made_at__lt=before, erased_at=None)
    sent = sent.exclude(state=State.WAITING.value)
    received = ReceivedMessage.objects.filter(
        kind__in=kinds, received_at__lt=before, erased_at=None, early=False
    )
    if not sent.exists() and not received.exists():
        return 0
    with recorded(access, BODIES_ERASED) as note:
        told = {"sealed": NOTHING.sealed, "key_id": NOTHING.key_id, "erased_at": real_now()}
        if answers:
            told |= {"answer_sealed": NOTHING.sealed, "answer_key_id": NOTHING.key_id}
        note.count = sent.update(**told) + received.update(**told)
        note.say(kinds="・".join(sorted(kinds)), before=before.isoformat(), count=note.count)
        return note.count
