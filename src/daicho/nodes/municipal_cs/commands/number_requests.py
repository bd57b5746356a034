"""Number requests (個人番号とすべき番号の要求と受領, 番号法8条): asked of the nation, taken in when the code is the one that was asked for."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from daicho.foundation.lines.public import (
    Accepted,
    Outgoing,
    Received,
    Refused,
    Reply,
    Settled,
    queue,
)
from daicho.foundation.vault.public import reveal
from daicho.kernel.check_digits import INDIVIDUAL_NUMBER, RESIDENT_RECORD_CODE
from daicho.kernel.clock import business_now
from daicho.kernel.errors import Problem
from daicho.nodes.municipal_cs import parties
from daicho.nodes.municipal_cs.commands.words import stored
from daicho.nodes.municipal_cs.domain.numbers import NumberState
from daicho.nodes.municipal_cs.models import NumberRequest
from daicho.nodes.municipal_cs.numbers import code_kept, code_known, number_kept

REQUEST: Final = "number.request"
ASSIGNED: Final = "number.assigned"


def take_number_request(received: Received) -> Reply:
    """The register asks for one 住民票コード; the nation is asked at once, and again by hand until it answers."""
    body, now = received.body, business_now()
    if not RESIDENT_RECORD_CODE.is_valid(str(body["code"])):
        return Refused((_no_code(),))
    former = body.get("former_number")
    row = NumberRequest.objects.create(
        message=received.id,
        thread=received.thread,
        code=code_kept(body["code"]),
        former_number=number_kept(former) if former else None,
        reason=body["reason"],
        state=NumberState.WAITING.value,
        asked_at=now,
        asked_last_at=now,
    )
    send_request(row)
    return Accepted()


def send_request(row: NumberRequest) -> UUID:
    """The request to the nation, in the thread of the register's own; within the caller's transaction."""
    former = {"former_number": reveal(row.former_number)} if row.former_number else {}
    return queue(
        Outgoing(
            kind=REQUEST,
            receiver=parties.nation(),
            body={"code": reveal(row.code), "reason": row.reason, **former},
            thread=row.thread,
            subject=row.code,
            matter=str(row.key),
        )
    )


def settle_request(settled: Settled) -> None:
    """A request that the nation refuses waits no longer."""
    if settled.outcome != "refused":
        return
    row = NumberRequest.objects.select_for_update().get(pk=settled.matter)
    if row.state == NumberState.WAITING:
        row.state, row.problems = NumberState.REFUSED.value, stored(settled.problems)
        row.edition += 1
        row.save(update_fields=["state", "problems", "edition"])


def take_assigned(received: Received) -> Reply:
    """The nation's number: refused unless it answers a request of ours with the code that was asked for (JUK-027)."""
    code, number = str(received.body["code"]), str(received.body["number"])
    row = NumberRequest.objects.select_for_update().filter(thread=received.thread).first()
    if row is None or received.sender != parties.nation():
        return Refused((_not_asked(),))
    if code_known(code) != row.code:
        return Refused((_other_code(),))
    if not INDIVIDUAL_NUMBER.is_valid(number):
        return Refused((_no_number(),))
    ref = number_kept(number)
    if row.number is not None:
        return Accepted() if row.number == ref else Refused((_second_number(),))
    row.number, row.assigned_at = ref, business_now()
    row.state, row.problems = NumberState.ASSIGNED.value, []
    row.edition += 1
    row.save(update_fields=["number", "assigned_at", "state", "problems", "edition"])
    queue(
        Outgoing(
            kind=ASSIGNED,
            receiver=parties.register(),
            body=received.body,
            thread=received.thread,
            subject=row.code,
        )
    )
    return Accepted()


def _problem(code: str, item: str, what: str, why: str) -> Problem:
    return Problem(f"number.{code}", item, what, why, "要求の一覧を見て、要求し直してください。")


def _no_code() -> Problem:
    return _problem(
        "code", "code", "住民票コードに誤りがあります。", "検査用数字が他の桁と合いません。"
    )


def _no_number() -> Problem:
    return _problem(
        "number", "number", "個人番号に誤りがあります。", "検査用数字が他の桁と合いません。"
    )


def _not_asked() -> Problem:
    return _problem("not_asked", "", "要求していない番号です。", "同じ経過の要求がありません。")


def _other_code() -> Problem:
    return _problem(
        "other_code",
        "code",
        "要求と違う住民票コードの番号です。",
        "応答の住民票コードが、要求した住民票コードと一致しません。",
    )


def _second_number() -> Problem:
    return _problem(
        "second", "number", "既に別の番号を受け取っています。", "一つの要求に番号は一つです。"
    )
