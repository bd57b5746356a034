"""Acts after a restore (復元の後の作業): what the manual tells to do with messages; run in an installation's host (host.py)."""

from __future__ import annotations

from typing import Final
from uuid import NAMESPACE_URL, uuid5

from daicho.foundation.lines.commands.make_anew import make_anew
from daicho.foundation.lines.commands.pass_over import pass_over
from daicho.foundation.lines.models import ReceivedMessage, SentMessage
from daicho.kernel.access import Access, Duty, Purpose

CLERK: Final = Access(
    staff_key=uuid5(NAMESPACE_URL, "窓口1"),
    login="窓口1",
    name="試験 窓口1",
    duties=frozenset({Duty.COUNTER}),
    purpose=Purpose.MOVEMENT,
    terminal="本庁1",
    office="市民課",
)


def pass_over_missing() -> int:
    """欠けた電文を待たずに処理する: every message that waits for one before it; how many there were."""
    found = list(ReceivedMessage.objects.filter(early=True).values_list("key", flat=True))
    for key in found:
        if ReceivedMessage.objects.filter(key=key, early=True).exists():
            pass_over(CLERK, key)
    return len(found)


def make_refused_anew() -> list[str]:
    """今の記録から作り直す: every refused message that nobody made anew; the codes of why they were refused."""
    refused = SentMessage.objects.filter(state="refused", made_anew=None).order_by("seq")
    rows = list(refused.values_list("key", "problems"))
    for key, _ in rows:
        make_anew(CLERK, key)
    return [problem["code"] for _, problems in rows for problem in problems]
