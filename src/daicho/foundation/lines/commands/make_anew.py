"""Make anew (作り直し): a message that was refused or stopped is made again from the records as they are today."""

from __future__ import annotations

from uuid import UUID

from daicho.foundation.audit.public import recorded
from daicho.foundation.lines.audit_types import MESSAGE_MADE_ANEW
from daicho.foundation.lines.commands.sealing import bytes_of
from daicho.foundation.lines.commands.steps import entry_of, lost_message
from daicho.foundation.lines.domain.replies import Body, Lost
from daicho.foundation.lines.domain.states import State
from daicho.foundation.lines.envelopes import from_bytes
from daicho.foundation.lines.errors import overtaken, unmakeable
from daicho.foundation.lines.models import SendingOrder, SentMessage
from daicho.foundation.lines.settings import makers
from daicho.foundation.staff.public import check_may
from daicho.kernel.access import Access


def make_anew(access: Access, message: UUID) -> UUID:
    """Queue the message that takes its place; returns its id. What was wrong is put right in the records first.

    `Conflict` when it was made anew before, when a later message of the same person waits or was accepted, and for kinds
    that nobody makes twice (転出証明書情報).
    """
    check_may(access, "lines.act")
    with recorded(access, MESSAGE_MADE_ANEW) as note:
        row = lost_message(message)
        maker = makers().get(row.kind)
        if maker is None:
            raise unmakeable()
        if _is_overtaken(row):
            raise overtaken()
        row.made_anew = maker(
            Lost(
                id=row.key,
                kind=row.kind,
                thread=row.thread,
                matter=row.matter,
                subject=_subject_of(row),
                body=_body_of(row),
            )
        )
        row.save(update_fields=["made_anew"])
        note.detail = entry_of(row)
        return row.made_anew


def _is_overtaken(row: SentMessage) -> bool:
    """Whether something later of the same person is on its way, or has arrived."""
    if not row.order_key:
        return False
    on_its_way = (State.WAITING.value, State.HELD.value, State.ACCEPTED.value)
    later = SentMessage.objects.filter(
        line=row.line, order_key=row.order_key, seq__gt=row.seq, state__in=on_its_way
    )
    return later.exclude(kind="line.status").exists()


def _body_of(row: SentMessage) -> Body | None:
    raw = bytes_of(row)
    return None if raw is None else from_bytes(raw).body


def _subject_of(row: SentMessage) -> UUID | None:
    found = SendingOrder.objects.filter(receiver=row.receiver, key=row.order_key)
    return found.values_list("subject", flat=True).first() if row.order_key else None
