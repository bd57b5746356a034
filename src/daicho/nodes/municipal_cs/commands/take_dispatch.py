"""Take 送付先情報: of the register alone (JUK-036), checked for its form, and kept where no log and no backup sees it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Final

from django.conf import settings

from daicho.foundation.lines.public import Held, Received, Refused, Reply
from daicho.foundation.vault.public import NumberKind, ring
from daicho.kernel.clock import business_now
from daicho.nodes.municipal_cs import parties
from daicho.nodes.municipal_cs.domain.dispatches import (
    BASIS,
    CODE,
    NUMBER,
    State,
    canonical,
    digest_of,
    dispatch_problems,
    people_of,
    sent_twice,
    waits,
)
from daicho.nodes.municipal_cs.models import Dispatch, DispatchPayload, DispatchPerson

KIND: Final = "dispatch.information"
USE: Final = "municipal_cs.dispatch"


def take_dispatch(received: Received) -> Reply:
    """Held until the card system has it; nobody is in two of them."""
    body = received.body
    wrong = dispatch_problems(
        body, layout=settings.PROFILE.jukinet.dispatch_layout, municipality=parties.own_code()
    )
    if wrong:
        return Refused(tuple(wrong))
    marks = {path: _mark(items[CODE], items[NUMBER]) for path, items in people_of(body)}
    times, taken = Counter(marks.values()), _taken(marks.values())
    twice = [sent_twice(path) for path, m in marks.items() if m in taken or times[m] > 1]
    if twice:
        return Refused(tuple(twice))
    text, own = canonical(body), ring()
    row = Dispatch.objects.create(
        message=received.id,
        thread=received.thread,
        layout=body["layout"],
        basis=BASIS,
        households=len(body["households"]),
        people=len(marks),
        digest=digest_of(text),
        state=State.RECEIVED.value,
        received_at=business_now(),
    )
    DispatchPerson.objects.bulk_create(
        DispatchPerson(dispatch=row, mark=mark) for mark in marks.values()
    )
    DispatchPayload.objects.create(
        dispatch=row.key, sealed=own.seal_text(USE, text), data_key=own.active_data
    )
    return Held((waits(),))


def _mark(code: str, number: str) -> bytes:
    """A keyed hash of one 付番: the same person is notified anew when the number changes."""
    return ring().hash(NumberKind.INDIVIDUAL, f"{KIND}:{code}:{number}")


def _taken(marks: Iterable[bytes]) -> set[bytes]:
    rows = DispatchPerson.objects.filter(mark__in=list(marks), freed=False)
    return {bytes(mark) for mark in rows.values_list("mark", flat=True)}
