"""戸籍の附票: search, one with its history, its removal or rewriting, and the files for the 戸籍情報システム."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from daicho.foundation.staff.public import StaffRequest, may, screen
from daicho.foundation.ui.posted import number_of
from daicho.gateways.family_register.commands.close_annex import remove_annex, rewrite_annex
from daicho.gateways.family_register.commands.hand_over import fetch, hand_over
from daicho.gateways.family_register.domain.annex import State
from daicho.gateways.family_register.selectors.annexes import search_annexes, view_annex
from daicho.gateways.family_register.selectors.handovers import list_handovers
from daicho.kernel.errors import Invalid

CSV: Final = "text/csv; charset=utf-8"


@require_GET
@screen("family.annexes")
def annexes(request: StaffRequest) -> HttpResponse:
    """What was asked for, and whom it found."""
    asked = {name: request.GET.get(name, "").strip() for name in ("name", "domicile", "head")}
    closed = bool(request.GET.get("closed"))
    found = search_annexes(
        request.access,
        **asked,
        closed=closed,
        page=number_of(request.GET, "page", otherwise=1),
    )
    context = {"asked": asked, "closed": closed, "found": found}
    return render(request, "family_register/annexes.html", context)


@require_GET
@screen("family.annexes")
def annex(request: StaffRequest, annex: UUID) -> HttpResponse:
    """One with everything that was entered."""
    return _draw(request, annex)


@require_POST
@screen("family.close")
def remove(request: StaffRequest, annex: UUID) -> HttpResponse:
    """Close it with its 戸籍."""
    try:
        remove_annex(request.access, annex=annex, reason=request.POST.get("reason", ""))
    except Invalid as error:
        return _draw(request, annex, error, acting="remove")
    messages.success(request, "附票を消除しました。")
    return redirect("family_annex", annex=annex)


@require_POST
@screen("family.close")
def rewrite(request: StaffRequest, annex: UUID) -> HttpResponse:
    """Make it anew."""
    try:
        fresh = rewrite_annex(request.access, annex=annex, reason=request.POST.get("reason", ""))
    except Invalid as error:
        return _draw(request, annex, error, acting="rewrite")
    messages.success(request, "附票を改製しました。")
    return redirect("family_annex", annex=fresh)


@require_http_methods(["GET", "POST"])
@screen("family.hand_over")
def handovers(request: StaffRequest) -> HttpResponse:
    """The files; POST makes the next."""
    if request.method == "POST":
        hand_over(request.access)
        messages.success(request, "附票の異動のファイルを作りました。")
        return redirect("family_handovers")
    found = list_handovers(request.access, page=number_of(request.GET, "page", otherwise=1))
    return render(request, "family_register/handovers.html", {"found": found})


@require_GET
@screen("family.hand_over")
def handover_file(request: StaffRequest, handover: UUID) -> HttpResponse:
    """One file."""
    name, content = fetch(request.access, handover=handover)
    response = HttpResponse(content, content_type=CSV)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _draw(
    request: StaffRequest, key: UUID, error: Invalid | None = None, *, acting: str = ""
) -> HttpResponse:
    view = view_annex(request.access, annex=key)
    context = {
        "view": view,
        "problems": error.problems if error else (),
        "acting": acting,
        "typed": request.POST,
        "may_close": may(request.access, "family.close") and view.state is State.CURRENT,
    }
    return render(request, "family_register/annex.html", context, status=422 if error else 200)
