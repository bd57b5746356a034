"""保存年限と廃棄: the table, what comes to its end, plans with their dry run and approval, and what is gone."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from daicho.business.retention.commands.decide_plan import (
    approve_plan,
    resume_plan,
    withdraw_plan,
)
from daicho.business.retention.commands.draft_plan import draft_plan
from daicho.business.retention.commands.steps import disposable
from daicho.business.retention.domain.states import Action
from daicho.business.retention.selectors.erased import look_up_erased
from daicho.business.retention.selectors.forecast import view_forecast, view_policies
from daicho.business.retention.selectors.papers import print_plan
from daicho.business.retention.selectors.plans import list_items, list_plans, view_plan
from daicho.business.retention.web.drawing import tabs
from daicho.foundation.staff.public import StaffRequest, may, screen
from daicho.foundation.ui.posted import key_of, number_of
from daicho.kernel.clock import business_today
from daicho.kernel.errors import Invalid, Problem


@require_GET
@screen("retention.view")
def policies(request: StaffRequest) -> HttpResponse:
    """How long each file is kept, from when, and who says that it goes."""
    context = {
        "policies": view_policies(request.access),
        "tabs": tabs(request.access, "retention"),
    }
    return render(request, "retention/policies.html", context)


@require_GET
@screen("retention.view")
def forecast(request: StaffRequest) -> HttpResponse:
    """What comes to its end when."""
    context = {
        "lines": view_forecast(request.access),
        "tabs": tabs(request.access, "retention_forecast"),
        "may_plan": may(request.access, "retention.plan"),
    }
    return render(request, "retention/forecast.html", context)


@require_GET
@screen("retention.view")
def erased(request: StaffRequest) -> HttpResponse:
    """廃棄済: by the number of a matter."""
    number = request.GET.get("number", "")
    context = {
        "number": number,
        "found": look_up_erased(request.access, number=number),
        "tabs": tabs(request.access, "retention_erased"),
    }
    return render(request, "retention/erased.html", context)


@require_GET
@screen("retention.view")
def plan_list(request: StaffRequest) -> HttpResponse:
    """The plans, newest first."""
    page, lines = list_plans(request.access, page=number_of(request.GET, "page", otherwise=1))
    context = {
        "page": page,
        "lines": lines,
        "tabs": tabs(request.access, "retention_plans"),
        "may_plan": may(request.access, "retention.plan"),
    }
    return render(request, "retention/plans.html", context)


@require_http_methods(["GET", "POST"])
@screen("retention.plan")
def new(request: StaffRequest) -> HttpResponse:
    """A dry run: which files; POST counts them."""
    if request.method == "GET":
        return _form(request, problems=())
    key = key_of(request.POST.get("key", "")) or uuid4()
    try:
        draft_plan(
            request.access,
            plan=key,
            files=request.POST.getlist("files"),
            words=request.POST.get("words", ""),
        )
    except Invalid as error:
        return _form(request, problems=error.problems, status=422)
    messages.success(
        request, "試算しました。まだ何も消えていません。別の人の承認を受けてください。"
    )
    return redirect("retention_plan", plan=key)


def _form(request: StaffRequest, *, problems: Iterable[Problem], status: int = 200) -> HttpResponse:
    context = {
        "key": request.POST.get("key", "") or uuid4(),
        "policies": disposable(business_today()),
        "chosen": request.POST.getlist("files"),
        "words": request.POST.get("words", ""),
        "today": business_today(),
        "problems": tuple(problems),
    }
    return render(request, "retention/new.html", context, status=status)


@require_GET
@screen("retention.view")
def one(request: StaffRequest, plan: UUID) -> HttpResponse:
    """One plan: how many, which years, what stays and why; its approval; what is gone."""
    view = view_plan(request.access, plan=plan)
    context = {
        "view": view,
        "row": view.row,
        "may_approve": Action.APPROVE in view.actions,
        "may_withdraw": Action.WITHDRAW in view.actions,
        "may_resume": Action.RESUME in view.actions,
        "problems": (),
    }
    return render(request, "retention/plan.html", context)


@require_GET
@screen("retention.view")
def items(request: StaffRequest, plan: UUID, file: str) -> HttpResponse:
    """The matters of one file by their numbers."""
    row, label, page, lines = list_items(
        request.access, plan=plan, file=file, page=number_of(request.GET, "page", otherwise=1)
    )
    context = {"file": row, "plan": row.plan, "label": label, "page": page, "lines": lines}
    return render(request, "retention/items.html", context)


@require_GET
@screen("retention.view")
def paper(request: StaffRequest, plan: UUID) -> HttpResponse:
    """The receipt, or the draft, as PDF."""
    response = HttpResponse(print_plan(request.access, plan=plan), content_type="application/pdf")
    response["Content-Disposition"] = 'inline; filename="disposal.pdf"'
    return response


@require_POST
@screen("retention.approve")
def approve(request: StaffRequest, plan: UUID) -> HttpResponse:
    """The second person's word; the job begins."""
    approve_plan(
        request.access,
        plan=plan,
        edition=number_of(request.POST, "edition", otherwise=0),
        words=request.POST.get("words", ""),
    )
    messages.success(request, "承認しました。廃棄をバッチ処理に依頼しました。")
    return redirect("retention_plan", plan=plan)


@require_POST
@screen("retention.approve")
def resume(request: StaffRequest, plan: UUID) -> HttpResponse:
    """Another job for what is left."""
    edition = number_of(request.POST, "edition", otherwise=0)
    resume_plan(request.access, plan=plan, edition=edition)
    messages.success(request, "廃棄の続きを、バッチ処理に依頼しました。")
    return redirect("retention_plan", plan=plan)


@require_POST
@screen("retention.plan")
def withdraw(request: StaffRequest, plan: UUID) -> HttpResponse:
    """Set a draft aside."""
    edition = number_of(request.POST, "edition", otherwise=0)
    withdraw_plan(request.access, plan=plan, edition=edition)
    messages.success(request, "計画を取りやめました。何も消えていません。")
    return redirect("retention_plan", plan=plan)
