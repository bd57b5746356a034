"""Copies (広域交付の発行記録): what went out here, newest first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.core.paginator import Page, Paginator

from daicho.foundation.audit.public import recorded
from daicho.foundation.staff.public import check_may
from daicho.gateways.wide_area.audit_types import COPIES_LISTED
from daicho.gateways.wide_area.domain.wish import Scope, include_words
from daicho.gateways.wide_area.models import WideAreaCopy
from daicho.kernel.access import Access
from daicho.kernel.addresses import municipality_of

PER_PAGE: Final = 20


@dataclass(frozen=True, slots=True)
class CopyLine:
    """One copy: of whose record nothing is known here but the name of whoever asked."""

    key: UUID
    number: str
    issued_at: datetime
    requester: str
    municipality: str
    reference: str
    scope: str
    include: str
    pages: int
    fee_yen: int
    by: str
    spoiled: str


@dataclass(frozen=True, slots=True)
class CopyPage:
    """A page of the list and its lines."""

    page: Page[WideAreaCopy]
    lines: tuple[CopyLine, ...]


def list_copies(access: Access, *, page: int) -> CopyPage:
    """The issue records."""
    check_may(access, "wide_area.issue")
    with recorded(access, COPIES_LISTED) as note:
        rows = WideAreaCopy.objects.order_by("-issued_at", "key")
        found = Paginator(rows, PER_PAGE).get_page(page)
        lines = tuple(_line(row) for row in found)
        note.say(count=len(lines))
    return CopyPage(found, lines)


def _line(row: WideAreaCopy) -> CopyLine:
    return CopyLine(
        key=row.key,
        number=row.number,
        issued_at=row.issued_at,
        requester=row.requester_name,
        municipality=municipality_of(row.municipality).full_name,
        reference=row.reference,
        scope=Scope(row.scope).label,
        include=include_words(row.include),
        pages=row.pages,
        fee_yen=row.fee_yen,
        by=row.issued_by_name,
        spoiled=row.spoiled_reason,
    )
