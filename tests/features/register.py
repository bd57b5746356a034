"""Register (台帳): what the scenarios look up in it by name and by a day written in the Japanese calendar."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db.models import Q

from daicho.kernel.clock import business_today
from daicho.kernel.uncertain_dates import EXACT_ANY, read_legal_date
from daicho.registers.residents.domain.particulars import Status
from daicho.registers.residents.domain.segments import Holding
from daicho.registers.residents.models import Version
from daicho.registers.residents.writes import holdings


def day_of(text: str) -> date:
    """令和8年11月20日 as a day; 今日 is today."""
    if text == "今日":
        return business_today()
    day = read_legal_date(text, field="", rule=EXACT_ANY, today=business_today()).exact
    assert day is not None, text
    return day


def persons_named(name: str) -> list[UUID]:
    """Everybody who is or was on the register under a name."""
    rows = Version.objects.filter(Q(name=name) | Q(name_alphabet=name))
    return list(rows.order_by("person").values_list("person", flat=True).distinct())


def person_named(name: str) -> UUID:
    """The one person of a name."""
    found = persons_named(name)
    assert len(found) == 1, f"{name}は{len(found)}人"
    return found[0]


def held_on(name: str, day: date) -> Holding | None:
    """What the register says of a person on a day, present before removed; None when it says nothing."""
    found = holdings.on_day([person_named(name)], day)
    return max(found, key=lambda h: (h.status is Status.PRESENT, h.history_number), default=None)


def holding_of(name: str) -> Holding:
    """What the register says of a person today."""
    held = held_on(name, business_today())
    assert held is not None, f"{name}の住民票がない"
    return held


def household_of(name: str) -> str:
    """The number of somebody's household."""
    return holding_of(name).particulars.household_number
