"""戸籍の窓口: the 届出 that call for movements or notices, and what may be referred to for them."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from daicho.foundation.staff.public import StaffRequest, screen
from daicho.foundation.ui.posted import number_of
from daicho.gateways.family_register.commands.enter_event import enter_event
from daicho.gateways.family_register.commands.import_events import import_events
from daicho.gateways.family_register.domain.event_paper import CELLS
from daicho.gateways.family_register.domain.events import EVENTS
from daicho.gateways.family_register.domain.notices import Standing
from daicho.gateways.family_register.selectors.notices import ALL, list_notices
from daicho.gateways.family_register.selectors.reference import ITEMS, members_of, refer
from daicho.kernel.errors import DaichoError, Invalid, Problem

_SAID = {
    Standing.DRAFTED: "住民の異動の下書きを作りました。",
    Standing.PASSED_ON: "住所地の市区町村への通知を、送信待ちにしました。",
    Standing.HELD: "該当する人か異動が決まらないため、保留にしました。",
}


@require_http_methods(["GET", "POST"])
@screen("family.events")
def events(request: StaffRequest) -> HttpResponse:
    """The 届出 that were taken; POST takes one that was typed."""
    if request.method == "GET":
        return _events(request)
    cells = {cell.name: request.POST.get(cell.name, "") for cell in CELLS}
    try:
        state = enter_event(request.access, cells=cells)
    except Invalid as error:
        return _events(request, error)
    messages.success(request, _SAID[state])
    return redirect("family_events")


@require_POST
@screen("family.events")
def import_file(request: StaffRequest) -> HttpResponse:
    """Take a file of them."""
    sent = request.FILES.get("file")
    try:
        if sent is None:
            raise Invalid([_no_file()])
        done = import_events(request.access, content=sent.read())
    except Invalid as error:
        return _events(request, error)
    messages.success(
        request,
        f"{done.received}件を受け取りました。下書き {done.drafted}件、住所地への通知 {done.passed_on}件、"
        f"保留 {done.held}件、取込み済み {done.repeated}件。",
    )
    return redirect("family_events")


@require_http_methods(["GET", "POST"])
@screen("family.refer")
def reference(request: StaffRequest) -> HttpResponse:
    """Who belongs to a 戸籍, or what was asked of one person; by POST, so that no name stands in an address."""
    context: dict[str, object] = {"items": tuple(ITEMS.items()), "typed": {}, "chosen": ()}
    if request.method == "GET":
        return render(request, "family_register/reference.html", context)
    typed = {
        name: request.POST.get(name, "").strip()
        for name in ("domicile", "head", "atena_number", "reason")
    }
    context |= {"typed": typed, "chosen": request.POST.getlist("items")}
    status = 200
    try:
        if "person" in request.POST:
            context["referred"] = refer(
                request.access,
                atena_number=typed["atena_number"],
                items=request.POST.getlist("items"),
                reason=typed["reason"],
            )
        else:
            context["members"] = members_of(
                request.access, domicile=typed["domicile"], head=typed["head"]
            )
    except Invalid as error:
        context["problems"], status = error.problems, 422
    return render(request, "family_register/reference.html", context, status=status)


def _events(request: StaffRequest, error: DaichoError | None = None) -> HttpResponse:
    found = list_notices(
        request.access,
        state=request.GET.get("state", ALL),
        page=number_of(request.GET, "page", otherwise=1),
        desk=True,
    )
    problems = error.problems if isinstance(error, Invalid) else ()
    typed = request.POST if error else {}
    cells = [
        {
            "name": cell.name,
            "label": cell.label,
            "required": cell.required,
            "hint": cell.hint,
            "value": typed.get(cell.name, ""),
            "kind": "select" if cell.name in ("event", "sex") else "text",
            "options": _options(cell.name),
            "width": "full" if cell.name in ("domicile", "new_domicile", "address") else "m",
        }
        for cell in CELLS
    ]
    context = {
        "page": found.page,
        "lines": found.lines,
        "cells": cells,
        "labels": [cell.label for cell in CELLS],
        "problems": problems,
        "typing": bool(error) and "number" in request.POST,
        "filing": bool(error) and "number" not in request.POST,
    }
    return render(request, "family_register/events.html", context, status=422 if error else 200)


def _options(name: str) -> list[tuple[str, str]]:
    if name == "event":
        return [("", "選んでください"), *((e.label, e.label) for e in EVENTS.values())]
    return [("", "空欄"), ("男", "男"), ("女", "女")]


def _no_file() -> Problem:
    return Problem(
        "event.no_file",
        "file",
        "ファイルが選ばれていません。",
        "届出のファイルを取り込む操作です。",
        "ファイルを選んでください。",
    )
