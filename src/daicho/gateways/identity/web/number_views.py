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
from daicho.gateways.identity.commands.decide_change import decide_change
from daicho.gateways.identity.commands.verify_number import (
    Authenticity,
    verify_resident,
    verify_typed,
)
from daicho.gateways.identity.domain.change import RELATIONS, Asking, Reason
from daicho.gateways.identity.selectors.changes import next_undecided, view_change
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
    """The request of another number: GET shows the form, POST keeps it for another person to decide."""
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
        request, "個人番号の変更の要求を入力しました。ほかの職員が決定すると、機構へ送ります。"
    )
    return redirect("identity_one_change", change=asked)


@require_GET
@screen("identity.change")
def one_change(request: StaffRequest, change: UUID) -> HttpResponse:
    """The state of one request, and its decision for whoever may take it."""
    return _one(request, change)


@require_GET
@screen("identity.change_decide")
def next_change(request: StaffRequest) -> HttpResponse:
    """On to the oldest request that waits for this person's decision."""
    key = next_undecided(request.access)
    if key is None:
        messages.info(request, "決定を待つ個人番号の変更の要求はありません。")
        return redirect("home")
    return redirect("identity_one_change", change=key)


@require_POST
@screen("identity.change_decide")
def decide(request: StaffRequest, change: UUID) -> HttpResponse:
    """Approve the request, or turn it down."""
    approved = request.POST.get("decision", "") == "approve"
    words = request.POST.get("words", "")
    try:
        decide_change(request.access, change=change, approved=approved, words=words)
    except Invalid as error:
        return _one(request, change, problems=error.problems)
    said = "機構に新しい番号を要求しました。" if approved else "要求しないことに決定しました。"
    messages.success(request, said)
    return redirect("identity_one_change", change=change)


def _one(request: StaffRequest, change: UUID, problems: Iterable[Problem] = ()) -> HttpResponse:
    context = {
        "view": view_change(request.access, change=change),
        "problems": tuple(problems),
        "typed": request.POST,
    }
    status = 422 if context["problems"] else 200
    return render(request, "identity/one_change.html", context, status=status)


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
