"""符号 and シリアル番号: what was asked of the nation by the way of the 市町村CS, and what it said."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from daicho.foundation.staff.public import StaffRequest, may, screen
from daicho.foundation.ui.posted import number_of
from daicho.gateways.identity.commands.ask_serial import Serial, ask_serial
from daicho.gateways.identity.commands.ask_symbol import ask_symbol
from daicho.gateways.identity.selectors.symbols import Sending, list_symbols
from daicho.kernel.errors import Invalid, Problem


@require_GET
@screen("identity.symbols")
def symbols(request: StaffRequest) -> HttpResponse:
    """The requests, of one state or all."""
    return _symbols(request, problems=())


@require_POST
@screen("identity.symbol")
def ask(request: StaffRequest) -> HttpResponse:
    """Ask by hand."""
    try:
        ask_symbol(request.access, atena_number=request.POST.get("atena_number", ""))
    except Invalid as error:
        return _symbols(request, problems=error.problems, status=422)
    messages.success(request, "符号の取得を要求しました。")
    return redirect("identity_symbols")


@require_http_methods(["GET", "POST"])
@screen("identity.serial")
def serial(request: StaffRequest) -> HttpResponse:
    """Ask for a serial; what is in force may be recorded."""
    found: Serial | None = None
    problems: Iterable[Problem] = ()
    if request.method == "POST":
        try:
            found = ask_serial(
                request.access,
                atena_number=request.POST.get("atena_number", ""),
                record=request.POST.get("record", "") == "on",
            )
        except Invalid as error:
            problems = error.problems
    context = {"typed": request.POST, "found": found, "problems": tuple(problems)}
    return render(request, "identity/serial.html", context, status=422 if problems else 200)


def _symbols(
    request: StaffRequest, *, problems: Iterable[Problem], status: int = 200
) -> HttpResponse:
    state = request.GET.get("state", "")
    found = list_symbols(
        request.access, state=state, page=number_of(request.GET, "page", otherwise=1)
    )
    tabs = [
        {"title": "すべて", "url": "?", "active": state not in set(Sending)},
        *(
            {"title": one.label, "url": f"?state={one.value}", "active": state == one.value}
            for one in Sending
        ),
    ]
    context = {
        "page": found.page,
        "lines": found.lines,
        "tabs": tabs,
        "typed": request.POST,
        "may_ask": may(request.access, "identity.symbol"),
        "problems": tuple(problems),
    }
    return render(request, "identity/symbols.html", context, status=status)
