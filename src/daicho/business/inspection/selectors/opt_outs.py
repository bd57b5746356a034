"""Requests to be left out (除外の申出の一覧・受領書): those that count, and the receipt of one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import F

from daicho.business.inspection.audit_types import OPT_OUTS_LISTED
from daicho.business.inspection.commands.opt_outs import Filer
from daicho.business.inspection.models import OptOut
from daicho.foundation.audit.public import recorded
from daicho.foundation.staff.public import check_may
from daicho.kernel.access import Access
from daicho.kernel.clock import business_today
from daicho.kernel.errors import Missing
from daicho.registers.residents.public import records_on, shields_of

PER_PAGE: Final = 20
HIDDEN: Final = "（照会の抑止）"


@dataclass(frozen=True, slots=True)
class OptOutLine:
    """One request, with whom it is about as the register says today."""

    key: UUID
    number: str
    name: str
    atena_number: str
    birth: str
    filed_on: date
    filed_by: str
    filer_name: str
    received_by: str
    cancelled_on: date | None
    cancelled_words: str


@dataclass(frozen=True, slots=True)
class OptOutPage:
    """A page of them."""

    page: Page[OptOut]
    lines: tuple[OptOutLine, ...]


def list_opt_outs(access: Access, *, page: int = 1) -> OptOutPage:
    """All requests, those that count first, the newest on top. One entry."""
    check_may(access, "rosters.opt_out")
    with recorded(access, OPT_OUTS_LISTED) as note:
        rows = OptOut.objects.order_by(F("cancelled_at").desc(nulls_first=True), "-received_at")
        found = Paginator(rows, PER_PAGE).get_page(page)
        note.about(*(row.person for row in found))
        note.say(page=found.number, count=found.paginator.count)
        return OptOutPage(found, _lines(access, list(found)))


def opt_out_receipt(access: Access, *, key: UUID) -> OptOutLine:
    """One request, for its receipt. One entry."""
    check_may(access, "rosters.opt_out")
    with recorded(access, OPT_OUTS_LISTED) as note:
        row = OptOut.objects.filter(key=key).first()
        if row is None:
            raise Missing(
                "この申出はありません。", remedy="除外の申出の一覧から選び直してください。"
            )
        note.about(row.person)
        note.say(number=row.number)
        return _lines(access, [row])[0]


def _lines(access: Access, rows: list[OptOut]) -> tuple[OptOutLine, ...]:
    persons = [row.person for row in rows]
    held = {h.person: h for h in records_on(persons, business_today())}
    shields = shields_of(access, persons)
    lines = []
    for row in rows:
        known = None if shields[row.person].hidden else held.get(row.person)
        items = known.particulars if known else None
        lines.append(
            OptOutLine(
                key=row.key,
                number=row.number,
                name=items.printed_name if items else HIDDEN,
                atena_number=known.atena_number if known else "",
                birth=items.birth_date.display() if items else "",
                filed_on=row.filed_on,
                filed_by=Filer(row.filed_by).label,
                filer_name=row.filer_name,
                received_by=row.received_by_name,
                cancelled_on=row.cancelled_on,
                cancelled_words=row.cancelled_words,
            )
        )
    return tuple(lines)
