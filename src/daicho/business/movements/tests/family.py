"""A family of four (父・母・長男・長女), and papers that move them."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from daicho.business.movements.tests.paper import CHILD, NOTIFIED, PLACE
from daicho.kernel.access import Access
from daicho.registers.residents.domain.segments import Holding
from daicho.registers.residents.writes import holdings

DAUGHTER = {
    **CHILD,
    "name": "見本　二葉",
    "name_kana": "ミホン　フタバ",
    "birth_date": "H30.7.4",
    "sex": "female",
}
NEXT_DOOR = {**PLACE, "banchi": "9-9", "katagaki": ""}
Staff = tuple[Access, Access, Access]


def now(person: UUID, day: date = date(2026, 11, 20)) -> Holding:
    """What holds of a person on a day, on the newest record."""
    return max(holdings.on_day([person], day), key=lambda h: h.history_number)


def moving(people: list[UUID], **fields: str) -> dict[str, str]:
    paper = {f"selected.{p}": "on" for p in people}
    return paper | {"event_date": "2026-11-01", "notified_on": "2026-11-10"} | NOTIFIED | fields
