"""Notices (カード管理システムの通知の一覧): those that wait for a clerk, and what became of the others."""

from __future__ import annotations

from typing import Final

from django.core.paginator import Page, Paginator

from daicho.foundation.audit.public import recorded
from daicho.foundation.staff.public import check_may
from daicho.gateways.cards.audit_types import NOTICES_LISTED
from daicho.gateways.cards.domain.notices import Standing
from daicho.gateways.cards.models import CardNotice
from daicho.kernel.access import Access

PER_PAGE: Final = 50


def list_notices(access: Access, *, state: str, page: int) -> Page[CardNotice]:
    """The oldest held ones first, or the newest of another state; one entry."""
    check_may(access, "cards.notices")
    asked = Standing(state) if state in set(Standing) else Standing.HELD
    with recorded(access, NOTICES_LISTED) as note:
        order = "received_at" if asked is Standing.HELD else "-received_at"
        rows = CardNotice.objects.filter(state=asked.value).order_by(order, "key")
        found = Paginator(rows, PER_PAGE).get_page(page)
        note.say(list=asked.value, page=found.number, count=found.paginator.count)
        return found
