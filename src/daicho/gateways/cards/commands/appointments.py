"""Appointments (交付予約): openings by office and day; one person's card booked, moved, called off, or not fetched."""

from __future__ import annotations

from datetime import date, time
from uuid import UUID

from daicho.foundation.audit.public import Note, recorded
from daicho.foundation.staff.public import check_may
from daicho.gateways.cards.audit_types import APPOINTMENT_KEPT, OPENING_SET
from daicho.gateways.cards.commands.steps import lock_card
from daicho.gateways.cards.domain.opening import Booking, cut_day, opening_problems
from daicho.gateways.cards.domain.states import State
from daicho.gateways.cards.models import Appointment, Card, Opening
from daicho.kernel.access import Access
from daicho.kernel.clock import business_now, business_today
from daicho.kernel.errors import Conflict, Invalid, Missing
from daicho.kernel.matters import Matter

APPOINTMENT = Matter("交付予約", found_in="交付予約", code="appointment")


def set_openings(
    access: Access,
    *,
    office: str,
    day: date,
    from_time: time | None,
    until_time: time | None,
    minutes: int,
    capacity: int,
) -> int:
    """Cut a stretch of a day into openings of so many minutes for so many people; those that are there get the new capacity.

    Returns how many. `Invalid` for what was entered, `Conflict` when more are booked than there would be places.
    """
    check_may(access, "cards.appointments")
    with recorded(access, OPENING_SET) as note:
        problems = opening_problems(
            office, day, from_time, until_time, minutes, capacity, today=business_today()
        )
        if problems or from_time is None or until_time is None:
            raise Invalid(problems)
        spans = cut_day(from_time, until_time, minutes)
        for begins, ends in spans:
            Opening.objects.bulk_create(
                [
                    Opening(
                        office=office,
                        day=day,
                        from_time=begins,
                        until_time=ends,
                        capacity=capacity,
                    )
                ],
                ignore_conflicts=True,
            )
            _resize(office, day, begins, capacity)
        note.say(office=office, day=day.isoformat(), count=len(spans))
    return len(spans)


def book(access: Access, *, card: UUID, opening: UUID) -> UUID:
    """Book a card at an opening, or move its booking there. Returns the appointment.

    `Conflict` when there is no place left, the day is past, or the card is not one that waits to be fetched.
    """
    check_may(access, "cards.appointments")
    with recorded(access, APPOINTMENT_KEPT) as note:
        row = lock_card(card)
        note.about(row.person)
        if row.state not in (State.ARRIVED, State.PREPARED):
            raise Conflict(
                f"このカードは今「{State(row.state).label}」です。",
                why="予約するのは、到着して交付を待つカードです。",
                remedy="カードの状態を確かめてください。",
                code="appointment.card",
            )
        place = _place(opening)
        earlier = Appointment.objects.filter(card=row, state=Booking.BOOKED.value).first()
        if earlier is not None and earlier.opening_id == place.key:
            return earlier.key
        _check_room(place)
        if earlier is not None:
            _end(access, earlier, Booking.MOVED)
        made = Appointment.objects.create(
            opening=place,
            card=row,
            state=Booking.BOOKED.value,
            made_at=business_now(),
            made_by=access.staff_key,
        )
        _say(note, "move" if earlier else "book", place)
    return made.key


def end_booking(access: Access, *, appointment: UUID, come: bool = False) -> None:
    """Call a booking off; on its day or after it, `come` being false too, it counts as not fetched (来庁なし)."""
    check_may(access, "cards.appointments")
    with recorded(access, APPOINTMENT_KEPT) as note:
        row = (
            Appointment.objects.select_for_update(of=("self",))
            .select_related("opening")
            .filter(key=appointment)
            .first()
        )
        if row is None:
            raise APPOINTMENT.missing()
        APPOINTMENT.check_standing(
            row.state == Booking.BOOKED, state=Booking(row.state).label, action="予約の処理"
        )
        past = row.opening.day <= business_today()
        _end(access, row, Booking.CAME if come else Booking.MISSED if past else Booking.CANCELLED)
        note.about(Card.objects.get(key=row.card_id).person)
        _say(note, row.state, row.opening)


def _resize(office: str, day: date, begins: time, capacity: int) -> None:
    row = Opening.objects.select_for_update().get(office=office, day=day, from_time=begins)
    booked = _booked(row)
    if booked > capacity:
        raise Conflict(
            "予約の数より少ない枠にはできません。",
            why=f"{begins:%H:%M}からの枠に、{booked}件の予約があります。",
            remedy="先に予約を移すか、枠の数を直してください。",
            code="appointment.too_small",
        )
    if row.capacity != capacity:
        row.capacity = capacity
        row.save(update_fields=["capacity"])


def _place(opening: UUID) -> Opening:
    found = Opening.objects.select_for_update().filter(key=opening).first()
    if found is None:
        raise Missing(
            "この予約の枠はありません。",
            remedy="予約の画面から選び直してください。",
            code="appointment.no_opening",
        )
    if found.day < business_today():
        raise Conflict(
            "過ぎた日には予約できません。",
            why="枠の日が、今日より前です。",
            remedy="今日以後の枠を選んでください。",
            code="appointment.past",
        )
    return found


def _check_room(opening: Opening) -> None:
    if _booked(opening) >= opening.capacity:
        raise Conflict(
            "この枠は埋まっています。",
            why=f"{opening.capacity}人までの枠です。ほかの人が先に予約したことがあります。",
            remedy="別の枠を選んでください。",
            code="appointment.full",
        )


def _booked(opening: Opening) -> int:
    """Who takes a place: those who are still to come, and those who came."""
    taken = (Booking.BOOKED.value, Booking.CAME.value)
    return Appointment.objects.filter(opening=opening, state__in=taken).count()


def _end(access: Access, row: Appointment, state: Booking) -> None:
    row.state, row.ended_at, row.ended_by = state.value, business_now(), access.staff_key
    row.save(update_fields=["state", "ended_at", "ended_by"])


def _say(note: Note, action: str, opening: Opening) -> None:
    note.say(action=action, day=opening.day.isoformat())
