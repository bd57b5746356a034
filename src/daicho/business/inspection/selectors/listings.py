"""Lists (一覧・名簿の索引・照会): what was made, for what, until when; one with its first lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.core.paginator import Page, Paginator

from daicho.business.inspection.audit_types import (
    LISTING_VIEWED,
    LISTINGS_LISTED,
    WITHHELD_VIEWED,
)
from daicho.business.inspection.commands.listing_steps import describe, maker_of, missing
from daicho.business.inspection.domain.listings import (
    RULES,
    ListKind,
    ListRule,
    Protected,
    State,
)
from daicho.business.inspection.domain.pages import ROWS_A_PAGE, pages_for
from daicho.business.inspection.domain.rows import Line, cells
from daicho.business.inspection.models import Listing, ListingMember
from daicho.business.inspection.selectors.wording import condition_from, condition_words
from daicho.foundation.audit.public import recorded
from daicho.foundation.staff.public import check_may, files_allowed, may
from daicho.kernel.access import Access
from daicho.kernel.clock import business_today
from daicho.kernel.errors import Missing
from daicho.registers.protection.public import Channel, protected_persons
from daicho.registers.residents.public import extract_lines

PER_PAGE: Final = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class ListingView:
    """One list as it stands, and what this actor may do with it; nobody on it is named here."""

    key: UUID
    number: str
    rule: ListRule
    state: State
    edition: int
    purpose: str
    basis: str
    recipient: str
    condition: str
    day: date
    seed: str
    asked_at: datetime
    asked_by: str
    decided_at: datetime | None
    decided_by: str
    decided_words: str
    made_at: datetime | None
    expires_on: date | None
    expired: bool
    count: int
    pages: int
    left_out: int
    opted_out: int
    withheld: int
    digest: str
    disposed_on: date | None
    disposed_by: str
    disposal_method: str
    disposal_witness: str
    receipt_number: str
    application: UUID | None
    level: str
    may_make: bool
    may_decide: bool
    may_file: bool
    may_see_withheld: bool


@dataclass(frozen=True, slots=True)
class ListingPage:
    """A page of the index."""

    page: Page[Listing]
    lines: tuple[ListingView, ...]


@dataclass(frozen=True, slots=True)
class ListingLines:
    """One page of a list as it is printed."""

    view: ListingView
    page: int
    rows: tuple[tuple[int, tuple[str, ...]], ...]


def list_listings(access: Access, *, kinds: Sequence[ListKind], page: int = 1) -> ListingPage:
    """The lists of these kinds, newest first; one entry."""
    check_may(access, _index_of(kinds))
    with recorded(access, LISTINGS_LISTED) as note:
        rows = Listing.objects.filter(kind__in=[k.value for k in kinds]).order_by(
            "-asked_at", "number"
        )
        found = Paginator(rows, PER_PAGE).get_page(page)
        note.say(kind="、".join(kinds), page=found.number, count=found.paginator.count)
        return ListingPage(found, tuple(view_of(access, row) for row in found))


def view_listing(access: Access, *, listing: UUID, page: int = 1) -> ListingLines:
    """One list with one of its pages; one entry that names those who are on the page."""
    with recorded(access, LISTING_VIEWED) as note:
        row = listing_row(listing)
        check_may(access, _index_of([ListKind(row.kind)]))
        describe(note, row)
        view = view_of(access, row)
        shown = min(max(page, 1), view.pages)
        members = members_between(row, (shown - 1) * ROWS_A_PAGE, shown * ROWS_A_PAGE)
        note.about(*(m.person for m in members))
        note.say(pages=shown)
        hide = shielded_since(row, view.rule)
        lines = lines_of(members, hide=hide)
        return ListingLines(view, shown, tuple((n.position, cells(view.rule, n)) for n in lines))


def view_withheld(access: Access, *, listing: UUID) -> tuple[tuple[str, Line], ...]:
    """(照合番号, who) of those whose place a 安否名簿 does not tell; for whoever may see measures. One entry."""
    check_may(access, "rosters.withheld")
    with recorded(access, WITHHELD_VIEWED) as note:
        row = listing_row(listing)
        describe(note, row)
        members = list(
            ListingMember.objects.filter(listing=row, withheld=True).order_by("position")
        )
        note.about(*(m.person for m in members))
        open_lines = lines_of(members, reveal=True)
        return tuple(
            (m.notes["reference"], line) for m, line in zip(members, open_lines, strict=True)
        )


def listing_row(listing: UUID) -> Listing:
    """The row of a list; `Missing` when there is none."""
    row = Listing.objects.filter(key=listing).first()
    if row is None:
        raise missing()
    return row


def members_between(row: Listing, after: int, until: int) -> list[ListingMember]:
    """The members whose position is past the first and not past the second."""
    return list(
        ListingMember.objects.filter(listing=row, position__gt=after, position__lte=until).order_by(
            "position"
        )
    )


def shielded_since(row: Listing, rule: ListRule) -> frozenset[UUID]:
    """Who stands openly on a list and has come under protection since it was made."""
    if rule.protected is Protected.MARKED:
        return frozenset()
    protected = list(protected_persons(Channel.INSPECTION))
    found = ListingMember.objects.filter(listing=row, withheld=False, person__in=protected)
    return frozenset(found.values_list("person", flat=True))


def lines_of(
    members: Sequence[ListingMember],
    *,
    reveal: bool = False,
    hide: frozenset[UUID] = frozenset(),
) -> list[Line]:
    """The members as lines, by what their versions say; `reveal` shows those who are withheld, `hide` withholds more."""
    said = extract_lines([m.version for m in members])
    return [
        Line(
            position=m.position,
            person=m.person,
            name=said[m.version].name,
            birth=said[m.version].birth_date.display(),
            sex=said[m.version].sex,
            address=said[m.version].address,
            addressee=said[m.version].addressee,
            postal_code=said[m.version].postal_code,
            withheld=(m.withheld and not reveal) or m.person in hide,
            notes=m.notes,
        )
        for m in members
    ]


def view_of(access: Access, row: Listing) -> ListingView:
    """A row as it is shown to this actor."""
    state, rule = State(row.state), RULES[ListKind(row.kind)]
    return ListingView(
        key=row.key,
        number=row.number,
        rule=rule,
        state=state,
        edition=row.edition,
        purpose=row.purpose,
        basis=row.basis,
        recipient=row.recipient,
        condition=condition_words(condition_from(row.condition), row.day),
        day=row.day,
        seed=row.seed,
        asked_at=row.asked_at,
        asked_by=row.asked_by_name,
        decided_at=row.decided_at,
        decided_by=row.decided_by_name,
        decided_words=row.decided_words,
        made_at=row.made_at,
        expires_on=row.expires_on,
        expired=state is State.MADE and expired(row),
        count=row.count,
        pages=pages_for(row.count),
        left_out=row.left_out,
        opted_out=row.opted_out,
        withheld=row.withheld,
        digest=row.digest,
        disposed_on=row.disposed_on,
        disposed_by=row.disposed_by_name,
        disposal_method=row.disposal_method,
        disposal_witness=row.disposal_witness,
        receipt_number=row.receipt_number,
        application=row.application_id,
        level=row.params.get("about", ""),
        may_make=may(access, maker_of(rule.kind)),
        may_decide=may(access, "rosters.approve") and row.asked_by != access.staff_key,
        may_file=files_allowed() and may(access, "rosters.file"),
        may_see_withheld=bool(row.withheld) and may(access, "rosters.withheld"),
    )


def expired(row: Listing) -> bool:
    """Whether a list may be used no more."""
    return row.expires_on is not None and row.expires_on < business_today()


def check_made(row: Listing) -> None:
    """Raise `Missing` unless the list has lines to be shown."""
    if row.state != State.MADE.value:
        raise Missing(
            f"この一覧は「{State(row.state).label}」です。",
            why="作成済みの一覧だけを出力できます。",
            remedy="一覧の画面で状態を確かめてください。",
            code="rosters.not_made",
        )


def _index_of(kinds: Sequence[ListKind]) -> str:
    return "inspection.view" if list(kinds) == [ListKind.INSPECTION] else "rosters.view"
