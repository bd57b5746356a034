"""カードの通知 and カードの照合: what the card system told and nobody could place; what the reader said for a 特例転入."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from daicho.business.movements.public import case_numbered
from daicho.foundation.staff.public import StaffRequest, screen
from daicho.foundation.ui.posted import key_of, number_of
from daicho.gateways.cards.commands.check_card import check_card
from daicho.gateways.cards.commands.settle_notice import settle_notice
from daicho.gateways.cards.domain.check import Result
from daicho.gateways.cards.domain.notices import LABELS, Standing
from daicho.gateways.cards.selectors.checks import checks_of
from daicho.gateways.cards.selectors.notices import list_notices
from daicho.kernel.errors import Invalid, Problem


@require_GET
@screen("cards.notices")
def notices(request: StaffRequest) -> HttpResponse:
    """Those that wait, or those of another state."""
    return _draw_notices(request)


def _draw_notices(
    request: StaffRequest, *, problems: Iterable[Problem] = (), acting: UUID | None = None
) -> HttpResponse:
    state = request.GET.get("state", Standing.HELD.value)
    page = list_notices(
        request.access, state=state, page=number_of(request.GET, "page", otherwise=1)
    )
    context = {
        "problems": tuple(problems),
        "acting": acting,
        "typed": request.POST,
        "page": page,
        "rows": [(row, LABELS.get(row.notice, row.notice)) for row in page],
        "held": state == Standing.HELD,
        "tabs": [
            {"title": s.label, "url": f"?state={s.value}", "active": state == s.value}
            for s in (Standing.HELD, Standing.APPLIED, Standing.UNCHANGED, Standing.CLOSED)
        ],
    }
    return render(request, "cards/notices.html", context, status=422 if acting else 200)


@require_POST
@screen("cards.notices")
def settle(request: StaffRequest, notice: UUID) -> HttpResponse:
    """Try it again, or close it with a word."""
    again = "again" in request.POST
    try:
        settle_notice(
            request.access, notice=notice, again=again, words=request.POST.get("words", "")
        )
    except Invalid as error:
        return _draw_notices(request, problems=error.problems, acting=notice)
    messages.success(request, "通知を反映しました。" if again else "通知を反映せずに終えました。")
    return redirect("cards_notices")


@require_http_methods(["GET", "POST"])
@screen("cards.check")
def checks(request: StaffRequest) -> HttpResponse:
    """The checks of a case, found by its 受付番号; POST keeps one more."""
    if request.method == "GET":
        return _draw_checks(request, problems=())
    case = key_of(request.POST.get("case", ""))
    if case is None:
        return redirect("cards_checks")
    try:
        check_card(
            request.access,
            case=case,
            card_number=request.POST.get("card_number", ""),
            code=request.POST.get("code", ""),
            result=request.POST.get("result", ""),
        )
    except Invalid as error:
        return _draw_checks(request, problems=error.problems, status=422)
    messages.success(request, "照合を記録しました。")
    return redirect(f"{reverse('cards_checks')}?case={case}")


def _draw_checks(
    request: StaffRequest, *, problems: Iterable[Problem], status: int = 200
) -> HttpResponse:
    asked = request.POST if request.method == "POST" else request.GET
    number = asked.get("number", "").strip()
    case = key_of(asked.get("case", "")) or (case_numbered(number) if number else None)
    found = checks_of(request.access, case=case) if case else None
    context = {
        "found": found,
        "asked": bool(number or case),
        "number": number,
        "results": [("", "選んでください"), *((r.value, r.label) for r in Result)],
        "typed": request.POST if status != 200 else {},
        "problems": tuple(problems),
    }
    return render(request, "cards/checks.html", context, status=status)
