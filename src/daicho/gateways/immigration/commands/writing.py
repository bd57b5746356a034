"""Writing (市町村通知の内容): the body of one, from what its case did; and its way begun. Within the caller's act."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.conf import settings

from daicho.business.movements.public import DueMessage, take_message
from daicho.foundation.lines.public import Outgoing, Party, queue
from daicho.gateways.immigration.domain.municipal import Happened, municipal_body, number_of
from daicho.gateways.immigration.domain.states import State, Way
from daicho.gateways.immigration.models import Telling
from daicho.kernel.clock import TOKYO, business_now
from daicho.kernel.errors import Conflict, Problem
from daicho.registers.residents.public import acts_of, truth_now

KIND = "immigration.municipal"
AGENCY = Party("000000", "immigration")


def way() -> Way:
    """How this town speaks with the agency."""
    return Way(settings.PROFILE.immigration.way)


def begun(due: DueMessage, *, by: Way) -> Telling | None:
    """The row of a message that may go now; None where somebody else has taken it meanwhile."""
    if not take_message(due.key):
        return None
    return Telling.objects.create(
        message=due.key,
        place=due.place,
        case=due.case,
        person=due.person,
        reason=due.reason,
        message_class=due.message_class,
        way=by.value,
        number=number_of(due.place, 0),
        made_at=business_now(),
    )


def body_of(row: Telling, *, now: bool = False) -> dict[str, Any]:  # Any: a body is JSON
    """The body as the case told it; with `now`, the person as the register has them today."""
    happened = _happened(row)
    held = truth_now(row.person) if now else None
    return municipal_body(
        happened,
        held.particulars if held else happened.after,
        number=row.number,
        corrects=row.told_number,
        municipality=settings.TOWN["code"],
        typed=row.typed,
    )


def put_on_line(row: Telling, *, now: bool = False) -> UUID:
    """Queue it in the person's order; refused at once where the body is wrong, which its settler hears."""
    row.state, row.sent, row.problems = State.WAITING.value, None, []
    row.save(update_fields=["state", "sent", "problems"])
    sent = queue(
        Outgoing(
            kind=KIND,
            receiver=AGENCY,
            body=body_of(row, now=now),
            thread=row.message,
            subject=row.person,
            matter=str(row.case),
        )
    )
    Telling.objects.filter(pk=row.pk).update(sent=sent)
    return sent


def kept(problems: Iterable[Problem]) -> list[dict[str, str]]:
    """Problems as a row keeps them."""
    return [{"what": p.what, "why": p.why, "remedy": p.remedy} for p in problems]


def _happened(row: Telling) -> Happened:
    found = [
        (act, effect)
        for act in acts_of(row.case)
        for effect in act.effects
        if effect.person == row.person
    ]
    own = [each for each in found if each[0].reason == row.reason] or found
    if not own:
        raise Conflict(
            "知らせる異動が台帳にありません。",
            why="この異動の記載が、後の訂正でなくなっています。",
            remedy="住民票の履歴を確かめ、送らないときは理由を記録してください。",
            code="immigration.nothing_to_tell",
        )
    act, effect = own[-1]
    return Happened(
        reason=row.reason,
        message_class=row.message_class,
        event_date=act.event_date,
        notified_on=act.notified_on or act.processed_at.astimezone(TOKYO).date(),
        before=effect.before,
        after=effect.after,
        removed=effect.removes,
    )
