"""Handlers (届いた電文): what comes from the 市町村CS; the register changes by cases alone (architecture.md §2)."""

from __future__ import annotations

from daicho.business.movements.public import ArrivalRow, designate_number, receive_arrivals
from daicho.foundation.lines.public import Accepted, Received, Refused, Reply
from daicho.foundation.staff.public import system_access
from daicho.gateways.jukinet.commands.keep_certificate import keep_certificate
from daicho.gateways.jukinet.domain.dates import typed
from daicho.kernel.access import Access, Purpose
from daicho.kernel.errors import Conflict, DaichoError, Invalid, Problem
from daicho.registers.residents.public import person_of_code


def number_assigned(received: Received) -> Reply:
    """個人番号とすべき番号: recorded by the system for the person of the 住民票コード (JUK-025, 027)."""
    person = person_of_code(str(received.body["code"]))
    if person is None:
        return Refused((_nobody(),))
    try:
        designate_number(
            _system(),
            person=person,
            number=str(received.body["number"]),
            notice=str(received.thread),
        )
    except Conflict:
        # The same notice came before, under another message.
        return Accepted()
    except Invalid as error:
        return Refused(error.problems)
    return Accepted()


def departure_certificate(received: Received) -> Reply:
    """転出証明書情報: kept until somebody comes with a 転入届, or its days are over (JUK-006, 008)."""
    try:
        keep_certificate(_system(), received)
    except DaichoError as error:
        return Refused.because(error)
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


def _nobody() -> Problem:
    return Problem(
        "number.unknown_code",
        "code",
        "この住民票コードの人が台帳にいません。",
        "番号を求めた市区町村の台帳に、求めたときの住民票コードがありません。",
        "求めた電文と住民票コードを確かめてください。",
    )
