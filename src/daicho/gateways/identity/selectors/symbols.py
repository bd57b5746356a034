"""Symbols (符号の取得要求の一覧, STD-7.1.2.2): whether each request reached the nation, and why it did not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import Q

from daicho.foundation.audit.public import recorded
from daicho.foundation.staff.public import check_may
from daicho.gateways.identity.audit_types import SYMBOLS_LISTED
from daicho.gateways.identity.commands.ask_symbol import LABELS
from daicho.gateways.identity.models import SymbolRequest
from daicho.kernel.access import Access
from daicho.kernel.clock import business_today
from daicho.registers.protection.public import Channel, disclosure
from daicho.registers.residents.public import records_on

PER_PAGE: Final = 20


class Sending(StrEnum):
    """Where a request stands, for whoever looks."""

    WAITING = "waiting"
    SENT = "sent"
    FAILED = "failed"

    @property
    def label(self) -> str:
        return {"waiting": "送信待ち", "sent": "送信済み", "failed": "失敗"}[self.value]


STATES: Final = {
    "waiting": Sending.WAITING,
    "held": Sending.WAITING,
    "accepted": Sending.SENT,
    "refused": Sending.FAILED,
    "stopped": Sending.FAILED,
}


@dataclass(frozen=True, slots=True)
class SymbolLine:
    """One request; the name is hidden where a look-up is stopped."""

    asked_at: datetime
    who: str
    reason: str
    case: UUID | None
    sending: Sending
    why: str
    remedy: str
    by: str


@dataclass(frozen=True, slots=True)
class SymbolPage:
    """A page of the list and its lines."""

    page: Page[SymbolRequest]
    lines: tuple[SymbolLine, ...]


def list_symbols(access: Access, *, state: str, page: int) -> SymbolPage:
    """The newest first, of one state or all."""
    check_may(access, "identity.symbols")
    wanted = [name for name, one in STATES.items() if one.value == state]
    with recorded(access, SYMBOLS_LISTED) as note:
        rows = SymbolRequest.objects.filter(Q(state__in=wanted) if wanted else Q())
        found = Paginator(rows.order_by("-asked_at", "key"), PER_PAGE).get_page(page)
        names = _names([row.person for row in found])
        lines = tuple(_line(row, names) for row in found)
        note.about(*names)
        note.say(state=state if wanted else "all", count=len(lines))
    return SymbolPage(found, lines)


def _names(persons: list[UUID]) -> dict[UUID, str]:
    if not persons:
        return {}
    shown = disclosure(persons=persons, channel=Channel.LOOK_UP)
    stopped = {one.person for one in (*shown.errors, *shown.alerts)}
    return {
        held.person: "（照会が抑止されています）"
        if held.person in stopped
        else f"{held.particulars.printed_name}（{held.atena_number}）"
        for held in records_on(persons, business_today())
    }


def _line(row: SymbolRequest, names: dict[UUID, str]) -> SymbolLine:
    first = row.problems[0] if row.problems else {}
    stopped = "送信を中止しました。" if row.state == "stopped" else ""
    return SymbolLine(
        asked_at=row.asked_at,
        who=names.get(row.person, "（今は住民でない人）"),
        reason=LABELS[row.reason],
        case=row.case,
        sending=STATES[row.state],
        why=f"{first.get('what', '')}{first.get('why', '')}" or stopped,
        remedy=first.get("remedy", ""),
        by=row.asked_by_name,
    )
