"""Appointments (交付予約の日): the openings of an office on a day, who is booked, and whose card could still be."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from daicho.foundation.audit.public import recorded
from daicho.foundation.staff.public import check_may
from daicho.gateways.cards.audit_types import DAY_VIEWED
from daicho.gateways.cards.commands.steps import CARD
from daicho.gateways.cards.domain.opening import Booking
from daicho.gateways.cards.models import Appointment, Card, Opening
from daicho.gateways.cards.selectors.people import Owner, owners_of
from daicho.kernel.access import Access
from daicho.kernel.clock import business_today
from daicho.registers.code_tables.public import rows_on
from daicho.registers.residents.public import check_shown

TAKEN: Final = (Booking.BOOKED.value, Booking.CAME.value)


@dataclass(frozen=True, slots=True)
class Booked:
    """One booking of an opening."""

    key: UUID
    card: UUID
    owner: Owner
    state: Booking


@dataclass(frozen=True, slots=True)
class OpeningLine:
    """One opening with its bookings; `left` places."""

    key: UUID
    times: str
    capacity: int
    left: int
    bookings: tuple[Booked, ...]


@dataclass(frozen=True, slots=True)
class Day:
    """A day at an office; `wanted` is whose card is being booked, where one is."""

    office: str
    day: date
    openings: tuple[OpeningLine, ...]
    booked: int
    missed: int
    wanted: Owner | None


def offices() -> tuple[str, ...]:
    """The offices at which cards can be handed over, as the code table names them."""
    rows = rows_on("offices", business_today())
    return tuple(row.values["name"] for row in rows if row.values.get("kind") != "section")


def view_day(access: Access, *, office: str, day: date, card: UUID | None = None) -> Day:
    """The openings of a day in their order; one entry."""
    check_may(access, "cards.appointments")
    with recorded(access, DAY_VIEWED) as note:
        rows = list(Opening.objects.filter(office=office, day=day).order_by("from_time"))
        booked = list(
            Appointment.objects.filter(opening__in=rows)
            .exclude(state__in=[Booking.MOVED.value, Booking.CANCELLED.value])
            .select_related("card")
            .order_by("made_at")
        )
        wanted = _wanted(access, card)
        people = owners_of(
            access, [b.card.person for b in booked] + ([wanted] if wanted is not None else [])
        )
        note.about(*people)
        note.say(list="appointments", page=1, count=len(booked))
        return Day(
            office=office,
            day=day,
            openings=tuple(_line(row, booked, people) for row in rows),
            booked=sum(b.state == Booking.BOOKED for b in booked),
            missed=sum(b.state == Booking.MISSED for b in booked),
            wanted=people[wanted] if wanted is not None else None,
        )


def _wanted(access: Access, card: UUID | None) -> UUID | None:
    if card is None:
        return None
    row = Card.objects.filter(key=card).first()
    if row is None:
        raise CARD.missing()
    check_shown(access, [row.person])
    return row.person


def _line(row: Opening, booked: list[Appointment], people: Mapping[UUID, Owner]) -> OpeningLine:
    own = [b for b in booked if b.opening_id == row.key]
    return OpeningLine(
        key=row.key,
        times=f"{row.from_time:%H:%M}–{row.until_time:%H:%M}",
        capacity=row.capacity,
        left=row.capacity - sum(b.state in TAKEN for b in own),
        bookings=tuple(
            Booked(b.key, b.card_id, people[b.card.person], Booking(b.state)) for b in own
        ),
    )
