"""転出証明書情報: those received, and the 特例転入 that quotes one."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from daicho.foundation.staff.public import StaffRequest, may, screen
from daicho.foundation.ui.posted import key_of, number_of
from daicho.gateways.jukinet.commands.ask_certificate import ask_certificate
from daicho.gateways.jukinet.commands.quote_certificate import quote_certificate
from daicho.gateways.jukinet.domain.certificates import Standing
from daicho.gateways.jukinet.selectors.asked import newest_asked
from daicho.gateways.jukinet.selectors.certificates import list_certificates
from daicho.kernel.errors import Invalid, Problem

KIND = "special_move_in"


@require_GET
@screen("jukinet.certificates")
def certificate_list(request: StaffRequest) -> HttpResponse:
    """Those that wait for a 転入届, or those of another state."""
    return _draw(request)


@require_POST
@screen("jukinet.ask")
def ask(request: StaffRequest) -> HttpResponse:
    """Ask the municipality that somebody left."""
    key = key_of(request.POST.get("request", "")) or uuid4()
    try:
        ask_certificate(
            request.access,
            request=key,
            code=request.POST.get("code", ""),
            origin=request.POST.get("origin", ""),
        )
    except Invalid as error:
        return _draw(request, problems=error.problems)
    messages.success(request, "転出証明書情報を求めました。答えは、この画面に出ます。")
    return redirect("jukinet_certificates")


def _draw(request: StaffRequest, *, problems: Sequence[Problem] = ()) -> HttpResponse:
    state = request.GET.get("state", Standing.WAITING.value)
    found = list_certificates(
        request.access, state=state, page=number_of(request.GET, "page", otherwise=1)
    )
    tabs = [
        {"title": s.label, "url": f"?state={s.value}", "active": state == s.value} for s in Standing
    ]
    context = {
        "page": found.page,
        "lines": found.lines,
        "tabs": tabs,
        "may_quote": may(request.access, "movements.draft"),
        "may_ask": may(request.access, "jukinet.ask"),
        "asked": newest_asked(),
        "request_key": uuid4(),
        "origin": request.POST.get("origin", ""),
        "origin_text": request.POST.get("origin_text", ""),
        "problems": tuple(problems),
    }
    return render(request, "jukinet/certificates.html", context, status=422 if problems else 200)


@require_POST
@screen("movements.draft")
def quote(request: StaffRequest, certificate: UUID) -> HttpResponse:
    """The draft of the 特例転入."""
    case = quote_certificate(request.access, certificate=certificate)
    messages.success(request, "転出証明書情報を引用しました。届出の内容と見比べてください。")
    return redirect(f"{reverse('movements_edit', args=[case, KIND])}?begun=1")
