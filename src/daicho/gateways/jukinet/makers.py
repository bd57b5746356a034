"""Makers (作り直し): a message that was refused or stopped, made again from what the register holds today."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final
from uuid import UUID

from daicho.foundation.lines.public import Lost, Maker, Outgoing, own_node, queue
from daicho.gateways.jukinet.commands.tell_arrival import tell_arrival_again
from daicho.gateways.jukinet.commands.tell_everybody import REASON as FIRST_WORD
from daicho.gateways.jukinet.commands.tell_everybody import tell_present
from daicho.gateways.jukinet.commands.tell_identity import tell_again
from daicho.gateways.jukinet.commands.tell_now import tell_now
from daicho.kernel.errors import Conflict
from daicho.registers.residents.domain.labels import reason_label


def update_anew(lost: Lost) -> UUID:
    """本人確認情報: with the case's act and today's record; without a case, the first word about the person."""
    made = None
    if lost.subject is not None:
        case = UUID(lost.matter) if lost.matter else None
        made = tell_again(case, lost.subject) if case else _told_by_itself(lost, lost.subject)
    return _made(made)


def _told_by_itself(lost: Lost, person: UUID) -> UUID | None:
    """What no case stands behind: the first word about somebody, or what was told of them since."""
    if lost.body is None or lost.body["items"]["21"] == reason_label(FIRST_WORD):
        return tell_present(person)
    return tell_now(person, is_unknown_there=False)


def number_request_anew(lost: Lost) -> UUID:
    """個人番号とすべき番号の要求: as it was asked; a change is known by its thread."""
    if lost.body is None:
        return _made(None)
    return queue(
        Outgoing(
            kind="number.request",
            receiver=own_node("municipal_cs"),
            body=lost.body,
            thread=None if lost.body["reason"] == "new" else lost.thread,
            matter=lost.matter,
        )
    )


def arrival_anew(lost: Lost) -> UUID:
    """転入通知: to the same former municipality."""
    if not lost.matter or lost.body is None:
        return _made(None)
    return _made(tell_arrival_again(UUID(lost.matter), str(lost.body["origin"])))


def _made(message: UUID | None) -> UUID:
    if message is None:
        raise Conflict(
            "知らせる内容がありません。",
            why="台帳に、この電文で知らせる人や異動が、もうありません。",
            remedy="異動と住民票の今の内容を確かめてください。",
            code="jukinet.nothing_to_tell",
        )
    return message


MAKERS: Final[Mapping[str, Maker]] = {
    "identity.update": update_anew,
    "number.request": number_request_anew,
    "arrival.notice": arrival_anew,
}
