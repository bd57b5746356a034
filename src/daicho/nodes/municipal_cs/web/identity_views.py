"""Identities: the search, one record with its history, its numbers for half a minute, the bar on updates."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from daicho.foundation.staff.public import StaffRequest, may, screen
from daicho.foundation.ui.posted import number_of
from daicho.kernel.errors import Invalid, Problem
from daicho.nodes.municipal_cs.commands.bar_updates import bar_updates
from daicho.nodes.municipal_cs.selectors.identities import (
    Found,
    search_identities,
    show_number,
    view_identity,
)
from daicho.nodes.municipal_cs.web.reading import SEXES, criteria_from

LABELS = {"code": "住民票コード", "number": "個人番号"}


@require_http_methods(["GET", "POST"])
@screen("identity.search")
def search(request: StaffRequest) -> HttpResponse:
    """GET shows the form, POST searches: conditions about people are in no address."""
    found: Found | None = None
    problems: Iterable[Problem] = ()
    if request.method == "POST":
        try:
            found = search_identities(
                request.access,
                criteria_from(request.POST),
                page=number_of(request.POST, "page", otherwise=1),
            )
        except Invalid as error:
            problems = error.problems
    context = {
        "typed": request.POST,
        "sexes": SEXES,
        "found": found,
        "problems": tuple(problems),
        "may_nation": may(request.access, "identity.nation"),
    }
    return render(request, "municipal_cs/search.html", context, status=422 if problems else 200)


@require_GET
@screen("identity.view")
def one(request: StaffRequest, identity: UUID) -> HttpResponse:
    """One record."""
    return _draw(request, identity, problems=())


@require_POST
@screen("identity.numbers")
def number(request: StaffRequest, identity: UUID, which: str) -> HttpResponse:
    """A number in the clear for half a minute."""
    kind = which if which in LABELS else "code"
    value = show_number(request.access, identity=identity, which=kind)
    context = {"identity": identity, "which": kind, "label": LABELS[kind], "value": value}
    return render(request, "municipal_cs/number.html", context)


@require_POST
@screen("identity.bar")
def bar(request: StaffRequest, identity: UUID) -> HttpResponse:
    """Set or lift the bar on updates."""
    barred = request.POST.get("barred", "") == "on"
    try:
        bar_updates(
            request.access,
            identity=identity,
            edition=number_of(request.POST, "edition", otherwise=0),
            barred=barred,
            words=request.POST.get("words", ""),
        )
    except Invalid as error:
        return _draw(request, identity, problems=error.problems, status=422)
    messages.success(request, "更新を禁止しました。" if barred else "更新の禁止を解きました。")
    return redirect("cs_identity", identity=identity)


def _draw(
    request: StaffRequest, identity: UUID, *, problems: Iterable[Problem], status: int = 200
) -> HttpResponse:
    view = view_identity(request.access, identity=identity)
    context = {
        "view": view,
        "problems": tuple(problems),
        "facts": [(f"{number}　{name}", value) for number, name, value in view.items],
    }
    return render(request, "municipal_cs/identity.html", context, status=status)
