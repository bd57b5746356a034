"""Corrections (誤徴収の訂正): asked for, decided on by another, carried out in the drawer of the day."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from daicho.business.cash.commands.ask_correction import Right, ask_correction
from daicho.business.cash.commands.carry_out import carry_out
from daicho.business.cash.commands.decide_correction import (
    decide_correction,
    withdraw_correction,
)
from daicho.business.cash.domain.fees import exemptions_on
from daicho.business.cash.domain.postings import Place
from daicho.business.cash.domain.states import CorrectionState
from daicho.business.cash.domain.tenders import FREE, FREE_TITLE, methods_on
from daicho.business.cash.selectors.corrections import list_corrections, view_correction
from daicho.business.cash.selectors.till import view_account
from daicho.business.cash.web.reading import read_tender
from daicho.foundation.staff.public import StaffRequest, may, screen
from daicho.foundation.ui.posted import key_of, number_of
from daicho.kernel.clock import business_today
from daicho.kernel.errors import Invalid, Missing, Problem


@require_GET
@screen("cash.view")
def corrections(request: StaffRequest) -> HttpResponse:
    """The corrections under way, or those in one state."""
    state = request.GET.get("state", "")
    state = state if state in set(CorrectionState) else ""
    page = number_of(request.GET, "page", otherwise=1)
    tabs = [
        {"title": "進行中", "url": "?", "active": not state},
        *(
            {"title": s.label, "url": f"?state={s.value}", "active": state == s.value}
            for s in CorrectionState
        ),
    ]
    context = {"found": list_corrections(request.access, state=state, page=page), "tabs": tabs}
    return render(request, "cash/corrections.html", context)


@require_http_methods(["GET", "POST"])
@screen("cash.correct")
def new(request: StaffRequest, account: UUID) -> HttpResponse:
    """What the fee should have been, and why."""
    problems: tuple[Problem, ...] = ()
    view = view_account(request.access, account=account)
    if request.method == "POST":
        try:
            asked = ask_correction(
                request.access,
                account=account,
                lines=_right(request.POST, len(view.lines)),
                reason=request.POST.get("reason", ""),
            )
        except Invalid as error:
            problems = error.problems
        else:
            messages.success(request, "訂正を申し出ました。決裁者の承認を受けてください。")
            return redirect("cash_correction", correction=asked)
    typed = request.POST
    context = {
        "view": view,
        "problems": problems,
        "typed": typed,
        "exemptions": [
            ("", "なし"),
            *((row.code, row.title) for row in exemptions_on(business_today())),
        ],
        "lines": [
            {
                "at": at,
                "line": line,
                "count": typed.get(f"lines.{at}.count", line.count),
                "exemption": typed.get(f"lines.{at}.exemption", line.exemption),
                "ground": typed.get(f"lines.{at}.ground", line.ground),
            }
            for at, line in enumerate(view.lines)
        ],
    }
    return render(request, "cash/correct.html", context, status=422 if problems else 200)


def _right(posted: QueryDict, lines: int) -> dict[int, Right]:
    """Every line as it was typed."""
    return {
        at: Right(
            number_of(posted, f"lines.{at}.count", otherwise=-1),
            posted.get(f"lines.{at}.exemption", ""),
            posted.get(f"lines.{at}.ground", ""),
        )
        for at in range(lines)
    }


@require_GET
@screen("cash.view")
def one(request: StaffRequest, correction: UUID) -> HttpResponse:
    """One correction."""
    return _draw(request, correction, problems=())


@require_POST
@screen("cash.approve")
def decide(request: StaffRequest, correction: UUID) -> HttpResponse:
    """Approve or decline."""
    approve = request.POST.get("act") == "approve"
    try:
        decide_correction(
            request.access,
            correction=correction,
            edition=number_of(request.POST, "edition", otherwise=0),
            approve=approve,
            words=request.POST.get("reason", ""),
        )
    except Invalid as error:
        return _draw(request, correction, problems=error.problems, status=422)
    messages.success(request, "承認しました。" if approve else "承認しないこととしました。")
    return redirect("cash_correction", correction=correction)


@require_POST
@screen("cash.correct")
def withdraw(request: StaffRequest, correction: UUID) -> HttpResponse:
    """Take the wish back."""
    try:
        withdraw_correction(
            request.access,
            correction=correction,
            edition=number_of(request.POST, "edition", otherwise=0),
            reason=request.POST.get("reason", ""),
        )
    except Invalid as error:
        return _draw(request, correction, problems=error.problems, status=422)
    messages.success(request, "申出を取り下げました。")
    return redirect("cash_correction", correction=correction)


@require_POST
@screen("cash.take")
def carry(request: StaffRequest, correction: UUID) -> HttpResponse:
    """Return or collect the difference."""
    try:
        done = carry_out(
            request.access,
            correction=correction,
            edition=number_of(request.POST, "edition", otherwise=0),
            entry=key_of(request.POST.get("entry", "")) or uuid4(),
            tender=read_tender(request.POST, day=business_today()),
        )
    except Invalid as error:
        return _draw(request, correction, problems=error.problems, status=422)
    words = "還付" if done.yen < 0 else "追徴"
    messages.success(request, f"{words}しました（{done.number}、{abs(done.yen):,}円）。")
    return redirect("cash_correction", correction=correction)


def _draw(
    request: StaffRequest, correction: UUID, *, problems: Iterable[Problem], status: int = 200
) -> HttpResponse:
    view = view_correction(request.access, correction=correction)
    if view is None:
        raise Missing("この訂正はありません。", remedy="訂正の一覧から選び直してください。")
    state = view.state
    methods = [
        (row.code, row.title)
        for row in methods_on(business_today())
        if Place(row.facts["place"]) is not Place.MONEY_ORDER
    ]
    context = {
        "view": view,
        "problems": tuple(problems),
        "typed": request.POST,
        "entry": request.POST.get("entry") or uuid4(),
        "methods": methods if view.difference_yen else [(FREE, FREE_TITLE)],
        "may_decide": state is CorrectionState.ASKED and may(request.access, "cash.approve"),
        "may_withdraw": view.pending and may(request.access, "cash.correct"),
        "may_carry": state is CorrectionState.APPROVED and may(request.access, "cash.take"),
    }
    return render(request, "cash/correction.html", context, status=status)
