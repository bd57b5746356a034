"""送付先情報: the list, one person's, and what is done with it."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from daicho.foundation.staff.public import StaffRequest, may, screen
from daicho.foundation.ui.posted import key_of, number_of
from daicho.gateways.dispatch.commands.arrange import arrange
from daicho.gateways.dispatch.commands.keep_roman import keep_roman
from daicho.gateways.dispatch.commands.step_wish import make_anew, reopen, withdraw
from daicho.gateways.dispatch.domain.places import Ground, PrintClass, Typed
from daicho.gateways.dispatch.domain.states import Action
from daicho.gateways.dispatch.selectors.one_wish import WishView, view_wish
from daicho.gateways.dispatch.selectors.wishes import Shown, list_wishes
from daicho.kernel.errors import Invalid, Missing, Problem

_DONE = {
    Action.MAKE_ANEW: "作り直します。まもなく送ります。",
    Action.WITHDRAW: "取りやめました。",
    Action.REOPEN: "取りやめを取り消しました。送付先を指定してください。",
}
_PLACES = (
    ("registered", "住民票の住所（世帯主あて）"),
    ("elsewhere", "住所と違う所（特別な事情がある人）"),
)


@require_GET
@screen("dispatch.view")
def wish_list(request: StaffRequest) -> HttpResponse:
    """Those who wait to be told, or those under another heading."""
    shown = request.GET.get("shown", Shown.WAITING.value)
    found = list_wishes(
        request.access, shown=shown, page=number_of(request.GET, "page", otherwise=1)
    )
    tabs = [
        {
            "title": f"{s.label}（{found.counts[s]}）" if found.counts.get(s) else s.label,
            "url": f"?shown={s.value}",
            "active": shown == s.value,
        }
        for s in Shown
    ]
    context = {"page": found.page, "lines": found.lines, "tabs": tabs}
    return render(request, "dispatch/list.html", context)


@require_GET
@screen("dispatch.view")
def one(request: StaffRequest, wish: UUID) -> HttpResponse:
    """One person's."""
    return _draw(request, wish, problems=())


@require_POST
@screen("dispatch.act")
def arranged(request: StaffRequest, wish: UUID) -> HttpResponse:
    """印刷区分 and the place; then it goes."""
    posted = request.POST
    keys = [key for key in map(key_of, posted.getlist("wishes")) if key is not None]
    wishes = {key: number_of(posted, f"edition-{key}", otherwise=0) for key in keys}
    typed = Typed(
        print_class=posted.get("print_class", ""),
        elsewhere=posted.get("where", "") == "elsewhere",
        postal_code=posted.get("postal_code", ""),
        address=posted.get("address", ""),
        recipient=posted.get("recipient", ""),
        ground=posted.get("ground", ""),
        evidence=posted.get("evidence", ""),
    )
    try:
        arrange(request.access, wishes=wishes, typed=typed)
    except Invalid as error:
        return _draw(request, wish, problems=error.problems, status=422, acting="arrange")
    messages.success(request, "送付先を指定しました。まもなく市町村CSへ送ります。")
    return redirect("dispatch_wish", wish=wish)


@require_POST
@screen("dispatch.act")
def roman(request: StaffRequest, wish: UUID) -> HttpResponse:
    """ローマ字, as it was confirmed."""
    try:
        keep_roman(
            request.access,
            wish=wish,
            name=request.POST.get("name", ""),
            former_surname=request.POST.get("former_surname", ""),
        )
    except Invalid as error:
        return _draw(request, wish, problems=error.problems, status=422, acting="roman")
    messages.success(request, "ローマ字を記録しました。")
    return redirect("dispatch_wish", wish=wish)


@require_POST
@screen("dispatch.act")
def step(request: StaffRequest, wish: UUID, action: str) -> HttpResponse:
    """Withdraw, take that back, or make anew."""
    edition = number_of(request.POST, "edition", otherwise=0)
    try:
        if action == Action.WITHDRAW:
            words = request.POST.get("words", "")
            withdraw(request.access, wish=wish, edition=edition, words=words)
        elif action == Action.MAKE_ANEW:
            make_anew(request.access, wish=wish, edition=edition)
        elif action == Action.REOPEN:
            reopen(request.access, wish=wish, edition=edition)
        else:
            raise Missing(
                "この処理はありません。", remedy="送付先情報の画面から選び直してください。"
            )
    except Invalid as error:
        return _draw(request, wish, problems=error.problems, status=422, acting=action)
    messages.success(request, _DONE[Action(action)])
    return redirect("dispatch_wish", wish=wish)


def _draw(
    request: StaffRequest,
    wish: UUID,
    *,
    problems: Iterable[Problem],
    status: int = 200,
    acting: str = "",
) -> HttpResponse:
    view = view_wish(request.access, wish=wish)
    context = {
        "view": view,
        "problems": tuple(problems),
        "acting": acting,
        "typed": _typed(request, view, acting=acting),
        "chosen": request.POST.getlist("wishes"),
        "print_classes": [(p.value, p.label) for p in PrintClass],
        "places": _PLACES,
        "grounds": [("", "選んでください"), *((g.value, g.label) for g in Ground)],
        "may_arrange": Action.ARRANGE in view.actions,
        "may_withdraw": Action.WITHDRAW in view.actions,
        "may_make_anew": Action.MAKE_ANEW in view.actions,
        "may_reopen": Action.REOPEN in view.actions,
        "may_write": may(request.access, "dispatch.act"),
        "may_see_messages": may(request.access, "lines.view"),
    }
    return render(request, "dispatch/wish.html", context, status=status)


def _typed(request: StaffRequest, view: WishView, *, acting: str) -> dict[str, str]:
    """What the forms hold: what was typed just now, else what was arranged before."""
    place = dict(view.arrangement.place) if view.arrangement else {}
    kept = {
        "print_class": view.print_class,
        "where": "elsewhere" if place else "registered",
        "name": view.roman.name or view.proposal.name,
        "former_surname": view.roman.former_surname or view.proposal.former_surname,
        "recipient": view.head,
        "ground": view.arrangement.ground_code if view.arrangement else "",
        **place,
    }
    typed = {name: str(value) for name, value in request.POST.items()} if acting else {}
    return kept | typed
