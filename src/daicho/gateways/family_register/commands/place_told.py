"""Place a notice (本籍地を決める): a clerk names the municipality of a 本籍 in which none could be read, or says that nobody is told."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from daicho.foundation.audit.public import recorded
from daicho.foundation.staff.public import check_may
from daicho.gateways.family_register.audit_types import TOLD_PLACED
from daicho.gateways.family_register.commands.annex_acts import Cause, annex_of, enter, line_in
from daicho.gateways.family_register.commands.keeping import (
    Body,
    body_of,
    own_code,
    sealed_body,
    unsettled,
)
from daicho.gateways.family_register.commands.send import post
from daicho.gateways.family_register.commands.settle_notice import checked_reason
from daicho.gateways.family_register.domain.annex import Basis
from daicho.gateways.family_register.domain.domicile import notified_to
from daicho.gateways.family_register.domain.notices import Register, Sending, items_told
from daicho.gateways.family_register.models import AnnexLine, Told
from daicho.kernel.access import Access
from daicho.kernel.addresses import municipality_of
from daicho.kernel.clock import business_today, real_now
from daicho.kernel.errors import Invalid, Missing, Problem

WRITTEN: Final = (
    *("state", "municipality", "message", "sealed", "data_key"),
    *("settled_at", "settled_by_name", "settled_words"),
)


def place_told(access: Access, *, told: UUID, municipality: str) -> None:
    """Send a waiting notice to a municipality (6 digits); our own gets an entry in our 附票. `Invalid` for an unknown one."""
    check_may(access, "family.settle")
    with recorded(access, TOLD_PLACED) as note:
        row = _lock(told)
        code = _checked(municipality)
        body = body_of(row)
        if code == own_code():
            _enter(row, body, access)
            row.state, row.settled_words = Sending.DROPPED.value, "本籍は当市。附票に記載した。"
        else:
            body["family_register"] = body["family_register"] | {"municipality": code}
            post(row, body)
        row.municipality = code
        row.settled_at, row.settled_by_name = real_now(), access.name
        for name, value in sealed_body(row.key, body).items():
            setattr(row, name, value)
        row.save(update_fields=WRITTEN)
        if row.person is not None:
            note.about(row.person)
        note.say(kind=row.kind, notice=row.number, sender=code, state=row.state)


def drop_told(access: Access, *, told: UUID, reason: str) -> None:
    """Keep that nobody is told, and why. `Invalid` without a reason."""
    check_may(access, "family.settle")
    with recorded(access, TOLD_PLACED) as note:
        row = _lock(told)
        row.state, row.settled_words = Sending.DROPPED.value, checked_reason(reason)
        row.settled_at, row.settled_by_name = real_now(), access.name
        row.save(update_fields=["state", "settled_at", "settled_by_name", "settled_words"])
        note.say(kind=row.kind, notice=row.number, state=row.state, remark=row.settled_words)


def _enter(row: Told, body: Body, access: Access) -> None:
    person, place, today = body["people"][0], body["family_register"], business_today()
    items = items_told(person, body["address"])
    line = AnnexLine.objects.filter(person=row.person, ended_on=None).first() or line_in(
        annex_of(Register(own_code(), place["domicile"], place["head"]), on=today),
        items,
        person=row.person,
        on=today,
    )
    cause = Cause(
        reason=body["reason"],
        event_on=body["event_on"],
        basis=Basis.CASE,
        by=access.name,
        source=row.number,
        case=row.case,
    )
    enter(line, items, person.get("code", ""), cause)


def _checked(municipality: str) -> str:
    try:
        return notified_to(municipality_of(municipality.strip()))
    except Missing as error:
        wrong = Problem(error.reason_code, "municipality", error.what, error.why, error.remedy)
        raise Invalid([wrong]) from error


def _lock(told: UUID) -> Told:
    row = Told.objects.select_for_update().filter(key=told).first()
    return unsettled(row, Sending.UNPLACED)
