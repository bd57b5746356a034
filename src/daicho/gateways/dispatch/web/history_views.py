"""送信履歴, and the lines of the card system that nobody was found for."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from daicho.foundation.staff.public import StaffRequest, may, screen
from daicho.foundation.ui.posted import number_of
from daicho.gateways.dispatch.commands.settle_target import settle_target
from daicho.gateways.dispatch.domain.states import State
from daicho.gateways.dispatch.selectors.history import Asked, list_targets, search_history
from daicho.kernel.errors import Invalid, Problem
from daicho.kernel.wareki import parse_date

_STATES = (State.SENT, State.PROVIDED, State.MISMATCH, State.REFUSED, State.WITHDRAWN)


@require_GET
@screen("dispatch.view")
def history(request: StaffRequest) -> HttpResponse:
    """The postings, looked for by number, person, state and day."""
    problems: tuple[Problem, ...] = ()
    since = until = None
    try:
        since, until = _day(request, "since"), _day(request, "until")
    except Invalid as error:
        problems = error.problems
    asked = Asked(
        number=request.GET.get("number", "").strip(),
        atena_number=request.GET.get("atena_number", "").strip(),
        state=request.GET.get("state", ""),
        since=since,
        until=until,
    )
    found = search_history(
        request.access, asked=asked, page=number_of(request.GET, "page", otherwise=1)
    )
    context = {
        "page": found.page,
        "lines": found.lines,
        "problems": problems,
        "asked": request.GET,
        "states": [("", "すべて"), *((s.value, s.label) for s in _STATES)],
        "may_see_messages": may(request.access, "lines.view"),
    }
    return render(request, "dispatch/history.html", context, status=422 if problems else 200)


@require_GET
@screen("dispatch.view")
def targets(request: StaffRequest) -> HttpResponse:
    """更新対象者 whom the register could not answer for."""
    return _draw(request, problems=())


@require_POST
@screen("dispatch.act")
def settle(request: StaffRequest, target: UUID) -> HttpResponse:
    """Close one of them."""
    try:
        settle_target(request.access, target=target, words=request.POST.get("words", ""))
    except Invalid as error:
        return _draw(request, problems=error.problems, acting=target)
    messages.success(request, "処理を記録しました。")
    return redirect("dispatch_targets")


def _draw(
    request: StaffRequest, *, problems: Iterable[Problem], acting: UUID | None = None
) -> HttpResponse:
    found = list_targets(request.access, page=number_of(request.GET, "page", otherwise=1))
    context = {
        "page": found.page,
        "lines": found.lines,
        "problems": tuple(problems),
        "acting": acting,
        "typed": request.POST,
        "may_settle": may(request.access, "dispatch.act"),
    }
    return render(request, "dispatch/targets.html", context, status=422 if acting else 200)


def _day(request: StaffRequest, name: str) -> date | None:
    text = request.GET.get(name, "").strip()
    return parse_date(text, field=name) if text else None
