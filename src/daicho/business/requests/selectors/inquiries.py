"""Inquiries (照会の一覧と内容): what other authorities asked, who decided, and what would be answered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.core.paginator import Page, Paginator

from daicho.business.requests.audit_types import INQUIRIES_LISTED, INQUIRY_VIEWED
from daicho.business.requests.domain.inquiry import (
    INQUIRY,
    ITEMS,
    SEEN,
    Asked,
    InquiryAction,
    InquiryState,
    Reason,
    answer_lines,
    inquiry_actions,
)
from daicho.business.requests.models import Inquiry, InquiryAct
from daicho.business.requests.selectors.day import HIDDEN, hidden_among
from daicho.foundation.audit.public import recorded
from daicho.foundation.law_values import table
from daicho.foundation.staff.public import check_may, may
from daicho.kernel.access import Access
from daicho.kernel.clock import business_today
from daicho.registers.protection.public import Channel, may_disclose
from daicho.registers.residents.domain.resident_query import Match, ResidentQuery
from daicho.registers.residents.public import check_shown, named_records_on, search

PER_PAGE: Final = 20
DECIDING: Final = frozenset({InquiryAction.APPROVE, InquiryAction.RETURN, InquiryAction.DECLINE})


@dataclass(frozen=True, slots=True)
class InquiryLine:
    """One line of the list."""

    key: UUID
    number: str
    state: InquiryState
    agency: str
    their_number: str
    basis: str
    stated_name: str
    received_on: date
    answered_on: date | None
    opened_by: str


@dataclass(frozen=True, slots=True)
class InquiryPage:
    """A page of the list and its lines."""

    page: Page[Inquiry]
    lines: tuple[InquiryLine, ...]


@dataclass(frozen=True, slots=True)
class InquiryView:
    """One inquiry as its screen shows it; `answer` is what would be answered today."""

    key: UUID
    number: str
    edition: int
    state: InquiryState
    asked: Asked
    basis: str
    reason: str
    items: tuple[str, ...]
    seen: tuple[str, ...]
    records: tuple[UUID, ...]
    received_on: date
    opened_by: str
    decided_at: datetime | None
    decided_by: str
    decided_words: str
    our_number: str
    answered_on: date | None
    issue: UUID | None
    answer: tuple[tuple[str, str, str], ...]
    protected: tuple[str, ...]
    acts: tuple[tuple[datetime, str, str, str], ...]
    actions: tuple[InquiryAction, ...]


def list_inquiries(access: Access, *, state: str = "", page: int = 1) -> InquiryPage:
    """The inquiries in a state (those not ended when none is named), newest first; one entry."""
    check_may(access, "inquiries.list")
    with recorded(access, INQUIRIES_LISTED) as note:
        open_states = ("open", "submitted", "approved")
        wanted = [state] if state in set(InquiryState) else list(open_states)
        rows = Inquiry.objects.filter(state__in=wanted).order_by("-changed_at", "-number")
        found = Paginator(rows, PER_PAGE).get_page(page)
        persons = [p for row in found for p in row.persons]
        note.about(*persons)
        note.say(state=state or "open", page=found.number, count=found.paginator.count)
        hidden = hidden_among(access, persons)
        titles = basis_titles()
        lines = tuple(
            InquiryLine(
                key=row.key,
                number=row.number,
                state=InquiryState(row.state),
                agency=row.agency,
                their_number=row.their_number,
                basis=titles.get(row.basis, row.basis),
                stated_name=row.stated_name if hidden.isdisjoint(row.persons) else HIDDEN,
                received_on=row.received_on,
                answered_on=row.answered_on,
                opened_by=row.opened_by_name,
            )
            for row in found
        )
        return InquiryPage(found, lines)


def basis_titles() -> dict[str, str]:
    """Every legal basis that the table ever had, by code."""
    return {row.code: row.title for row in table("inquiry_bases")}


def view_inquiry(access: Access, *, inquiry: UUID) -> InquiryView:
    """One inquiry with what would be answered; one entry. `Refused` when somebody in it may not be looked up."""
    check_may(access, "inquiries.list")
    with recorded(access, INQUIRY_VIEWED) as note:
        row = Inquiry.objects.filter(key=inquiry).first()
        if row is None:
            raise INQUIRY.missing()
        note.about(*row.persons)
        note.say(number=row.number, edition=row.edition, basis=row.basis, items=list(row.items))
        check_shown(access, row.persons)
        held = named_records_on(row.records, business_today())
        told = may_disclose(access, persons=row.persons, channel=Channel.EXTERNAL)
        return InquiryView(
            key=row.key,
            number=row.number,
            edition=row.edition,
            state=InquiryState(row.state),
            asked=_asked(row),
            basis=basis_titles().get(row.basis, row.basis),
            reason=Reason(row.reason).label,
            items=tuple(ITEMS[code].label for code in row.items),
            seen=tuple(dict(SEEN).get(code, code) for code in row.seen),
            records=tuple(row.records),
            received_on=row.received_on,
            opened_by=row.opened_by_name,
            decided_at=row.decided_at,
            decided_by=row.decided_by_name,
            decided_words=row.decided_words,
            our_number=row.our_number,
            answered_on=row.answered_on,
            issue=row.issue,
            answer=answer_lines(held, row.items),
            protected=tuple(p.message for p in told.problems(field="") if p.is_error),
            acts=_acts(row),
            actions=_allowed(access, row),
        )


@dataclass(frozen=True, slots=True)
class SubjectLine:
    """One record that an inquiry may mean."""

    record: UUID
    name: str
    birth: str
    address: str
    removed: str
    hidden: bool


def seek_subjects(access: Access, *, name: str, birth: str = "") -> tuple[SubjectLine, ...]:
    """Whom an inquiry may mean: a look-up as every look-up."""
    check_may(access, "inquiries.manage")
    wanted = ResidentQuery(name=name, birth=birth, match=Match.PREFIX.value, with_removed="on")
    return tuple(
        SubjectLine(
            record=line.record,
            name=line.name,
            birth=line.birth,
            address=line.address,
            removed=line.removed,
            hidden=line.hidden,
        )
        for line in search(access, wanted).lines
    )


def _acts(row: Inquiry) -> tuple[tuple[datetime, str, str, str], ...]:
    """When, what, in which words, by whom; oldest first."""
    acts = InquiryAct.objects.filter(inquiry=row).order_by("at", "id")
    return tuple((a.at, InquiryAction(a.action).label, a.words, a.actor_name) for a in acts)


def _allowed(access: Access, row: Inquiry) -> tuple[InquiryAction, ...]:
    """What the state allows and this actor may: nobody decides what they prepared."""
    decides = may(access, "inquiries.approve") and row.opened_by != access.staff_key
    manages = may(access, "inquiries.manage")
    return tuple(
        action
        for action in inquiry_actions(InquiryState(row.state))
        if (decides if action in DECIDING else manages)
    )


def _asked(row: Inquiry) -> Asked:
    return Asked(
        agency=row.agency,
        agency_address=row.agency_address,
        officer=row.officer,
        their_number=row.their_number,
        their_date=row.their_date,
        basis=row.basis,
        reason=row.reason,
        words=row.words,
        seen=tuple(row.seen),
        stated_name=row.stated_name,
        stated_birth=row.stated_birth,
        stated_address=row.stated_address,
        items=tuple(row.items),
    )
