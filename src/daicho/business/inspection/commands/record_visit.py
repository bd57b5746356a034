"""Record a visit (閲覧させた内容の記録, REG-088): which pages of which list were shown to whom, and strike a wrong record."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q

from daicho.business.inspection.audit_types import VISIT_RECORDED
from daicho.business.inspection.commands.steps import check_step, keep_act, lock_application
from daicho.business.inspection.domain.conditions import Condition, spread
from daicho.business.inspection.domain.listings import ListKind, State
from daicho.business.inspection.domain.pages import (
    pages_for,
    pages_text,
    positions_on,
    read_pages,
)
from daicho.business.inspection.domain.states import Action
from daicho.business.inspection.models import Application, Listing, ListingMember, Visit
from daicho.business.inspection.selectors.wording import paper_from
from daicho.foundation.audit.public import recorded
from daicho.foundation.law_values import ENOUGH_POINTS, identity_points
from daicho.kernel.access import Access
from daicho.kernel.clock import business_now, business_today
from daicho.kernel.errors import Conflict, Invalid, Problem
from daicho.registers.code_tables.public import certificate_fee
from daicho.registers.residents.domain.scan import Scan
from daicho.registers.residents.public import fitting_versions

OWN_POST = "staff_card"
"""職員の身分証明書: what the staff of an organ show (閲覧等省令)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitEntry:
    """What is written of a visit. `pages` as it was typed (1-3、5); `copied`: how many persons were written down."""

    listing: str
    inspector: str
    identity_documents: Sequence[str]
    inspected_on: date
    pages: str
    copied: int
    attendant: str
    begun: str = ""
    ended: str = ""


def record_visit(
    access: Access, *, application: UUID, edition: int, visit: UUID, entry: VisitEntry
) -> None:
    """Keep what was shown, with the persons on those pages; differences do not stop the record, but its end.

    `Invalid` with every fault; `Conflict` for a form sent twice or a list that is gone.
    """
    with recorded(access, VISIT_RECORDED) as note:
        row = lock_application(application)
        check_step(access, row, Action.VISIT, edition=edition)
        listing = _listing(entry.listing)
        pages = _check(entry, listing)
        if Visit.objects.filter(key=visit).exists():
            raise Conflict(
                "この閲覧は、既に記録されています。",
                why="同じ画面が二度送られました。二重には記録していません。",
                remedy="閲覧の受付を開き直してください。",
                code="inspection.visit_twice",
            )
        persons = _keep(access, row, visit, entry, listing=listing, pages=pages)
        if not paper_from(row.paper).row.organ:
            row.fee_yen += certificate_fee("inspection", entry.inspected_on) * entry.copied
        keep_act(access, row, Action.VISIT, words=f"{listing.number}の{pages_text(pages)}頁")
        note.about(*persons)
        note.say(
            number=row.number,
            listing=listing.number,
            pages=pages_text(pages),
            copied=entry.copied,
            inspector=entry.inspector.strip(),
        )


def _keep(
    access: Access,
    row: Application,
    visit: UUID,
    entry: VisitEntry,
    *,
    listing: Listing,
    pages: Sequence[int],
) -> list[UUID]:
    """The visit with the persons on its pages, who are given back."""
    members = _members(listing, pages)
    persons = [m.person for m in members]
    Visit.objects.create(
        key=visit,
        application=row,
        listing=listing,
        inspector=entry.inspector.strip(),
        identity_documents=list(entry.identity_documents),
        inspected_on=entry.inspected_on,
        begun=entry.begun.strip(),
        ended=entry.ended.strip(),
        pages=list(pages),
        persons=persons,
        towns=dict(Counter(m.town_code for m in members)),
        unfit=_unfit(row, members, listing.day),
        copied=entry.copied,
        attendant=entry.attendant.strip(),
        recorded_at=business_now(),
        recorded_by=access.staff_key,
        recorded_by_name=access.name,
        terminal=access.terminal,
    )
    return persons


def strike_visit(
    access: Access, *, application: UUID, edition: int, visit: UUID, words: str
) -> None:
    """Strike a record that was written wrongly; it stays to be read, and counts no more."""
    with recorded(access, VISIT_RECORDED) as note:
        row = lock_application(application)
        check_step(access, row, Action.STRIKE, edition=edition)
        if not words.strip():
            raise Invalid(
                [_fault("words", "取り消す理由がありません。", "理由を入力してください。")]
            )
        found = Visit.objects.filter(key=visit, application=row, struck_at__isnull=True)
        kept = found.first()
        changed = found.update(
            struck_at=business_now(), struck_by=access.staff_key, struck_words=words.strip()
        )
        if kept is None or not changed:
            raise Conflict(
                "この閲覧の記録は、既に取り消されています。",
                remedy="閲覧の受付を開き直してください。",
                code="inspection.struck",
            )
        if not paper_from(row.paper).row.organ:
            row.fee_yen -= certificate_fee("inspection", kept.inspected_on) * kept.copied
        keep_act(access, row, Action.STRIKE, words=words)
        note.about(*kept.persons)
        note.say(number=row.number, words=words.strip())


def _listing(number: str) -> Listing:
    row = Listing.objects.filter(number=number.strip(), kind=ListKind.INSPECTION.value).first()
    if row is None or row.state != State.MADE.value:
        raise Invalid(
            [
                _fault(
                    "listing",
                    "この番号の閲覧用リストはありません。",
                    "作成済みの一覧の番号を確かめてください。",
                )
            ]
        )
    return row


def _check(entry: VisitEntry, listing: Listing) -> tuple[int, ...]:
    today = business_today()
    documents = [d for d in entry.identity_documents if d != OWN_POST]
    shown = OWN_POST in entry.identity_documents or (
        identity_points(documents, entry.inspected_on) >= ENOUGH_POINTS
    )
    wanted = (
        (not entry.inspector.strip(), "inspector", "閲覧した人がありません。"),
        (not shown, "identity_documents", "閲覧した人の身分証が足りません。"),
        (not entry.attendant.strip(), "attendant", "立ち会った職員がありません。"),
        (entry.inspected_on > today, "inspected_on", "閲覧した日が、これから来る日です。"),
        (
            listing.made_at is not None and entry.inspected_on < listing.made_at.date(),
            "inspected_on",
            "閲覧した日が、一覧を作った日より前です。",
        ),
    )
    problems = [
        _fault(field, what, "確かめて入力してください。") for wrong, field, what in wanted if wrong
    ]
    try:
        pages = read_pages(entry.pages, last=pages_for(listing.count))
    except Invalid as error:
        raise Invalid([*problems, *error.problems]) from None
    if problems:
        raise Invalid(problems)
    return pages


def _members(listing: Listing, pages: Sequence[int]) -> Sequence[ListingMember]:
    wanted = Q()
    for first, last in positions_on(pages):
        wanted |= Q(position__range=(first, last))
    return list(ListingMember.objects.filter(wanted, listing=listing).order_by("position"))


def _unfit(row: Application, members: Sequence[ListingMember], day: date) -> int:
    """How many of those shown do not fit what was approved besides the area, which is told apart."""
    condition: Condition = paper_from(row.paper).condition
    scan = Scan(day=day, born=condition.born, sex=condition.sex, kind=condition.kind)
    within = set(spread(condition.towns))
    inside = [m.version for m in members if not within or m.town_code in within]
    return len(inside) - len(fitting_versions(scan, inside))


def _fault(field: str, what: str, remedy: str) -> Problem:
    return Problem(
        f"inspection.{field}",
        field,
        what,
        "閲覧させた内容を、申請の内容と突き合わせるために残します。",
        remedy,
    )
