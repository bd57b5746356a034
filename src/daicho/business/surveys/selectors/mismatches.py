"""Mismatches (住所の食い違いの一覧): what has not been settled yet, oldest first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.core.paginator import Page, Paginator

from daicho.business.surveys.audit_types import MISMATCHES_LISTED
from daicho.business.surveys.models import Mismatch
from daicho.foundation.audit.public import recorded
from daicho.foundation.staff.public import check_may
from daicho.kernel.access import Access
from daicho.registers.residents.public import shields_of

PER_PAGE: Final = 50


@dataclass(frozen=True, slots=True)
class MismatchPage:
    """A page of the addresses that differ; `hidden` are those who may not be looked up by who asks (STD-3.1)."""

    page: Page[Mismatch]
    hidden: frozenset[UUID]


def list_mismatches(access: Access, *, page: int = 1) -> MismatchPage:
    """The addresses that differ and are not settled; one entry for the page."""
    check_may(access, "surveys.compare")
    with recorded(access, MISMATCHES_LISTED) as note:
        rows = Mismatch.objects.filter(settled_at__isnull=True).order_by("found_at", "atena_number")
        found = Paginator(rows, PER_PAGE).get_page(page)
        note.about(*(row.person for row in found if row.person))
        note.say(page=found.number, count=found.paginator.count)
        shields = shields_of(access, {row.person for row in found if row.person})
        return MismatchPage(found, frozenset(p for p, s in shields.items() if s.hidden))
