"""文字超過リスト: the items that their boxes could not hold, by the day of issue; on the screen and on paper."""

from __future__ import annotations

from datetime import date

from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_GET

from daicho.business.certificates.selectors.overflows import print_overflows, view_overflows
from daicho.foundation.staff.public import StaffRequest, screen
from daicho.foundation.ui.posted import number_of
from daicho.kernel.clock import business_today
from daicho.kernel.errors import Invalid
from daicho.kernel.wareki import format_wareki_short, parse_date


@require_GET
@screen("certificates.history")
def overflows(request: StaffRequest) -> HttpResponse:
    """The list of some days, today's unless told."""
    try:
        since, until = _days(request.GET)
    except Invalid as error:
        told = {"problems": error.problems}
        return render(request, "certificates/overflows.html", told, status=422)
    found = view_overflows(
        request.access,
        since=since,
        until=until,
        page=number_of(request.GET, "page", otherwise=1),
    )
    context: dict[str, object] = {
        "found": found,
        "since": format_wareki_short(since),
        "until": format_wareki_short(until),
    }
    return render(request, "certificates/overflows.html", context)


@require_GET
@screen("certificates.history")
def overflows_pdf(request: StaffRequest) -> HttpResponse:
    """The list on paper."""
    since, until = _days(request.GET)
    pdf = print_overflows(request.access, since=since, until=until)
    response = HttpResponse(pdf, content_type="application/pdf")
    response["Cache-Control"] = "no-store"
    return response


def _days(typed: QueryDict) -> tuple[date, date]:
    days = [
        parse_date(text, field=name) if (text := typed.get(name, "").strip()) else business_today()
        for name in ("since", "until")
    ]
    return days[0], max(days)
