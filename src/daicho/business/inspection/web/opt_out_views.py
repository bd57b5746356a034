"""除外の申出: those that count, a new one, its end, its receipt."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from daicho.business.inspection.commands.opt_outs import Filer, cancel_opt_out, opt_out
from daicho.business.inspection.selectors.opt_outs import list_opt_outs, opt_out_receipt
from daicho.business.inspection.web.drawing import identity_choices, typed
from daicho.business.inspection.web.reading import read_opt_out
from daicho.foundation.staff.public import StaffRequest, screen
from daicho.foundation.ui.posted import key_of, number_of
from daicho.kernel.clock import business_today
from daicho.kernel.errors import Invalid, Problem
from daicho.kernel.wareki import format_wareki_short


@require_http_methods(["GET", "POST"])
@screen("rosters.opt_out")
def opt_outs(request: StaffRequest) -> HttpResponse:
    """The requests, and a new one."""
    if request.method == "GET":
        return _draw(request, problems=())
    key = key_of(request.POST.get("key", "")) or uuid4()
    try:
        number = opt_out(request.access, key=key, paper=read_opt_out(request.POST))
    except Invalid as error:
        return _draw(request, problems=error.problems, status=422)
    messages.success(request, f"除外の申出を受け付けました（{number}）。受領書を渡してください。")
    return redirect("opt_out_receipt", key=key)


@require_POST
@screen("rosters.opt_out")
def cancel(request: StaffRequest, key: UUID) -> HttpResponse:
    """The person takes it back."""
    try:
        cancel_opt_out(request.access, key=key, words=request.POST.get("words", ""))
    except Invalid as error:
        return _draw(request, problems=error.problems, receiving=False, status=422)
    messages.success(request, "除外の申出を取り消しました。")
    return redirect("opt_outs")


@require_GET
@screen("rosters.opt_out")
def receipt(request: StaffRequest, key: UUID) -> HttpResponse:
    """The receipt, for paper."""
    line = opt_out_receipt(request.access, key=key)
    return render(request, "inspection/opt_out_receipt.html", {"line": line})


def _draw(
    request: StaffRequest,
    *,
    problems: Iterable[Problem],
    receiving: bool = True,
    status: int = 200,
) -> HttpResponse:
    found = list_opt_outs(request.access, page=number_of(request.GET, "page", otherwise=1))
    context = {
        "page": found.page,
        "lines": found.lines,
        "key": request.POST.get("key", "") or uuid4(),
        "filers": [("", "選んでください"), *((f.value, f.label) for f in Filer)],
        "documents": identity_choices(),
        "typed": typed(request.POST, {"filed_on": format_wareki_short(business_today())}),
        "problems": tuple(problems),
        "receiving": receiving,
    }
    return render(request, "inspection/opt_outs.html", context, status=status)
