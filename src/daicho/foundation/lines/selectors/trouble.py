"""Trouble (滞り): how many messages wait for a person: refused ones that nobody made anew, and those long on their way."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from django.db import connection
from django.db.models import Q
from django.urls import reverse

from daicho.foundation.lines.domain.states import State
from daicho.foundation.lines.models import ReceivedMessage, SentMessage
from daicho.foundation.outbox.public import count_delayed
from daicho.foundation.staff.policy import may
from daicho.foundation.staff.ports import Waiting
from daicho.kernel.access import Access
from daicho.kernel.clock import real_now

LONG: Final = timedelta(hours=1)
REFUSED_FOR_GOOD: Final = """
s.state = 'refused' AND s.made_anew IS NULL AND NOT (s.order_key <> '' AND s.kind IN ('identity.update', 'annex.update') AND EXISTS (
    SELECT FROM lines_sentmessage l
    WHERE l.order_key = s.order_key AND l.line = s.line AND l.kind = s.kind AND l.seq > s.seq AND l.state = 'accepted'))
"""
"""Of a message that was refused (`s`): somebody must see to it. Updates tell all of a person as they are, so the next one
that was accepted makes up for one that was not.
"""


def lines_waiting(access: Access) -> tuple[Waiting, ...]:
    """For whoever may act on messages, what there is; nothing for others."""
    if not may(access, "lines.act"):
        return ()
    url = reverse("lines_messages")
    late = Q(state=State.WAITING.value, made_at__lt=real_now() - LONG)
    found = (
        Waiting("拒否された電文", _refused(), f"{url}?state=refused"),
        Waiting(
            "1時間を過ぎて届かない電文",
            SentMessage.objects.filter(late).count(),
            f"{url}?state=waiting",
        ),
        Waiting(
            "先の電文が1時間を過ぎて届かない電文",
            ReceivedMessage.objects.filter(early=True, received_at__lt=real_now() - LONG).count(),
            f"{url}?way=received&state=held",
        ),
        Waiting("電文にできない出来事", count_delayed(), reverse("lines_lines")),
    )
    return tuple(each for each in found if each.count)


def _refused() -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM lines_sentmessage s WHERE {REFUSED_FOR_GOOD}")
        row = cursor.fetchone()
    return int(row[0]) if row else 0
