"""Take 送付先情報: of the register alone (JUK-036), checked for its form, and kept where no log and no backup sees it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Final
from uuid import UUID

from django.conf import settings

from daicho.foundation.lines.public import Accepted, Held, Received, Refused, Reply, settle_held
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
    lost,
    people_of,
    sent_twice,
    waits,
)
from daicho.nodes.municipal_cs.models import Dispatch, DispatchPayload, DispatchPerson, Passage

KIND: Final = "dispatch.information"
USE: Final = "municipal_cs.dispatch"
TARGETS: Final = "dispatch.targets"


def take_dispatch(received: Received) -> Reply:
    """Held until the card system has it; nobody is in two of them, but whom the card system itself asked for again.

    The same content in the same thread is the same one: the register lost its message in a breakdown and made it anew,
    and hears what becomes of it as the outcome of the newer message.
    """
    body = received.body
    wrong = dispatch_problems(
        body, layout=settings.PROFILE.jukinet.dispatch_layout, municipality=parties.own_code()
    )
    if wrong:
        return Refused(tuple(wrong))
    text = canonical(body)
    before = _come_before(received.thread, digest_of(text))
    if before is not None:
        return _same_again(before, received)
    marks = {path: _mark(items[CODE], items[NUMBER]) for path, items in people_of(body)}
    _free_those_asked_for(received.thread, marks.values())
    times, taken = Counter(marks.values()), _taken(marks.values())
    twice = [sent_twice(path) for path, m in marks.items() if m in taken or times[m] > 1]
    if twice:
        return Refused(tuple(twice))
    own = ring()
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


def _come_before(thread: UUID, digest: str) -> Dispatch | None:
    """The very same content of the same thread, under way or provided."""
    rows = Dispatch.objects.select_for_update().filter(thread=thread, digest=digest)
    return rows.exclude(state__in=State.failed()).first()


def _same_again(before: Dispatch, received: Received) -> Reply:
    if before.state == State.PROVIDED:
        return Accepted()
    settle_held(before.message, Refused((lost(),)))
    before.message = received.id
    before.save(update_fields=["message"])
    return Held((waits(),))


def _free_those_asked_for(thread: UUID, marks: Iterable[bytes]) -> None:
    """Whoever was provided may come again in the thread of a list of the card system that asked for them (STD-7.1.1.4)."""
    if Passage.objects.filter(kind=TARGETS, thread=thread).exists():
        provided = DispatchPerson.objects.filter(
            mark__in=list(marks), freed=False, dispatch__state=State.PROVIDED.value
        )
        provided.exclude(dispatch__thread=thread).update(freed=True)


def _mark(code: str, number: str) -> bytes:
    """A keyed hash of one 付番: the same person is notified anew when the number changes."""
    return ring().hash(NumberKind.INDIVIDUAL, f"{KIND}:{code}:{number}")


def _taken(marks: Iterable[bytes]) -> set[bytes]:
    rows = DispatchPerson.objects.filter(mark__in=list(marks), freed=False)
    return {bytes(mark) for mark in rows.values_list("mark", flat=True)}
