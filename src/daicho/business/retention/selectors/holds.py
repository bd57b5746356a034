"""Holds (廃棄の保留の一覧): what stays although its years are over, why, and since when."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.paginator import Page, Paginator

from daicho.business.retention.audit_types import HOLDS_LISTED
from daicho.business.retention.commands.holds import files_to_hold
from daicho.business.retention.models import Hold
from daicho.foundation.audit.public import recorded
from daicho.foundation.staff.public import check_may
from daicho.kernel.access import Access
from daicho.kernel.clock import business_today

PER_PAGE = 50


@dataclass(frozen=True, slots=True)
class HoldLine:
    """One hold in words; `late`: the day to look at it again has come."""

    row: Hold
    scope: str
    late: bool


def list_holds(access: Access, *, page: int) -> tuple[Page[Hold], tuple[HoldLine, ...]]:
    """The holds, open ones first. One entry."""
    check_may(access, "retention.hold")
    with recorded(access, HOLDS_LISTED) as note:
        rows = Hold.objects.order_by("-ended_at", "-set_at")
        found = Paginator(rows, PER_PAGE).get_page(page)
        lines = tuple(_line(row) for row in found.object_list)
        note.about(*(row.person for row in found.object_list if row.person))
        note.say(count=len(lines))
    return found, lines


def _line(row: Hold) -> HoldLine:
    title = dict(files_to_hold()).get(row.file, row.file) if row.file else "すべての文書"
    what = f"　番号 {row.number}" if row.number else ""
    whom = "　特定の人に関するもの" if row.person else ""
    late = row.ended_at is None and row.review_on is not None and row.review_on <= business_today()
    return HoldLine(row, f"{title}{what}{whom}", late)
