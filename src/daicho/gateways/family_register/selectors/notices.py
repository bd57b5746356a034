"""Notices (戸籍の通知の一覧・一件): what came, what waits, what was made of it; what went out, and what became of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.urls import reverse

from daicho.foundation.audit.public import recorded
from daicho.foundation.staff.ports import Waiting
from daicho.foundation.staff.public import check_may, may
from daicho.gateways.family_register.audit_types import NOTICE_VIEWED, NOTICES_LISTED
from daicho.gateways.family_register.commands.keeping import body_of
from daicho.gateways.family_register.domain.events import DECIDABLE, EVENTS
from daicho.gateways.family_register.domain.notices import (
    ANNEX_NOTICE,
    DESK_EVENT,
    TITLES,
    Sending,
    Standing,
)
from daicho.gateways.family_register.domain.reading import facts_of
from daicho.gateways.family_register.models import Notice, Told
from daicho.kernel.access import Access, Purpose
from daicho.kernel.addresses import municipality_of
from daicho.kernel.errors import Missing

PER_PAGE: Final = 20
ALL: Final = "all"


@dataclass(frozen=True, slots=True)
class NoticeLine:
    """One notice as a list shows it."""

    key: UUID
    title: str
    event: str
    number: str
    other: str
    name: str
    at: datetime
    state: str
    words: str
    waiting: bool
    case: UUID | None


@dataclass(frozen=True, slots=True)
class NoticePage:
    """A page of notices."""

    page: Page[Any]  # Any: of either model
    lines: tuple[NoticeLine, ...]


@dataclass(frozen=True, slots=True)
class NoticeView:
    """One notice that came: what it says, and what may be done with it."""

    line: NoticeLine
    facts: tuple[tuple[str, str], ...]
    may_enter: bool
    may_draft: bool
    birth: bool
    kinds: tuple[str, ...]
    settled: str


def list_notices(access: Access, *, state: str, page: int, desk: bool = False) -> NoticePage:
    """Those that came, of one state (those that wait for a person unless another is asked for), newest first.

    `desk`: the 届出 of our own 戸籍 desk.
    """
    wanted = state if state in {*Standing, ALL} else Standing.HELD.value
    with recorded(access, NOTICES_LISTED) as note:
        check_may(access, "family.events" if desk else "family.notices")
        rows = Notice.objects.order_by("-received_at", "key")
        rows = rows.filter(kind=DESK_EVENT) if desk else rows
        rows = rows if wanted == ALL else rows.filter(state=wanted)
        found = Paginator(rows, PER_PAGE).get_page(page)
        lines = tuple(_came(row) for row in found)
        note.about(*(row.person for row in found if row.person))
        note.say(way="desk" if desk else "in", state=wanted, count=len(lines))
    return NoticePage(found, lines)


def list_told(access: Access, *, state: str, page: int) -> NoticePage:
    """Those that went out, of one state (those without a municipality unless another is asked for), newest first."""
    wanted = state if state in {*Sending, ALL} else Sending.UNPLACED.value
    with recorded(access, NOTICES_LISTED) as note:
        check_may(access, "family.notices")
        rows = Told.objects.order_by("-made_at", "key")
        rows = rows if wanted == ALL else rows.filter(state=wanted)
        found = Paginator(rows, PER_PAGE).get_page(page)
        lines = tuple(_went(row) for row in found)
        note.about(*(row.person for row in found if row.person))
        note.say(way="out", state=wanted, count=len(lines))
    return NoticePage(found, lines)


def view_notice(access: Access, *, notice: UUID) -> NoticeView:
    """One notice, item by item; a number is never among them."""
    with recorded(access, NOTICE_VIEWED) as note:
        check_may(access, "family.notices")
        row = Notice.objects.filter(key=notice).first()
        if row is None:
            raise Missing("この通知はありません。", remedy="一覧から選び直してください。")
        body = body_of(row)
        if row.person is not None:
            note.about(row.person)
        note.say(kind=row.kind, notice=row.number, sender=row.sender, state=row.state)
    line = _came(row, body)
    event = EVENTS.get(row.event)
    undecided = event is not None and not event.kind
    return NoticeView(
        line=line,
        facts=facts_of(body, row.at),
        may_enter=line.waiting and row.kind == ANNEX_NOTICE,
        may_draft=line.waiting and row.kind != ANNEX_NOTICE,
        birth=row.event == "birth",
        kinds=DECIDABLE if undecided else (),
        settled=row.settled_by_name,
    )


def family_waiting(access: Access) -> tuple[Waiting, ...]:
    """How many notices wait for whoever may settle them: those that came, and those that name no municipality."""
    if not may(access.serving(Purpose.MOVEMENT), "family.settle"):
        return ()
    found = (
        Waiting(
            "保留している戸籍の通知",
            Notice.objects.filter(state=Standing.HELD.value).count(),
            reverse("family_notices"),
        ),
        Waiting(
            "本籍地の決まらない通知",
            Told.objects.filter(state=Sending.UNPLACED.value).count(),
            reverse("family_told"),
        ),
    )
    return tuple(each for each in found if each.count)


def _came(row: Notice, body: Mapping[str, Any] | None = None) -> NoticeLine:
    told = body if body is not None else body_of(row)
    person = told["people"][row.at] if "people" in told else told["person"]
    event = EVENTS.get(row.event)
    return NoticeLine(
        key=row.key,
        title=TITLES[row.kind],
        event=event.label if event else "",
        number=row.number,
        other="戸籍の窓口" if row.kind == DESK_EVENT else _named(row.sender),
        name=person["name"],
        at=row.received_at,
        state=Standing(row.state).label,
        words=row.held_words or row.settled_words,
        waiting=row.state == Standing.HELD.value,
        case=row.case,
    )


def _went(row: Told) -> NoticeLine:
    body = body_of(row)
    people = body["people"] if "people" in body else [body["person"]]
    event = EVENTS.get(str(body.get("event", "")))
    return NoticeLine(
        key=row.key,
        title=TITLES[row.kind],
        event=event.label if event else str(body.get("reason", "")),
        number=row.number,
        other=_named(row.municipality) or body.get("family_register", {}).get("domicile", ""),
        name="、".join(person["name"] for person in people),
        at=row.made_at,
        state=Sending(row.state).label,
        words=row.settled_words,
        waiting=row.state == Sending.UNPLACED.value,
        case=row.case,
    )


def _named(code: str) -> str:
    if not code:
        return ""
    try:
        return municipality_of(code).full_name
    except Missing:
        return code
