"""Provide 送付先情報 (個人番号カード省令23条の2): compared with the nation, then given to the card system as it was received.

Each step is an act of its own, so that a crash between two of them repeats the one and never sends twice.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import F

from daicho.foundation.audit.public import recorded
from daicho.foundation.lines.public import (
    Accepted,
    Outgoing,
    Refused,
    Settled,
    ask,
    queue,
    settle_held,
)
from daicho.foundation.vault.public import ring
from daicho.kernel.access import Access
from daicho.kernel.clock import business_now
from daicho.kernel.errors import Problem, Unavailable
from daicho.nodes.municipal_cs import parties
from daicho.nodes.municipal_cs.audit_types import DISPATCH_CHECKED, DISPATCH_SENT
from daicho.nodes.municipal_cs.commands.take_dispatch import KIND, USE
from daicho.nodes.municipal_cs.commands.words import stored
from daicho.nodes.municipal_cs.domain.criteria import Criteria
from daicho.nodes.municipal_cs.domain.dispatches import (
    CODE,
    State,
    altered,
    differences,
    digest_of,
    lost,
    people_of,
    stopped,
)
from daicho.nodes.municipal_cs.models import Dispatch, DispatchPayload, DispatchPerson

PURPOSE = "送付先情報の4情報の確認"
AT_ONCE = 20


def provide_waiting(access: Access) -> int:
    """Take what waits a step further; how many moved. A nation that is away is asked again the next time."""
    moved = 0
    for key in _waiting(State.RECEIVED):
        moved += check_dispatch(access, key)
    if settings.DISPATCH_BY_LINE:
        for key in _waiting(State.CHECKED):
            moved += send_dispatch(access, key)
    return moved


def check_dispatch(access: Access, key: UUID) -> bool:
    """Compare the four items and the number of everybody with the nation's 本人確認情報 (JUK-021)."""
    text = content_of(key)
    try:
        wrong = [lost()] if text is None else _differences(access, json.loads(text))
    except Unavailable:
        return False
    with recorded(access, DISPATCH_CHECKED) as note:
        row = Dispatch.objects.select_for_update().get(pk=key)
        if row.state != State.RECEIVED:
            return False
        note.count = row.people
        note.say(dispatch=str(key), differences=len(wrong))
        if wrong:
            fail(row, State.LOST if text is None else State.STOPPED, wrong)
        else:
            row.state, row.checked_at = State.CHECKED.value, business_now()
            row.save(update_fields=["state", "checked_at"])
    return True


def send_dispatch(access: Access, key: UUID) -> bool:
    """Queue it for the card system; what is not the content that came is refused (JUK-020)."""
    with recorded(access, DISPATCH_SENT) as note:
        row = Dispatch.objects.select_for_update().get(pk=key)
        if row.state != State.CHECKED:
            return False
        note.count = row.people
        note.say(dispatch=str(key), way="line")
        text = checked_content(row)
        if text is None:
            return True
        row.state = State.SENDING.value
        row.sent = queue(
            Outgoing(
                kind=KIND,
                receiver=parties.card_system(),
                body=json.loads(text),
                thread=row.thread,
                matter=str(row.key),
            )
        )
        row.save(update_fields=["state", "sent"])
        note.digest = row.digest
    return True


def settle_dispatch(settled: Settled) -> None:
    """What the card system said; the register hears it as the outcome of its own message."""
    row = Dispatch.objects.select_for_update().get(pk=settled.matter)
    if settled.outcome == "accepted":
        provided(row, way="line")
    elif settled.outcome == "refused":
        fail(row, State.STOPPED, settled.problems)
    elif settled.outcome == "stopped":
        gone = content_of(row.key) is None
        fail(row, State.LOST if gone else State.STOPPED, [lost() if gone else stopped()])


def provided(row: Dispatch, *, way: str) -> None:
    """Mark it provided and tell the register, the first time."""
    first = row.state != State.PROVIDED
    row.state, row.way, row.provided_at = State.PROVIDED.value, way, business_now()
    row.save(update_fields=["state", "way", "provided_at"])
    if first:
        settle_held(row.message, Accepted())


def fail(row: Dispatch, state: State, problems: Iterable[Problem]) -> None:
    """End it without having provided it: nothing of it is kept, its people may come again, the register hears why."""
    told = tuple(problems)
    row.state, row.problems = state.value, stored(told)
    row.save(update_fields=["state", "problems"])
    DispatchPayload.objects.filter(dispatch=row.key).delete()
    DispatchPerson.objects.filter(dispatch=row).update(freed=True)
    settle_held(row.message, Refused(told))


def checked_content(row: Dispatch) -> str | None:
    """The content, the very one that was received; None after it was failed because it is gone or another."""
    text = content_of(row.key)
    if text is None:
        fail(row, State.LOST, [lost()])
    elif digest_of(text) != row.digest:
        fail(row, State.STOPPED, [altered()])
        return None
    return text


def content_of(key: UUID) -> str | None:
    """The content as it stands in the store of its own; None when it is not there (any more)."""
    row = DispatchPayload.objects.filter(dispatch=key).first()
    if row is None:
        return None
    return ring().open_text(USE, bytes(row.sealed), key_id=row.data_key)


def _differences(access: Access, body: dict[str, Any]) -> list[Problem]:
    found: list[Problem] = []
    for path, items in people_of(body):
        answer = ask(
            access,
            Outgoing(
                kind="identity.query",
                receiver=parties.nation(),
                body=Criteria(code=items[CODE]).body(PURPOSE),
            ),
        )
        found += differences(path, items, answer.body["found"])
    return found


def _waiting(state: State) -> list[UUID]:
    rows = Dispatch.objects.filter(state=state.value).order_by(F("received_at"))
    return list(rows.values_list("key", flat=True)[:AT_ONCE])
