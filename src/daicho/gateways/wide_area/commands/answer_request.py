"""Answer a request (広域交付住民票情報の提供, 住基法12条の4第2項): from the register of today, or a refusal that says no more
than its code (JUK-030). Each request is entered and listed, whatever the answer was.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from daicho.business.movements.public import pending_cases
from daicho.foundation.audit.public import recorded
from daicho.foundation.lines.public import Answering, Received, Refused, Reply
from daicho.foundation.vault.public import reveal_many
from daicho.gateways.wide_area.audit_types import REQUEST_ANSWERED
from daicho.gateways.wide_area.domain.given import (
    Given,
    answer_body,
    is_asked_for,
    numbers_wanted,
)
from daicho.gateways.wide_area.domain.wish import Include, Scope, include_words
from daicho.gateways.wide_area.models import WideAreaRequest
from daicho.kernel.access import Access
from daicho.kernel.clock import business_today
from daicho.kernel.errors import Problem
from daicho.registers.protection.public import Channel, may_disclose
from daicho.registers.residents.domain.particulars import Status
from daicho.registers.residents.domain.segments import Holding
from daicho.registers.residents.public import household_on, person_of_code, records_on

PROTECTED: Final = "支援措置・抑止"
PENDING: Final = "異動処理中"
_REFUSALS: Final = {
    "wide_area.none": (
        "該当する住民がいません。",
        "この住民票コードの人は、この市区町村に現存していません。",
        "カードと請求書を確かめてください。",
    ),
    "wide_area.mismatch": (
        "請求の内容が住民票と合いません。",
        "氏名か生年月日が住民票と違います。",
        "カードと請求書を確かめてください。",
    ),
    "wide_area.not_issued": (
        "広域交付はできません。",
        "住所地の市区町村が交付を止めています。",
        "本人に、住所地の市区町村へ問い合わせるよう伝えてください。",
    ),
}


@dataclass(frozen=True, slots=True)
class _Judged:
    """Who would be told of, and the code of the refusal with our own ground for it."""

    people: tuple[Holding, ...] = ()
    refusal: str = ""
    ground: str = ""


def answer_request(access: Access, received: Received) -> Reply:
    """The answer of one request: `Answering`, or `Refused` with a code of specs/messages/refusals.yaml."""
    body = received.body
    reference = f"WA-{business_today():%Y%m%d}-{received.id.hex[:8]}"
    with recorded(access, REQUEST_ANSWERED) as note:
        judged = _judge(access, received)
        WideAreaRequest.objects.create(
            message=received.id,
            reference=reference,
            municipality=body.get("municipality", ""),
            scope=body["scope"],
            include=body["include"],
            document=body["document"],
            refusal=judged.refusal,
            ground=judged.ground,
            persons=[held.person for held in judged.people],
        )
        note.about(*(held.person for held in judged.people))
        note.number_shown = not judged.refusal and Include.NUMBER in body["include"]
        note.say(
            reference=reference,
            municipality=body.get("municipality", ""),
            scope=Scope(body["scope"]).label,
            items=include_words(body["include"]),
            outcome=judged.refusal or "answered",
            people=0 if judged.refusal else len(judged.people),
        )
        if judged.refusal:
            return Refused((Problem(judged.refusal, "code", *_REFUSALS[judged.refusal]),))
        return Answering(_body(received, judged.people, reference))


def _judge(access: Access, received: Received) -> _Judged:
    body, today = received.body, business_today()
    person = person_of_code(str(body["code"]))
    present = [
        held
        for held in (records_on([person], today) if person else ())
        if held.status is Status.PRESENT
    ]
    if not present:
        return _Judged(refusal="wide_area.none")
    own = present[0]
    if not is_asked_for(own.particulars, name=body["name"], birth_on=body["birth_on"]):
        return _Judged((own,), "wide_area.mismatch")
    people: tuple[Holding, ...] = (own,)
    if body["scope"] == Scope.HOUSEHOLD:
        people = household_on(own.particulars.household_number, today)
    ground = _barred(access, people)
    return _Judged(people, "wide_area.not_issued" if ground else "", ground)


def _barred(access: Access, people: Sequence[Holding]) -> str:
    """Why nothing may be told of them to another municipality; blank where it may."""
    persons = [held.person for held in people]
    households = {held.particulars.household_number for held in people}
    if not may_disclose(
        access, persons=persons, households=households, channel=Channel.EXTERNAL
    ).permits:
        return PROTECTED
    return PENDING if pending_cases(persons) else ""


def _body(received: Received, people: Sequence[Holding], reference: str) -> dict[str, object]:
    include = received.body["include"]
    refs = [ref for held in people for ref in numbers_wanted(include, held.particulars)]
    plain: dict[UUID | None, str] = dict(reveal_many(refs).items()) if refs else {}
    given = [
        Given(
            held.particulars,
            code=plain.get(held.particulars.resident_record_code_ref, ""),
            number=plain.get(held.particulars.individual_number_ref, ""),
        )
        for held in people
    ]
    return answer_body(
        given,
        include=include,
        reference=reference,
        municipality=received.receiver.municipality,
    )
