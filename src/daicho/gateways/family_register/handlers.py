"""Handlers (届いた電文): notices of other municipalities; drafts and our own 附票, never an edit of the register."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final
from uuid import uuid5

from daicho.foundation.lines.public import Accepted, Handler, Held, Received, Refused, Reply
from daicho.foundation.staff.public import system_access
from daicho.gateways.family_register.commands import judge
from daicho.gateways.family_register.commands.keeping import own_code
from daicho.gateways.family_register.commands.take_notice import Coming, Outcome, take_notice
from daicho.gateways.family_register.domain.notices import (
    ANNEX_MISMATCH,
    ANNEX_NOTICE,
    DOMICILE_MOVED,
    REGISTER_NOTICE,
    Standing,
)
from daicho.gateways.family_register.models import Notice
from daicho.kernel.access import Purpose
from daicho.kernel.errors import Problem


def annex_notice(received: Received) -> Reply:
    """戸籍附票記載事項通知 for people with 本籍 here (FAM-003, 004)."""
    if received.body["family_register"]["municipality"] != own_code():
        return Refused((_not_ours(),))
    return _take(received, lambda coming: lambda row: judge.annex_notice(coming, row))


def annex_mismatch(received: Received) -> Reply:
    """戸籍照合通知 for our residents (FAM-005)."""
    return _take(received, lambda coming: lambda _row: judge.annex_mismatch(coming))


def register_notice(received: Received) -> Reply:
    """住民票記載事項通知 for our residents (FAM-007)."""
    return _take(received, lambda coming: lambda _row: judge.register_notice(coming))


def domicile_moved(received: Received) -> Reply:
    """本籍転属通知, for the new 戸籍 or the former."""
    body = received.body
    if own_code() not in (body["new"]["municipality"], body["former"]["municipality"]):
        return Refused((_not_ours(),))
    return _take(received, lambda coming: lambda row: judge.domicile_moved(coming, row))


def _take(received: Received, judging: Callable[[Coming], Callable[[Notice], Outcome]]) -> Reply:
    """Person by person; the message is held while one of them waits for a clerk."""
    access = system_access(Purpose.MOVEMENT, job="family_register")
    states = []
    for at in range(len(received.body.get("people", ("the one",)))):
        coming = Coming(
            kind=received.kind,
            body=received.body,
            at=at,
            # Our CS hands it on; whoever wrote it stands in its body, or is known by the thread.
            sender=_sender(received),
            key=uuid5(received.id, str(at)),
            message=received.id,
            thread=received.thread,
        )
        states.append(take_notice(access, coming, judging(coming)))
    return Held((_a_person_looks(),)) if Standing.HELD in states else Accepted()


def _sender(received: Received) -> str:
    body = received.body
    if received.kind == ANNEX_NOTICE:
        return str(body["address"]["municipality"])
    if received.kind == REGISTER_NOTICE:
        return str(body["family_register"]["municipality"])
    if received.kind == DOMICILE_MOVED:
        return str(body["former"]["municipality"])
    return ""


HANDLERS: Final[Mapping[str, Handler]] = {
    ANNEX_NOTICE: annex_notice,
    ANNEX_MISMATCH: annex_mismatch,
    REGISTER_NOTICE: register_notice,
    DOMICILE_MOVED: domicile_moved,
}


def _not_ours() -> Problem:
    return Problem(
        "annex.other_municipality",
        "family_register.municipality",
        "本籍地がこの市区町村ではありません。",
        "通知の本籍地とあて先が違います。",
        "本籍地を確かめてください。",
    )


def _a_person_looks() -> Problem:
    return Problem(
        "family.held",
        "",
        "本籍地・住所地の職員が確かめています。",
        "該当する人がすぐには決まりませんでした。",
        "結果の通知をお待ちください。",
    )
