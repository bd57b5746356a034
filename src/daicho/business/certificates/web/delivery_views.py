"""交付の通知（本人通知）: copies that went to others, and the letters that tell the person of them."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from daicho.business.certificates.commands.issue_letters import issue_delivery_notices
from daicho.business.certificates.selectors.deliveries import Reach, view_deliveries
from daicho.foundation.staff.public import StaffRequest, screen
from daicho.foundation.ui.posted import key_of
from daicho.kernel.clock import business_today
from daicho.kernel.errors import Invalid, Missing, Problem
from daicho.kernel.wareki import format_wareki_short, parse_date


@require_http_methods(["GET", "POST"])
@screen("certificates.notices")
def deliveries(request: StaffRequest) -> HttpResponse:
    """Those of some days; POST tells the chosen."""
    _check_offered()
    typed = request.POST if request.method == "POST" else request.GET
    reach = next((r for r in Reach if r == typed.get("reach")), Reach.REGISTERED_OTHERS)
    key = key_of(typed.get("key", "")) or uuid4()
    problems: tuple[Problem, ...] = ()
    since = until = business_today()
    try:
        since, until = _day(typed, "since"), _day(typed, "until")
        if request.method == "POST":
            count = issue_delivery_notices(
                request.access,
                since=since,
                until=until,
                reach=reach,
                occasions=typed.getlist("chosen"),
                key=key,
                document_number=typed.get("document_number", ""),
            )
            messages.success(request, f"{count}通を発行しました。PDFを開いて印刷してください。")
            return redirect("certificates_issued", request_key=key)
    except Invalid as error:
        problems = error.problems
    found = view_deliveries(request.access, since=since, until=until, reach=reach)
    context = {
        "found": found,
        "key": uuid4(),
        "reach": reach.value,
        "reaches": [(r.value, r.label) for r in Reach],
        "since": format_wareki_short(since),
        "until": format_wareki_short(until),
        "problems": problems,
        "waiting": sum(not each.told for each in found),
    }
    status = 422 if problems else 200
    return render(request, "certificates/deliveries.html", context, status=status)


def _check_offered() -> None:
    if not settings.THIRD_PARTY_NOTICE:
        raise Missing(
            "本人通知は使っていません。",
            why="この市区町村では、本人通知の制度を使わない設定です。",
            remedy="使うときは、管理担当に設定を頼んでください。",
            code="certificates.no_third_party_notice",
        )


def _day(typed: QueryDict, name: str) -> date:
    text = typed.get(name, "").strip()
    return parse_date(text, field=name) if text else business_today()
