"""Handlers (届いた電文): what comes from the 市町村CS; the register changes by cases alone (architecture.md §2)."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from daicho.business.movements.public import (
    ArrivalRow,
    change_number,
    designate_number,
    receive_arrivals,
)
from daicho.foundation.lines.public import Accepted, Received, Refused, Reply
from daicho.foundation.staff.public import system_access
from daicho.gateways.jukinet import ports
from daicho.gateways.jukinet.commands.keep_certificate import keep_certificate
from daicho.gateways.jukinet.commands.take_cancellation import take_cancellation
from daicho.gateways.jukinet.domain.dates import typed
from daicho.kernel.access import Access, Purpose
from daicho.kernel.errors import Conflict, DaichoError, Invalid, Problem, Unavailable
from daicho.registers.residents.domain.particulars import Status
from daicho.registers.residents.public import person_of_code, truth_now

NEW: Final = "new"
ALREADY: Final = "case.sent_twice"
BUSY: Final = "case.person_busy"


def number_assigned(received: Received) -> Reply:
    """個人番号とすべき番号: recorded by the system for the person of the 住民票コード, new or changed (JUK-025, 027)."""
    person = person_of_code(str(received.body["code"]))
    if person is None:
        return Refused((_nobody(),))
    if _is_gone(person):
        return Refused((_gone(),))
    try:
        _record_number(received, person)
    except Conflict as error:
        if error.reason_code == BUSY:
            # A refusal would be for good: it gets no answer, and comes again until that case is over.
            raise Unavailable(error.what, why=error.why, remedy=error.remedy, code=BUSY) from error
        if error.reason_code != ALREADY:
            raise
        # The same notice came before, under another message.
        return Accepted()
    except Invalid as error:
        # Whoever was removed while this waited for that case has the same answer as who was removed before.
        return Refused((_gone(),) if _is_gone(person) else error.problems)
    return Accepted()


def _is_gone(person: UUID) -> bool:
    """Whether somebody who waited for a first number was removed meanwhile."""
    held = truth_now(person)
    return (
        held is not None
        and held.status is Status.REMOVED
        and held.particulars.individual_number_ref is None
    )


def _record_number(received: Received, person: UUID) -> None:
    """A first number as its 指定; another one as the change that was asked for in the same thread."""
    number, notice = str(received.body["number"]), str(received.thread)
    if received.body["reason"] == NEW:
        designate_number(_system(), person=person, number=number, notice=notice)
        return
    asked = ports.change_asked(received.thread)
    if asked is None or asked.reason != received.body["reason"]:
        raise Invalid([_not_asked()])
    if asked.person != person:
        raise Invalid([_other_code()])
    change_number(
        _system(),
        kind=asked.kind,
        person=person,
        number=number,
        notice=notice,
        paper=asked.paper,
    )


def departure_certificate(received: Received) -> Reply:
    """転出証明書情報: kept until somebody comes with a 転入届, or its days are over (JUK-006, 008)."""
    try:
        keep_certificate(_system(), received)
    except DaichoError as error:
        return Refused.because(error)
    return Accepted()


def departure_cancelled(received: Received) -> Reply:
    """転出証明書情報の取消し: what it was told of may not be quoted any more."""
    take_cancellation(_system(), received)
    return Accepted()


def arrival_notice(received: Received) -> Reply:
    """転入通知: recorded where nothing has to be judged; what does not fit waits as a draft (JUK-012, STD-4.1.3.1.2)."""
    body = received.body
    receive_arrivals(
        _system(),
        rows=[
            ArrivalRow(
                notice=f"{received.thread}/{at}",
                sent_at=received.made_at.isoformat(),
                resident_record_code=person["code"],
                name=person.get("name", ""),
                birth_date=typed(person["birth_on"][1:]),
                arrived_on=typed(body["arrived_on"]),
                noticed_on=typed(body["notified_on"]),
                municipality=body["municipality"],
                address=body["address"],
                postal_code=body.get("postal_code", ""),
            )
            for at, person in enumerate(body["people"])
        ],
    )
    return Accepted()


def _system() -> Access:
    return system_access(Purpose.MOVEMENT, job="jukinet")


def _not_asked() -> Problem:
    return Problem(
        "number.not_asked",
        "",
        "要求していない番号です。",
        "同じ経過の要求がありません。",
        "全国サーバの担当に知らせてください。",
    )


def _other_code() -> Problem:
    return Problem(
        "number.other_code",
        "code",
        "要求と違う住民票コードの番号です。",
        "応答の住民票コードが、要求した住民票コードと一致しません。",
        "全国サーバの担当に知らせてください。",
    )


def _gone() -> Problem:
    return Problem(
        "number.removed",
        "code",
        "番号が届く前に、住民票が消除されました。",
        "個人番号は、住民票のある人に指定します。",
        "対応は要りません。消除が誤りだったときは、異動を取り消すと、もう一度番号を求めます。",
    )


def _nobody() -> Problem:
    return Problem(
        "number.unknown_code",
        "code",
        "この住民票コードの人が台帳にいません。",
        "番号を求めた市区町村の台帳に、求めたときの住民票コードがありません。",
        "求めた電文と住民票コードを確かめてください。",
    )
