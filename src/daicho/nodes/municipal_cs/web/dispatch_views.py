"""送付先情報: its states and counts, the output to a medium, and the record of outputs. No screen shows or edits its content."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import quote

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_POST

from daicho.foundation.staff.public import StaffRequest, may, screen
from daicho.foundation.ui.posted import key_of, number_of
from daicho.kernel.errors import Invalid, Problem
from daicho.nodes.municipal_cs.commands.write_medium import write_medium
from daicho.nodes.municipal_cs.domain.dispatches import State
from daicho.nodes.municipal_cs.selectors.lists import list_dispatches, list_media


@require_GET
@screen("dispatch.view")
def dispatches(request: StaffRequest) -> HttpResponse:
    """送付先情報 by state."""
    return _draw(request, problems=())


@require_POST
@screen("dispatch.medium")
def medium(request: StaffRequest) -> HttpResponse:
    """The chosen ones as one encrypted file; the record of the output is written first."""
    number = request.POST.get("number", "").strip()
    chosen = [key for key in map(key_of, request.POST.getlist("dispatches")) if key is not None]
    try:
        sealed = write_medium(request.access, number=number, dispatches=chosen)
    except Invalid as error:
        return _draw(request, problems=error.problems, status=422)
    response = HttpResponse(sealed, content_type="application/octet-stream")
    name = quote(f"送付先情報-{number}.age")
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{name}"
    response["Cache-Control"] = "no-store"
    return response


@require_GET
@screen("dispatch.outputs")
def media(request: StaffRequest) -> HttpResponse:
    """媒体出力の記録."""
    page = list_media(request.access, page=number_of(request.GET, "page", otherwise=1)).page
    return render(request, "municipal_cs/media.html", {"page": page})


def _draw(request: StaffRequest, *, problems: Iterable[Problem], status: int = 200) -> HttpResponse:
    asked = request.GET.get("state", "")
    state = next((s for s in State if s.value == asked), None)
    page = list_dispatches(
        request.access,
        states=[state.value] if state else [],
        page=number_of(request.GET, "page", otherwise=1),
    ).page
    tabs = [
        {"title": "すべて", "url": "?", "active": state is None},
        *({"title": s.label, "url": f"?state={s.value}", "active": s is state} for s in State),
    ]
    rows = [(row, State(row.state), "".join(p["what"] for p in row.problems)) for row in page]
    context = {
        "page": page,
        "rows": rows,
        "tabs": tabs,
        "number": request.POST.get("number", ""),
        "may_output": may(request.access, "dispatch.medium"),
        "problems": tuple(problems),
    }
    return render(request, "municipal_cs/dispatches.html", context, status=status)
