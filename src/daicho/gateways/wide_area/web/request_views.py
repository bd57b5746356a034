"""広域交付住民票情報: what other municipalities asked of this one."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from daicho.foundation.staff.public import StaffRequest, screen
from daicho.foundation.ui.posted import number_of
from daicho.gateways.wide_area.selectors.requests import Outcome, list_requests


@require_GET
@screen("wide_area.requests")
def requests(request: StaffRequest) -> HttpResponse:
    """The list, of one outcome or all."""
    outcome = request.GET.get("outcome", Outcome.ALL.value)
    found = list_requests(
        request.access, outcome=outcome, page=number_of(request.GET, "page", otherwise=1)
    )
    tabs = [
        {"title": one.label, "url": f"?outcome={one.value}", "active": outcome == one.value}
        for one in Outcome
    ]
    context = {"page": found.page, "lines": found.lines, "tabs": tabs}
    return render(request, "wide_area/requests.html", context)
