"""Cards: somebody's cards, the lists, one card, and what is done with it."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from daicho.foundation.law_values import in_force
from daicho.foundation.staff.public import StaffRequest, may, screen
from daicho.foundation.ui.posted import key_of, number_of
from daicho.gateways.cards.commands.act import act
from daicho.gateways.cards.commands.open_card import open_card
from daicho.gateways.cards.domain.details import (
    AGENT_REASONS,
    CERTIFICATES,
    CHANGES,
    DELIVERIES,
    OLD_CARDS,
    PINS,
    RECEIVERS,
)
from daicho.gateways.cards.domain.states import ON_NOBODYS_CARD, TABLE, Action, By, CardKind, State
from daicho.gateways.cards.selectors.cards import find_cards, openings_of_desk, view_card
from daicho.gateways.cards.selectors.lists import LISTS, list_cards
from daicho.gateways.cards.web.reading import details_from
from daicho.kernel.clock import business_today
from daicho.kernel.errors import Invalid, Problem
from daicho.kernel.wareki import format_wareki_short

_NOT_CHOSEN = ("", "選んでください")


@require_GET
@screen("cards.view")
def home(request: StaffRequest) -> HttpResponse:
    """Whose cards: found by 宛名番号, or from somebody's record."""
    atena = request.GET.get("atena_number", "").strip()
    person = key_of(request.GET.get("person", ""))
    found = find_cards(request.access, atena_number=atena, person=person)
    handles = may(request.access, "cards.handle")
    context = {
        "found": found,
        "asked": bool(atena or person),
        "atena_number": atena,
        "choices": openings_of_desk(found.owner)
        if found and handles and not found.owner.removed
        else (),
        "may_draw": may(request.access, "cards.face"),
        "tabs": _tabs(""),
    }
    return render(request, "cards/home.html", context)


@require_GET
@screen("cards.view")
def card_list(request: StaffRequest, code: str) -> HttpResponse:
    """One of the lists."""
    if code not in LISTS:
        raise Http404
    found = list_cards(request.access, code=code, page=number_of(request.GET, "page", otherwise=1))
    context = {
        "listing": found.listing,
        "page": found.page,
        "rows": found.rows,
        "code": code,
        "today": business_today(),
        "tabs": _tabs(code),
    }
    return render(request, "cards/list.html", context)


@require_GET
@screen("cards.view")
def one(request: StaffRequest, card: UUID) -> HttpResponse:
    """One card."""
    context = {
        "view": view_card(request.access, card=card),
        "may_book": may(request.access, "cards.appointments"),
        "may_draw": may(request.access, "cards.face"),
        "sees_messages": may(request.access, "lines.view"),
    }
    return render(request, "cards/card.html", context)


@require_http_methods(["GET", "POST"])
@screen("cards.handle")
def take_act(request: StaffRequest, card: UUID, action: str) -> HttpResponse:
    """The form of an act, and the act; what is wrong is shown beside its field."""
    asked = _action(action, opens=False)
    if request.method == "GET":
        return _act_form(request, card, asked, problems=())
    try:
        act(
            request.access,
            card=card,
            action=asked,
            edition=number_of(request.POST, "edition", otherwise=0),
            told=details_from(request.POST),
        )
    except Invalid as error:
        return _act_form(request, card, asked, problems=error.problems, status=422)
    messages.success(request, f"「{asked.label}」を記録しました。")
    return redirect("cards_card", card=card)


@require_http_methods(["GET", "POST"])
@screen("cards.handle")
def new(request: StaffRequest, action: str) -> HttpResponse:
    """A card that is there already, or an application for one."""
    asked = _action(action, opens=True)
    if request.method == "GET":
        return _new_form(request, asked, problems=())
    key = key_of(request.POST.get("key", "")) or uuid4()
    person = key_of(request.POST.get("person", ""))
    if person is None:
        raise Http404
    try:
        open_card(
            request.access,
            card=key,
            person=person,
            action=asked,
            kind=_kind(request, asked),
            told=details_from(request.POST),
        )
    except Invalid as error:
        return _new_form(request, asked, problems=error.problems, status=422)
    messages.success(request, f"「{asked.label}」を記録しました。")
    return redirect("cards_card", card=key)


