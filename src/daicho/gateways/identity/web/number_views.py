"""個人番号: 真正性確認, and the request of another one."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from daicho.foundation.law_values import ENOUGH_POINTS, identity_points, in_force
from daicho.foundation.staff.public import StaffRequest, screen
from daicho.foundation.ui.posted import key_of
from daicho.gateways.identity.commands.ask_change import ask_change
from daicho.gateways.identity.commands.verify_number import (
    Authenticity,
    verify_resident,
    verify_typed,
)
from daicho.gateways.identity.domain.change import RELATIONS, Asking, Reason
from daicho.gateways.identity.selectors.changes import view_change
from daicho.gateways.identity.web.reading import day_from
from daicho.kernel.clock import business_today
from daicho.kernel.errors import Invalid, Problem
from daicho.kernel.wareki import format_wareki_short


@require_http_methods(["GET", "POST"])
@screen("identity.verify")
def verify(request: StaffRequest) -> HttpResponse:
    """Of what a paper says. The numbers that were typed are not shown again."""
    if request.method == "GET":
        return _verify(request, result=None)
    try:
        result = verify_typed(
            request.access,
            code=request.POST.get("code", ""),
            number=request.POST.get("number", ""),
            case_number=request.POST.get("case_number", ""),
        )
    except Invalid as error:
        return _verify(request, result=None, problems=error.problems)
    return _verify(request, result=result)


@require_POST
@screen("identity.verify")
def verify_of_resident(request: StaffRequest) -> HttpResponse:
    """Of what the register says of a resident."""
    try:
        result = verify_resident(request.access, atena_number=request.POST.get("atena_number", ""))
    except Invalid as error:
        return _verify(request, result=None, problems=error.problems)
    return _verify(request, result=result)


@require_http_methods(["GET", "POST"])
@screen("identity.change")
def change(request: StaffRequest) -> HttpResponse:
    """The request of another number: GET shows the form, POST asks."""
    if request.method == "GET":
        return _change(request, problems=())
    key = key_of(request.POST.get("key", "")) or uuid4()
    try:
        asked = ask_change(
            request.access,
            key=key,
            atena_number=request.POST.get("atena_number", ""),
            asking=_asking(request),
        )
    except Invalid as error:
        return _change(request, problems=error.problems)
    messages.success(
        request, "個人番号の変更を要求しました。新しい番号が届くと、台帳に記載されます。"
    )
    return redirect("identity_one_change", change=asked)


@require_GET
@screen("identity.change")
def one_change(request: StaffRequest, change: UUID) -> HttpResponse:
    """The state of one request."""
    view = view_change(request.access, change=change)
    return render(request, "identity/one_change.html", {"view": view})


def _asking(request: StaffRequest) -> Asking:
    posted = request.POST
    reason = posted.get("reason", "")
    if reason not in set(Reason):
        raise Invalid(
            [
                Problem(
                    "identity.change_reason",
                    "reason",
                    "変更の区分が選ばれていません。",
                    "請求による変更と職権による変更では、残す異動事由が違います。",
                    "区分を選んでください。",
                )
            ]
        )
    ground = posted.get("ground", "")
    if Reason(reason) is Reason.EX_OFFICIO:
        return Asking(Reason.EX_OFFICIO, ground)
    return Asking(
        Reason.REQUEST,
        ground,
        requested_on=day_from(posted, "requested_on"),
        relation=posted.get("relation", ""),
        requester=posted.get("requester", ""),
        document=posted.get("document", ""),
    )


def _verify(
    request: StaffRequest, *, result: Authenticity | None, problems: Iterable[Problem] = ()
) -> HttpResponse:
    context = {"typed": request.POST, "result": result, "problems": tuple(problems)}
    status = 422 if context["problems"] else 200
    return render(request, "identity/verify.html", context, status=status)


def _change(request: StaffRequest, *, problems: Iterable[Problem]) -> HttpResponse:
    today = business_today()
    documents = [
        (row.code, row.title)
        for row in in_force("identity_documents", today)
        if identity_points([row.code], today) >= ENOUGH_POINTS
    ]
    context = {
        "key": request.POST.get("key", "") or uuid4(),
        "typed": request.POST,
        "today": format_wareki_short(today),
        "reasons": [("", "選んでください"), *((one.value, one.label) for one in Reason)],
        "relations": [("", "選んでください"), *RELATIONS.items()],
        "documents": [("", "選んでください"), *documents],
        "problems": tuple(problems),
    }
    status = 422 if context["problems"] else 200
    return render(request, "identity/change.html", context, status=status)
