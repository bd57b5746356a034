"""Send (通知を送る): one notice to another municipality, remembered with what becomes of it. Within the caller's entry."""

from __future__ import annotations

from uuid import UUID, uuid4

from daicho.foundation.lines.public import Outgoing, own_node, queue
from daicho.gateways.family_register.commands.keeping import Body, sealed_body
from daicho.gateways.family_register.domain.notices import Sending
from daicho.gateways.family_register.models import Told


def send(
    kind: str,
    body: Body,
    *,
    municipality: str,
    person: UUID | None = None,
    case: UUID | None = None,
    thread: UUID | None = None,
    answers: UUID | None = None,
) -> Told:
    """Queue a notice, or keep it until somebody names the municipality (`municipality` blank)."""
    key = uuid4()
    row = Told(
        key=key,
        kind=kind,
        number=str(body["notice_number"]),
        municipality=municipality,
        person=person,
        case=case,
        answers=answers,
        state=Sending.UNPLACED.value,
        **sealed_body(key, body),
    )
    if municipality:
        post(row, body, thread=thread)
    row.save(force_insert=True)
    return row


def post(row: Told, body: Body, *, thread: UUID | None = None) -> None:
    """Queue the message of a notice; what is about one person of ours keeps its order."""
    row.message = queue(
        Outgoing(
            kind=row.kind,
            receiver=own_node("municipal_cs"),
            body=body,
            thread=thread,
            matter=str(row.case or ""),
        )
    )
    row.state = Sending.QUEUED.value
