"""Counts of sheets (交付件数, REG-084): how many went out, where, of which kind, for a fee or free.

One set-based statement; tells of paper and yen alone, never of whom a sheet is about. Within the caller's own act.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, Sum

from daicho.business.certificates.domain.papers import title_of
from daicho.business.certificates.models import Issue


@dataclass(frozen=True, slots=True)
class IssueCount:
    """So many copies of one kind from one terminal; 再発行 and 書損 are counted apart from the rest.

    `paid` and `free` are first issues that were handed over, `fees_yen` what they cost together.
    """

    office: str
    terminal: str
    kind: str
    title: str
    notice: bool
    paid: int
    free: int
    reissued: int
    spoiled: int
    fees_yen: int


def issue_counts(since: date, until: date) -> tuple[IssueCount, ...]:
    """The copies that went out from `since` until before `until`, by place, terminal and kind."""
    kept = Q(spoiled_at__isnull=True)
    first = kept & Q(reissue_of__isnull=True)
    rows = (
        Issue.objects.filter(issued_on__gte=since, issued_on__lt=until)
        .values_list("office", "terminal", "kind", "requester")
        .annotate(
            paid=Count("key", filter=first & Q(fee_yen__gt=0)),
            free=Count("key", filter=first & Q(fee_yen=0)),
            reissued=Count("key", filter=kept & Q(reissue_of__isnull=False)),
            spoiled=Count("key", filter=Q(spoiled_at__isnull=False)),
            fees=Sum("fee_yen", filter=kept, default=0),
        )
        .order_by("office", "terminal", "kind", "requester")
    )
    return tuple(
        IssueCount(office, terminal, kind, title_of(kind), not requester, *numbers)
        for office, terminal, kind, requester, *numbers in rows
    )
