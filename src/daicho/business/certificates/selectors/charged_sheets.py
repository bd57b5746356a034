"""Charged sheets (交付した証明書と手数料): what went out upon a request and what it costs, for whoever takes the fee.

Tells of paper and yen alone, never of whom a sheet is about. Runs within the caller's own act.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q

from daicho.business.certificates.domain.absence import Lack
from daicho.business.certificates.domain.composition import Form
from daicho.business.certificates.domain.papers import title_of
from daicho.business.certificates.domain.rights import ROWS, Requester
from daicho.business.certificates.models import Issue

_COLUMNS = (
    *("key", "request_key", "number", "kind", "issued_on", "issued_at", "issued_by_name"),
    *("office", "terminal", "requester", "official", "by_post", "fee_yen", "spoiled_at"),
)


@dataclass(frozen=True, slots=True)
class ChargedSheet:
    """One sheet that was asked for. `official`: free because an office asked (公用)."""

    key: UUID
    request_key: UUID
    number: str
    title: str
    fee_code: str
    fee_yen: int
    official: bool
    by_post: bool
    issued_on: date
    issued_at: datetime
    office: str
    terminal: str
    by: str
    spoiled: bool


def sheets_of(keys: Collection[UUID]) -> tuple[ChargedSheet, ...]:
    """These sheets, oldest first; those that are not there are missing."""
    return _sheets(Q(key__in=list(keys)))


def sheets_of_requests(request_keys: Collection[UUID]) -> tuple[ChargedSheet, ...]:
    """What these requests have brought, oldest first."""
    return _sheets(Q(request_key__in=list(request_keys)))


def sheets_on(day: date, *, office: str = "") -> tuple[ChargedSheet, ...]:
    """What went out upon a request on a day, spoiled sheets too; of one office where it is named."""
    wanted = Q(issued_on=day)
    if office:
        wanted &= Q(office=office)
    return _sheets(wanted)


def fee_codes() -> frozenset[str]:
    """The codes of the fees of sheets that are issued here."""
    return frozenset(form.law_code for form in Form) | frozenset(lack.value for lack in Lack)


def _sheets(wanted: Q) -> tuple[ChargedSheet, ...]:
    asked_for = ~Q(requester="") | Q(fee_yen__gt=0)
    rows = Issue.objects.filter(wanted & asked_for).only(*_COLUMNS)
    return tuple(_sheet(row) for row in rows.order_by("issued_at", "number"))


def _sheet(row: Issue) -> ChargedSheet:
    forms = {form.value: form.law_code for form in Form}
    asks = Requester(row.requester) if row.requester in set(Requester) else None
    return ChargedSheet(
        key=row.key,
        request_key=row.request_key,
        number=row.number,
        title=title_of(row.kind),
        fee_code=forms.get(row.kind, row.kind),
        fee_yen=row.fee_yen,
        official=row.official or (asks is not None and ROWS[asks].free),
        by_post=row.by_post,
        issued_on=row.issued_on,
        issued_at=row.issued_at,
        office=row.office,
        terminal=row.terminal,
        by=row.issued_by_name,
        spoiled=row.spoiled_at is not None,
    )
