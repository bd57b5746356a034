"""Comparison (突合, REG-088): the visits of an application beside what was approved; within the caller's own act."""

from __future__ import annotations

from dataclasses import dataclass

from daicho.business.inspection.domain.comparing import Shown, differences
from daicho.business.inspection.domain.pages import pages_text
from daicho.business.inspection.models import Application, Visit
from daicho.business.inspection.selectors.wording import paper_from, town_names


@dataclass(frozen=True, slots=True)
class Compared:
    """The visits that count, oldest first, and where they differ from what was approved."""

    visits: tuple[Visit, ...]
    differences: tuple[str, ...]


def compared(row: Application) -> Compared:
    """What was shown, and every difference in words."""
    rows = Visit.objects.filter(application=row, struck_at__isnull=True)
    visits = tuple(rows.select_related("listing").order_by("recorded_at", "key"))
    if row.approved_on is None:
        return Compared(visits, ())
    shown = [
        Shown(
            inspector=one.inspector,
            on=one.inspected_on,
            pages=f"{one.listing.number}の{pages_text(one.pages)}",
            towns=one.towns,
            others_list=one.listing.application_id not in (None, row.key),
            copied=one.copied,
            unfit=one.unfit,
            identified=bool(one.identity_documents),
        )
        for one in visits
    ]
    found = differences(
        paper_from(row.paper),
        shown,
        approved_on=row.approved_on,
        towns=_names(row, visits),
    )
    return Compared(visits, found)


def _names(row: Application, visits: tuple[Visit, ...]) -> dict[str, str]:
    """Names of the towns that were shown, a 丁目 by its 大字."""
    known = town_names(row.received_on)
    codes = {code for one in visits for code in one.towns}
    return {code: known.get(code, known.get(f"{code[:3]}000", code)) for code in codes}
