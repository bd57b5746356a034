"""交付予約: the openings of an office by day, and who comes when."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_GET, require_POST

from daicho.foundation.staff.public import StaffRequest, screen
from daicho.foundation.ui.posted import key_of, number_of
from daicho.gateways.cards.commands.appointments import book, end_booking, set_openings
from daicho.gateways.cards.selectors.appointments import offices, view_day
from daicho.gateways.cards.web.reading import day_of, time_of
from daicho.kernel.clock import business_today
from daicho.kernel.errors import Conflict, Invalid, Problem
from daicho.kernel.wareki import format_wareki_short


@require_GET
@screen("cards.appointments")
def day(request: StaffRequest) -> HttpResponse:
    """The openings of a day; with a card, where it can be booked."""
    return _draw(request, problems=())


@require_POST
@screen("cards.appointments")
def openings(request: StaffRequest) -> HttpResponse:
    """Cut a stretch of the day into openings."""
    posted = request.POST
    try:
        count = set_openings(
            request.access,
            office=posted.get("office", ""),
            day=day_of(posted, "day") or business_today(),
            from_time=time_of(posted, "from_time"),
            until_time=time_of(posted, "until_time"),
            minutes=number_of(posted, "minutes", otherwise=0),
            capacity=number_of(posted, "capacity", otherwise=0),
        )
    except Invalid as error:
        return _draw(request, problems=error.problems, status=422)
    messages.success(request, f"{count}個の枠を設けました。")
    return _back(request)


@require_POST
@screen("cards.appointments")
def booking(request: StaffRequest, opening: UUID) -> HttpResponse:
    """Book the card at an opening, or move it there."""
    card = key_of(request.POST.get("card", ""))
    if card is None:
        raise Conflict(
            "予約するカードが選ばれていません。",
            remedy="カードの画面から「交付予約」を開いてください。",
            code="appointment.no_card",
        )
    book(request.access, card=card, opening=opening)
    messages.success(request, "予約しました。")
    return redirect("cards_card", card=card)


@require_POST
@screen("cards.appointments")
def ending(request: StaffRequest, appointment: UUID) -> HttpResponse:
    """Call a booking off, or keep that nobody came."""
    end_booking(request.access, appointment=appointment)
    messages.success(request, "予約を終えました。")
    return _back(request)


def _back(request: StaffRequest) -> HttpResponse:
    kept = {name: request.POST.get(name, "") for name in ("office", "day", "card")}
    return redirect(f"{reverse('cards_appointments')}?{urlencode(kept)}")


def _draw(request: StaffRequest, *, problems: Iterable[Problem], status: int = 200) -> HttpResponse:
    asked = request.POST if request.method == "POST" else request.GET
    places = offices()
    office = asked.get("office", "") or (
        request.access.office if request.access.office in places else next(iter(places), "")
    )
    when, wrong = _asked_day(request)
    card = key_of(asked.get("card", ""))
    found = view_day(request.access, office=office, day=when, card=card)
    context = {
        "found": found,
        "card": card or "",
        "offices": [(place, place) for place in places],
        "day": format_wareki_short(when),
        "asked_day": asked.get("day", "") or format_wareki_short(when),
        "earlier": format_wareki_short(when - timedelta(days=1)),
        "later": format_wareki_short(when + timedelta(days=1)),
        "past": when < business_today(),
        "ended": when <= business_today(),
        "typed": request.POST,
        "problems": (*problems, *wrong),
    }
    return render(request, "cards/day.html", context, status=status)


def _asked_day(request: StaffRequest) -> tuple[date, tuple[Problem, ...]]:
    asked = request.POST if request.method == "POST" else request.GET
    try:
        return day_of(asked, "day") or business_today(), ()
    except Invalid as error:
        return business_today(), error.problems
