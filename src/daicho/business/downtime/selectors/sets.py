"""Sets (電算停止時の用紙の一覧・一組): what was reserved, and how much of it has been compared."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import Count, Q

from daicho.business.downtime.audit_types import SET_VIEWED, SETS_LISTED
from daicho.business.downtime.domain.slips import PAPER_SET, Kind, SlipState
from daicho.business.downtime.models import PaperSet, Slip
from daicho.foundation.audit.public import recorded
from daicho.foundation.staff.public import check_may, may
from daicho.kernel.access import Access

PER_PAGE = 50


@dataclass(frozen=True, slots=True)
class SetLine:
    """A set in the list; how many numbers nobody has spoken of yet."""

    row: PaperSet
    reserved: int
    used: int


@dataclass(frozen=True, slots=True)
class SlipLine:
    """One number with what became of it."""

    row: Slip
    kind: Kind
    state: SlipState


@dataclass(frozen=True, slots=True)
class SetView:
    """One set with its numbers."""

    row: PaperSet
    slips: tuple[SlipLine, ...]
    may_settle: bool

    @property
    def counts(self) -> tuple[tuple[str, int], ...]:
        """How many of each outcome, by its words."""
        return tuple(
            (state.label, sum(slip.state is state for slip in self.slips)) for state in SlipState
        )

    @property
    def reserved(self) -> int:
        return sum(slip.state is SlipState.RESERVED for slip in self.slips)


def list_sets(access: Access, *, page: int) -> tuple[Page[PaperSet], tuple[SetLine, ...]]:
    """The sets, newest first. One entry."""
    check_may(access, "downtime.view")
    with recorded(access, SETS_LISTED) as note:
        found = Paginator(PaperSet.objects.order_by("-made_at"), PER_PAGE).get_page(page)
        counts = {
            row["paper_set"]: row
            for row in Slip.objects.filter(paper_set__in=list(found.object_list))
            .values("paper_set")
            .annotate(
                reserved=Count("id", filter=Q(state=SlipState.RESERVED.value)),
                used=Count("id", filter=Q(state=SlipState.USED.value)),
            )
        }
        lines = tuple(
            SetLine(row, counts[row.key]["reserved"], counts[row.key]["used"])
            for row in found.object_list
        )
        note.say(count=len(lines))
    return found, lines


def view_set(access: Access, *, paper_set: UUID) -> SetView:
    """One set; `Missing` for none. One entry."""
    check_may(access, "downtime.view")
    with recorded(access, SET_VIEWED) as note:
        row = set_of(paper_set)
        note.say(number=row.number, receptions=row.receptions, issues=row.issues)
        slips = tuple(
            SlipLine(slip, Kind(slip.kind), SlipState(slip.state))
            for slip in Slip.objects.filter(paper_set=row).order_by("-kind", "position")
        )
    return SetView(row, slips, row.closed_at is None and may(access, "downtime.make"))


def set_of(paper_set: UUID) -> PaperSet:
    """The row; `Missing` for none."""
    row = PaperSet.objects.filter(key=paper_set).first()
    if row is None:
        raise PAPER_SET.missing()
    return row
