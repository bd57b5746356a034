"""Issue history (交付履歴, STD-1.3.8, 2.2.2): what went out, found by any of its items, and of one person."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import Q, QuerySet
from django.urls import reverse

from daicho.business.certificates.audit_types import HISTORY_VIEWED
from daicho.business.certificates.domain.composition import Item
from daicho.business.certificates.domain.papers import title_of
from daicho.business.certificates.domain.rights import Requester
from daicho.business.certificates.models import Issue
from daicho.foundation.audit.public import recorded
from daicho.foundation.staff.public import check_may
from daicho.kernel.access import Access
from daicho.kernel.clock import TOKYO, business_today
from daicho.kernel.errors import Missing
from daicho.registers.residents.public import check_shown, record_on

PER_PAGE = 20


@dataclass(frozen=True, slots=True)
class Conditions:
    """What to look for; whatever is blank does not narrow. `until` is included; `spoiled` None means either."""

    since: date | None = None
    until: date | None = None
    number: str = ""
    kind: str = ""
    office: str = ""
    terminal: str = ""
    staff: str = ""
    name: str = ""
    item: str = ""
    pages: int | None = None
    spoiled: bool | None = None
    record: UUID | None = None
    request_key: UUID | None = None


@dataclass(frozen=True, slots=True)
class IssueLine:
    """One line of the history."""

    key: UUID
    number: str
    form: str
    issued_at: datetime
    office: str
    terminal: str
    requester: str
    requester_name: str
    addressee: str
    items: str
    fee_yen: int
    pages: int
    by: str
    notice: bool
    reissue: bool
    may_reissue: bool
    spoiled: bool
    spoiled_reason: str


@dataclass(frozen=True, slots=True)
class Of:
    """The person whose history it is, with the state of the 個人番号カード."""

    record: UUID
    name: str
    atena_number: str
    card_status: str


@dataclass(frozen=True, slots=True)
class HistoryPage:
    """A page of the history, its lines, and the fees of all that was found and not spoiled."""

    page: Page[Issue]
    lines: tuple[IssueLine, ...]
    fees_yen: int
    of: Of | None = None


@dataclass(frozen=True, slots=True)
class IssuedCopy:
    """One copy that went out, for whoever must know of it: after a correction, for instance."""

    key: UUID
    number: str
    title: str
    issued_at: datetime
    to: str
    persons: tuple[UUID, ...]
    url: str


def issue_numbered(number: str) -> str | None:
    """Where the copy of a 発行番号 is read, or None; nothing of what it says."""
    key = Issue.objects.filter(number=number.strip()).values_list("key", flat=True).first()
    return None if key is None else reverse("certificates_sheet", args=[key])


def search_history(access: Access, *, wanted: Conditions, page: int = 1) -> HistoryPage:
    """The history that fits every condition, newest first; one entry for the page."""
    check_may(access, "certificates.history")
    with recorded(access, HISTORY_VIEWED) as note:
        of, person = _of(wanted.record)
        rows = _fitting(wanted, person)
        found = Paginator(rows, PER_PAGE).get_page(page)
        note.say(
            day=wanted.since.isoformat() if wanted.since else "",
            page=found.number,
            count=found.paginator.count,
        )
        note.about(*([person] if person else []), *(p for row in found for p in row.persons))
        if person:
            check_shown(access, [person])
        fees = sum(rows.filter(spoiled_at__isnull=True).values_list("fee_yen", flat=True))
        return HistoryPage(found, tuple(_line(row) for row in found), fees, of)


def _of(record: UUID | None) -> tuple[Of | None, UUID | None]:
    if record is None:
        return None, None
    held = record_on(record, business_today())
    if held is None:
        raise Missing("この住民票はありません。", remedy="住民を検索して選び直してください。")
    items = held.particulars
    return Of(record, items.printed_name, held.atena_number, items.card_status), held.person


def _fitting(wanted: Conditions, person: UUID | None) -> QuerySet[Issue]:
    fits = Q()
    if wanted.since:
        fits &= Q(issued_on__gte=wanted.since)
    if wanted.until:
        fits &= Q(issued_on__lte=wanted.until)
    for name, value in (
        ("number__contains", wanted.number),
        ("kind", wanted.kind),
        ("office__contains", wanted.office),
        ("terminal__contains", wanted.terminal),
        ("issued_by_name__contains", wanted.staff),
        ("request_key", wanted.request_key),
        ("pages", wanted.pages),
    ):
        if value:
            fits &= Q(**{name: value})
    if wanted.name:
        fits &= Q(requester_name__contains=wanted.name) | Q(addressee__contains=wanted.name)
    if wanted.item:
        fits &= Q(items__contains=[wanted.item])
    if wanted.spoiled is not None:
        fits &= Q(spoiled_at__isnull=not wanted.spoiled)
    if person is not None:
        fits &= Q(persons__contains=[person])
    return Issue.objects.filter(fits).order_by("-issued_at", "-number")


def issued_on(
    persons: Iterable[UUID], *, since: datetime | date, record: UUID | None = None
) -> tuple[IssuedCopy, ...]:
    """What went out about these persons after an instant and was not spoiled, oldest first.

    A day counts from its first minute. `record` narrows to one 住民票. Within the caller's own act, whose entry names
    the persons.
    """
    start = since if isinstance(since, datetime) else datetime.combine(since, time(), tzinfo=TOKYO)
    rows = Issue.objects.filter(
        persons__overlap=list(persons), issued_at__gte=start, spoiled_at__isnull=True
    )
    if record is not None:
        rows = rows.filter(records__contains=[record])
    return tuple(
        IssuedCopy(
            key=row.key,
            number=row.number,
            title=title_of(row.kind),
            issued_at=row.issued_at,
            to=_recipient(row),
            persons=tuple(row.persons),
            url=reverse("certificates_sheet", args=[row.key]),
        )
        for row in rows.order_by("issued_at", "number")
    )


def _recipient(row: Issue) -> str:
    if row.is_notice:
        return row.addressee
    return f"{row.requester_name}（{Requester(row.requester).label}）"


def _line(row: Issue) -> IssueLine:
    return IssueLine(
        key=row.key,
        number=row.number,
        form=title_of(row.kind),
        issued_at=row.issued_at,
        office=row.office,
        terminal=row.terminal,
        requester="" if row.is_notice else Requester(row.requester).label,
        requester_name=row.requester_name,
        addressee=row.addressee,
        items="、".join(Item(code).label for code in row.items),
        fee_yen=row.fee_yen,
        pages=row.pages,
        by=row.issued_by_name,
        notice=row.is_notice,
        reissue=row.reissue_of is not None,
        may_reissue=bool(row.occasion) and row.reissue_of is None and row.spoiled_at is None,
        spoiled=row.spoiled_at is not None,
        spoiled_reason=row.spoiled_reason,
    )
