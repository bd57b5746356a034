"""Screen of the gateway (住基ネットゲートウェイの受付記録): what passed between register and CS, and who was turned away."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from daicho.foundation.lines.domain.handing_on import Outcome, Wanted
from daicho.foundation.lines.selectors.gateway import view_gateway
from daicho.foundation.lines.settings import own_node
from daicho.foundation.lines.web.tabs import tabs_of
from daicho.foundation.staff.public import StaffRequest, screen
from daicho.foundation.ui.posted import number_of
from daicho.kernel.clock import TOKYO
from daicho.kernel.errors import Invalid, Problem
from daicho.kernel.wareki import parse_date


@require_GET
@screen("lines.gateway")
def records(request: StaffRequest) -> HttpResponse:
    """Its records, narrowed by what the form says."""
    wanted, problems = _wanted(request)
    view = view_gateway(request.access, wanted=wanted)
    nodes = [own_node(node) for node in ("core", "municipal_cs")]
    shown = {
        "view": view,
        "wanted": wanted,
        "day": request.GET.get("day", "").strip(),
        "problems": problems,
        "outcomes": [("", "すべて"), *((each.value, each.label) for each in Outcome)],
        "kinds": [("", "すべて"), *view.kinds],
        "senders": [("", "すべて"), *((str(each), each.label) for each in nodes)],
        "tabs": tabs_of(request.access, active="lines_gateway"),
    }
    return render(request, "lines/gateway.html", shown, status=422 if problems else 200)


def _wanted(request: StaffRequest) -> tuple[Wanted, tuple[Problem, ...]]:
    """What is asked for; a choice that there is not is none."""
    given, problems = request.GET, tuple[Problem, ...]()
    since: datetime | None = None
    if day := given.get("day", "").strip():
        try:
            since = datetime.combine(parse_date(day, field="day"), time(), TOKYO)
        except Invalid as error:
            problems = error.problems
    outcome = given.get("outcome", "")
    wanted = Wanted(
        outcome=outcome if outcome in set(Outcome) else "",
        kind=given.get("kind", "")[:60],
        sender=given.get("sender", "")[:60],
        since=since,
        until=since + timedelta(days=1) if since else None,
        page=number_of(given, "page", otherwise=1),
    )
    return wanted, problems
