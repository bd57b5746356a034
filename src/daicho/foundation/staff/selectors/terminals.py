"""Terminals (端末の一覧)."""

from __future__ import annotations

from django.core.paginator import Page, Paginator
from django.db.models import F

from daicho.foundation.staff.models import Terminal
from daicho.foundation.staff.policy import check_may
from daicho.kernel.access import Access

PAGE_SIZE = 50


def terminal_page(access: Access, *, page: int) -> Page[Terminal]:
    """One page of terminals: those in use first, by name."""
    check_may(access, "terminals.manage")
    found = Terminal.objects.order_by(F("revoked_at").desc(nulls_first=True), "name")
    return Paginator(found, PAGE_SIZE).get_page(page)


def terminals_in_use() -> dict[str, tuple[str, ...]]:
    """The names of the terminals in use, by the office they are enrolled for."""
    found: dict[str, tuple[str, ...]] = {}
    rows = Terminal.objects.filter(revoked_at__isnull=True).order_by("office", "name")
    for office, name in rows.values_list("office", "name"):
        found[office] = (*found.get(office, ()), name)
    return found
