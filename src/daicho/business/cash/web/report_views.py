"""Reports (収納の一覧・月の集計): the entries of a day, the table of a month, and the table as a CSV file."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import date
from io import StringIO

from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_GET

from daicho.business.cash.domain.postings import Kind
from daicho.business.cash.selectors.ledger import list_entries
from daicho.business.cash.selectors.monthly import HEADINGS, Monthly, lines_of, monthly
from daicho.business.cash.web.reading import day_of
from daicho.foundation.staff.public import StaffRequest, screen
from daicho.foundation.ui.posted import number_of
from daicho.kernel.clock import business_today
from daicho.kernel.wareki import format_wareki_short

BOM = "\ufeff"


@require_GET
@screen("cash.view")
def entries(request: StaffRequest) -> HttpResponse:
    """The entries of a day."""
    day = day_of(request.GET.get("day", ""), otherwise=business_today())
    kind = request.GET.get("kind", "")
    found = list_entries(
        request.access, day=day, kind=kind, page=number_of(request.GET, "page", otherwise=1)
    )
    context = {
        "found": found,
        "day": day,
        "day_text": format_wareki_short(day),
        "kind": kind,
        "kinds": [("", "すべて"), *((k.value, k.label) for k in Kind)],
    }
    return render(request, "cash/entries.html", context)


@require_GET
@screen("cash.monthly")
def table(request: StaffRequest) -> HttpResponse:
    """The table of a month."""
    found = _asked(request)
    context = {
        "table": found,
        "month": f"{found.first:%Y-%m}",
        "all_offices": not found.office,
        "office": request.access.office,
    }
    return render(request, "cash/monthly.html", context)


@require_GET
@screen("cash.monthly")
def file(request: StaffRequest) -> HttpResponseBase:
    """The table as CSV, as a spreadsheet opens it."""
    found = _asked(request)
    response = StreamingHttpResponse(_csv(found), content_type="text/csv; charset=utf-8")
    name = f"tesuryo-{found.first:%Y-%m}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "no-store"
    return response


def _asked(request: StaffRequest) -> Monthly:
    text = request.GET.get("month", "")
    month = _month(text) or business_today()
    office = "" if request.GET.get("all") else request.access.office
    return monthly(request.access, month=month, office=office)


def _month(text: str) -> date | None:
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError:
        return None


def _csv(found: Monthly) -> Iterator[str]:
    yield BOM + _line(HEADINGS)
    for line in lines_of(found):
        yield _line(line)


def _line(cells: tuple[str, ...]) -> str:
    text = StringIO()
    csv.writer(text, lineterminator="\r\n").writerow(cells)
    return text.getvalue()
