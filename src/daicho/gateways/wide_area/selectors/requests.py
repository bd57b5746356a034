"""Requests (広域交付住民票情報の一覧, STD-7.1.1.1): who asked for what, what was said, and why not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import Q

from daicho.foundation.audit.public import recorded
from daicho.foundation.staff.public import check_may
from daicho.gateways.wide_area.audit_types import REQUESTS_LISTED
from daicho.gateways.wide_area.commands.answer_request import PROTECTED
from daicho.gateways.wide_area.domain.wish import Scope, include_words
from daicho.gateways.wide_area.models import WideAreaRequest
from daicho.kernel.access import Access
from daicho.kernel.addresses import municipality_of
from daicho.kernel.clock import business_today
from daicho.registers.protection.public import Channel, disclosure, may_view
from daicho.registers.residents.public import records_on

PER_PAGE: Final = 20


class Outcome(StrEnum):
    """What was said."""

    ALL = "all"
    ANSWERED = "answered"
    REFUSED = "refused"

    @property
    def label(self) -> str:
        return {"all": "すべて", "answered": "提供", "refused": "交付不可"}[self.value]


_WHICH: Final = {
    Outcome.ALL: Q(),
    Outcome.ANSWERED: Q(refusal=""),
    Outcome.REFUSED: ~Q(refusal=""),
}
_WHY: Final = {
    "wide_area.none": "現存する該当者なし",
    "wide_area.mismatch": "氏名・生年月日の不一致",
    "wide_area.not_issued": "発行停止",
}


@dataclass(frozen=True, slots=True)
class RequestLine:
    """One request; `people` are 宛名番号 and 氏名 of today, hidden where a look-up is stopped."""

    reference: str
    at: datetime
    municipality: str
    people: tuple[str, ...]
    scope: str
    include: str
    document: str
    outcome: str
    why: str


@dataclass(frozen=True, slots=True)
class RequestPage:
    """A page of the list and its lines."""

    page: Page[WideAreaRequest]
    lines: tuple[RequestLine, ...]


def list_requests(access: Access, *, outcome: str, page: int) -> RequestPage:
    """The newest first, of one outcome or all."""
    check_may(access, "wide_area.requests")
    asked = Outcome(outcome) if outcome in set(Outcome) else Outcome.ALL
    with recorded(access, REQUESTS_LISTED) as note:
        rows = WideAreaRequest.objects.filter(_WHICH[asked]).order_by("-at", "message")
        found = Paginator(rows, PER_PAGE).get_page(page)
        names = _names([person for row in found for person in row.persons])
        seen = may_view(access)
        lines = tuple(_line(row, names, grounds=seen) for row in found)
        note.about(*names)
        note.say(outcome=asked.value, count=len(lines))
    return RequestPage(found, lines)


def _names(persons: list[UUID]) -> dict[UUID, str]:
    """What the list calls them; a stopped look-up shows neither the name nor the number."""
    if not persons:
        return {}
    shown = disclosure(persons=persons, channel=Channel.LOOK_UP)
    stopped = {a.person for a in (*shown.errors, *shown.alerts)}
    return {
        held.person: "（照会が抑止されています）"
        if held.person in stopped
        else f"{held.particulars.printed_name}（{held.atena_number}）"
        for held in records_on(persons, business_today())
    }


def _line(row: WideAreaRequest, names: dict[UUID, str], *, grounds: bool) -> RequestLine:
    town = row.municipality
    ground = row.ground if row.ground != PROTECTED or grounds else ""
    why = _WHY.get(row.refusal, row.refusal)
    return RequestLine(
        reference=row.reference,
        at=row.at,
        municipality=municipality_of(town).full_name if town else "",
        people=tuple(
            dict.fromkeys(names.get(person, "（今は住民でない人）") for person in row.persons)
        ),
        scope=Scope(row.scope).label,
        include=include_words(row.include),
        document=row.document,
        outcome=(Outcome.REFUSED if row.refusal else Outcome.ANSWERED).label,
        why=f"{why}（{ground}）" if ground else why,
    )
