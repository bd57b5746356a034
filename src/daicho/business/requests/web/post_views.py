"""The mail desk: 定額小為替, the envelope, what went back and what came back."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from daicho.business.requests.commands.post import Envelope, send, send_back, take_back, take_notes
from daicho.business.requests.domain.handover import scanned_codes
from daicho.business.requests.domain.postal import METHODS
from daicho.business.requests.domain.states import Action
from daicho.business.requests.selectors.request import view_request
from daicho.business.requests.web.barcode import barcode_svg
from daicho.business.requests.web.posted import day_of, read_notes
from daicho.business.requests.web.request_views import draw_request
from daicho.foundation.staff.public import StaffRequest, screen
from daicho.foundation.ui.posted import number_of
from daicho.kernel.errors import Invalid, Problem


@require_POST
@screen("requests.handle")
def notes(request: StaffRequest, request_key: UUID) -> HttpResponse:
    """定額小為替 that came, one a line."""
    edition = number_of(request.POST, "edition", otherwise=0)
    try:
        take_notes(
            request.access, request=request_key, edition=edition, notes=read_notes(request.POST)
        )
    except Invalid as error:
        return draw_request(
            request, request_key, problems=error.problems, acting=Action.TAKE_NOTES.value
        )
    messages.success(request, "定額小為替を受け入れました。")
    return redirect("requests_request", request_key=request_key)


@require_http_methods(["GET", "POST"])
@screen("requests.handle")
def sending(request: StaffRequest, request_key: UUID) -> HttpResponse:
    """発送: the address that was checked, the sheets that were read, the change; or everything back."""
    problems: Iterable[Problem] = ()
    if request.method == "POST":
        back = request.POST.get("act") == Action.SEND_BACK
        envelope = Envelope(
            method=request.POST.get("method", ""),
            tracking=request.POST.get("tracking", ""),
            to_name=request.POST.get("to_name", ""),
            to_address=request.POST.get("to_address", ""),
            scanned=scanned_codes(request.POST.get("scanned", "")),
            words=request.POST.get("words", ""),
            label=request.POST.get("label", ""),
        )
        edition = number_of(request.POST, "edition", otherwise=0)
        try:
            act = send_back if back else send
            act(request.access, request=request_key, edition=edition, envelope=envelope)
        except Invalid as error:
            problems = error.problems
        else:
            messages.success(request, "発送簿に記録しました。")
            return redirect("requests_request", request_key=request_key)
    view = view_request(request.access, request=request_key)
    back_only = Action.SEND not in view.actions
    context = {
        "view": view,
        "problems": tuple(problems),
        "typed": request.POST,
        "methods": [("", "選んでください"), *METHODS],
        "addresses": [(one, one) for one in view.addresses],
        "to_name": request.POST.get("to_name", "")
        or " ".join(filter(None, (view.written.agency, view.written.requester_name))),
        "back_only": back_only,
        "foreign": any(p.code == "handover.foreign" for p in problems),
    }
    return render(request, "requests/send.html", context, status=422 if problems else 200)


@require_POST
@screen("requests.handle")
def came_back(request: StaffRequest, request_key: UUID) -> HttpResponse:
    """返戻."""
    try:
        take_back(
            request.access,
            request=request_key,
            edition=number_of(request.POST, "edition", otherwise=0),
            words=request.POST.get("words", ""),
            on=day_of(request.POST, "due_on"),
        )
    except Invalid as error:
        return draw_request(
            request, request_key, problems=error.problems, acting=Action.TAKE_BACK.value
        )
    messages.success(request, "返戻を記録しました。")
    return redirect("requests_request", request_key=request_key)


@require_GET
@screen("requests.handle")
def envelope_label(request: StaffRequest, request_key: UUID) -> HttpResponse:
    """宛名票: the address that was checked, with the barcode of the request."""
    view = view_request(request.access, request=request_key)
    name = " ".join(filter(None, (view.written.agency, view.written.requester_name)))
    context = {"view": view, "name": name, "barcode": barcode_svg(view.number)}
    return render(request, "requests/label.html", context)
