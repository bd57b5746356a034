"""Handovers (附票の異動の引渡し): the files that were made, and how many entries wait for the next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.core.paginator import Page, Paginator

from daicho.foundation.audit.public import recorded
from daicho.foundation.staff.public import check_may
from daicho.gateways.family_register.audit_types import HANDOVERS_LISTED
from daicho.gateways.family_register.models import AnnexEntry, Handover
from daicho.kernel.access import Access

PER_PAGE: Final = 20


@dataclass(frozen=True, slots=True)
class HandoverLine:
    """One file."""

    key: UUID
    number: str
    made_at: datetime
    by: str
    entries: int
    digest: str


@dataclass(frozen=True, slots=True)
class HandoverPage:
    """A page of files; `waiting` entries are in none yet."""

    page: Page[Handover]
    lines: tuple[HandoverLine, ...]
    waiting: int


def list_handovers(access: Access, *, page: int) -> HandoverPage:
    """The newest first."""
    with recorded(access, HANDOVERS_LISTED) as note:
        check_may(access, "family.hand_over")
        found = Paginator(Handover.objects.order_by("-made_at"), PER_PAGE).get_page(page)
        lines = tuple(
            HandoverLine(
                row.key, row.number, row.made_at, row.made_by_name, row.entries, row.digest
            )
            for row in found
        )
        note.say(count=len(lines))
        waiting = AnnexEntry.objects.filter(handover__isnull=True).count()
    return HandoverPage(found, lines, waiting)
