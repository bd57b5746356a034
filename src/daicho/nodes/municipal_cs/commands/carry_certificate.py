"""Carry 転出証明書情報 (住基法24条の2): handed on and kept for its period, so that it can be asked for, and is erased unused.

A 転入通知 that goes out or comes in says that the 転入 has happened: the certificate is used.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from django.db.models import QuerySet

from daicho.foundation.lines.public import (
    Accepted,
    Outgoing,
    Received,
    Refused,
    Reply,
    queue,
)
from daicho.foundation.vault.public import ring
from daicho.kernel.clock import business_now
from daicho.kernel.errors import Problem
from daicho.nodes.municipal_cs import parties
from daicho.nodes.municipal_cs.commands.pass_on import INTO, OUT, pass_on
from daicho.nodes.municipal_cs.models import Certificate
from daicho.nodes.municipal_cs.numbers import code_kept, code_known

KIND: Final = "departure.certificate"
USE: Final = "municipal_cs.certificate"


def carry_certificate(received: Received) -> Reply:
    """Keep it sealed and hand it on."""
    reply = pass_on(received)
    if not isinstance(reply, Refused):
        _keep(received)
    return reply


def answer_request(received: Received) -> Reply:
    """A request of our register goes out; another CS's is answered from what our register has given (JUK-009)."""
    if parties.from_register(received.sender) or received.sender.node != "municipal_cs":
        return pass_on(received)
    ref = code_known(str(received.body["code"]))
    row = _waiting(OUT).filter(codes__contains=[ref]).order_by("-kept_at").first() if ref else None
    if row is None:
        return Refused((_none(),))
    queue(
        Outgoing(
            kind=KIND,
            receiver=received.sender,
            body=opened(row),
            thread=received.thread,
        )
    )
    return Accepted()


def carry_arrival(received: Received) -> Reply:
    """Hand the 転入通知 on; the certificates of these people are used."""
    reply = pass_on(received)
    if isinstance(reply, Refused):
        return reply
    # Ours goes to the origin: what came in is used. Theirs comes to us, the origin: what went out is.
    way = INTO if parties.from_register(received.sender) else OUT
    told = {code_known(str(person["code"])) for person in received.body["people"]}
    codes: list[UUID] = [ref for ref in told if ref]
    _waiting(way).filter(codes__overlap=codes).update(used_at=business_now())
    return reply


def carry_cancelled(received: Received) -> Reply:
    """Hand the cancellation on; the certificate answers no request any more, and is erased with the others."""
    reply = pass_on(received)
    if not isinstance(reply, Refused):
        body = received.body
        way = OUT if parties.from_register(received.sender) else INTO
        cancelled = _waiting(way).filter(origin=body["origin"], reference=body["reference"])
        cancelled.update(used_at=business_now())
    return reply


def withdraw(code: UUID) -> None:
    """The 転出 was cancelled: what was given out for it answers no request any more."""
    _waiting(OUT).filter(codes__contains=[code]).update(used_at=business_now())


def _waiting(way: str) -> QuerySet[Certificate]:
    return Certificate.objects.filter(way=way, used_at__isnull=True, erased_at__isnull=True)


def opened(row: Certificate) -> dict[str, Any]:  # Any: a body is JSON
    """The body of a certificate that has not been erased."""
    body: dict[str, Any] = json.loads(
        ring().open_text(USE, bytes(row.sealed or b""), key_id=row.data_key)
    )
    return body


def _keep(received: Received) -> None:
    body: Mapping[str, Any] = received.body
    own = ring()
    text = json.dumps(dict(body), ensure_ascii=False, sort_keys=True)
    Certificate.objects.create(
        message=received.id,
        thread=received.thread,
        way=OUT if parties.from_register(received.sender) else INTO,
        origin=body["origin"]["municipality"],
        destination=body["destination"]["municipality"],
        reference=str(body.get("reference", "")),
        move_out_on=body["move_out_on"],
        people=len(body["people"]),
        codes=[code_kept(code) for person in body["people"] if (code := _code(person))],
        sealed=own.seal_text(USE, text),
        data_key=own.active_data,
        kept_at=business_now(),
    )


def _code(person: Mapping[str, Any]) -> str:
    return str(person.get("resident_record_code", ""))


def _none() -> Problem:
    return Problem(
        "departure.none",
        "code",
        "該当なし。この住民票コードの転出証明書情報はありません。",
        "転出届が出ていないか、保存期間を過ぎて消去されました。",
        "転出元の市区町村に転出届が出ているかを確かめてください。",
    )