def _tabs(code: str) -> list[dict[str, object]]:
    from_home = {"title": "人から探す", "url": "/cards/", "active": code == ""}
    lists = (
        {"title": listing.title, "url": f"/cards/lists/{each}/", "active": each == code}
        for each, listing in LISTS.items()
    )
    return [from_home, *lists]


def _action(text: str, *, opens: bool) -> Action:
    """An act of the desk that a screen was made for."""
    if text not in set(Action):
        raise Http404
    found = Action(text)
    makes = found in ON_NOBODYS_CARD and TABLE[found].before == {State.NONE}
    if makes is not opens or By.DESK not in TABLE[found].by:
        raise Http404
    return found


def _kind(request: StaffRequest, action: Action) -> CardKind:
    if action is Action.APPLY_RESIDENCE:
        return CardKind.RESIDENCE
    given = request.POST.get("kind", "")
    registers = action is Action.REGISTER and given in set(CardKind)
    return CardKind(given) if registers else CardKind.INDIVIDUAL


def _act_form(
    request: StaffRequest,
    card: UUID,
    action: Action,
    *,
    problems: Iterable[Problem],
    status: int = 200,
) -> HttpResponse:
    view = view_card(request.access, card=card)
    why = next((c.why for c in view.choices if c.action is action), None)
    context = _form(request, action, problems) | {
        "view": view,
        "owner": view.owner,
        "why": why,
        "edition": request.POST.get("edition", "") or view.edition,
    }
    return render(request, "cards/act.html", context, status=status)


def _new_form(
    request: StaffRequest, action: Action, *, problems: Iterable[Problem], status: int = 200
) -> HttpResponse:
    asked = request.POST if request.method == "POST" else request.GET
    person = key_of(asked.get("person", ""))
    found = find_cards(request.access, person=person)
    if found is None:
        return redirect("cards_home")
    context = _form(request, action, problems) | {
        "owner": found.owner,
        "person": person,
        "key": asked.get("key", "") or uuid4(),
        "kinds": [(kind.value, kind.label) for kind in CardKind]
        if action is Action.REGISTER
        else (),
    }
    return render(request, "cards/act.html", context, status=status)


def _form(request: StaffRequest, action: Action, problems: Iterable[Problem]) -> dict[str, object]:
    """What both forms show: the inputs that the table wants, with what was typed."""
    rule = TABLE[action]
    today = business_today()
    posted = request.POST
    wants = {want.rstrip("?") for want in rule.wants}
    return {
        "action": action,
        "rule": rule,
        "wants": wants,
        "optional": {want.rstrip("?") for want in rule.wants if want.endswith("?")},
        "problems": tuple(problems),
        "typed": posted,
        "occurred_on": posted.get("occurred_on", "") or format_wareki_short(today),
        "reasons": [_NOT_CHOSEN, *rule.reasons],
        "documents": in_force("identity_documents", today) if rule.identity else (),
        "chosen": {
            name: posted.getlist(name)
            for name in ("documents", "agent_documents", "pins", "changes", "which")
        },
        "receivers": RECEIVERS,
        "receiver": posted.get("receiver", "self"),
        "agent_reasons": [_NOT_CHOSEN, *AGENT_REASONS],
        "old_cards": [_NOT_CHOSEN, *OLD_CARDS],
        "deliveries": [_NOT_CHOSEN, *DELIVERIES],
        "certificates": [
            (kind, label, posted.get(f"{kind}_serial", ""), posted.get(f"{kind}_until", ""))
            for kind, label in CERTIFICATES
        ],
        "which": CERTIFICATES,
        "pins": PINS,
        "changes": CHANGES,
    }
