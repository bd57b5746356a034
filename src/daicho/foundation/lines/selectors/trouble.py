"""Trouble (滞り): how many messages wait for a person: refused ones that nobody made anew, and those long on their way."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from django.db.models import Q
from django.urls import reverse

from daicho.foundation.lines.domain.states import State
from daicho.foundation.lines.models import SentMessage
from daicho.foundation.outbox.public import count_delayed
from daicho.foundation.staff.policy import may
from daicho.foundation.staff.ports import Waiting
from daicho.kernel.access import Access
from daicho.kernel.clock import real_now

LONG: Final = timedelta(hours=1)


def lines_waiting(access: Access) -> tuple[Waiting, ...]:
    """For whoever may act on messages, what there is; nothing for others."""
    if not may(access, "lines.act"):
        return ()
    url = reverse("lines_messages")
    refused = Q(state=State.REFUSED.value, made_anew__isnull=True)
    late = Q(state=State.WAITING.value, made_at__lt=real_now() - LONG)
    found = (
        Waiting(
            "拒否された電文", SentMessage.objects.filter(refused).count(), f"{url}?state=refused"
        ),
        Waiting(
            "1時間を過ぎて届かない電文",
            SentMessage.objects.filter(late).count(),
            f"{url}?state=waiting",
        ),
        Waiting("電文にできない出来事", count_delayed(), reverse("lines_lines")),
    )
    return tuple(each for each in found if each.count)
