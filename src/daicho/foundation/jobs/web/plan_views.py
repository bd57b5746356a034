"""Screens of plans (予約): the list, one plan, and taking it back."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from daicho.foundation.jobs.commands.end_plan import end_plan
from daicho.foundation.jobs.selectors.jobs import Show
from daicho.foundation.jobs.selectors.plans import list_plans, view_plan
from daicho.foundation.staff.public import StaffRequest, screen
from daicho.foundation.ui.posted import number_of


@require_GET
@screen("jobs.view")
def plan_list(request: StaffRequest) -> HttpResponse:
    """What will run, the next first."""
    page, lines = list_plans(request.access, page=number_of(request.GET, "page", otherwise=1))
    tabs = [
        *(
            {
                "title": each.label,
                "url": f"{reverse('jobs_list')}?show={each.value}",
                "active": False,
            }
            for each in Show
        ),
        {"title": "予約", "url": reverse("jobs_plans"), "active": True},
    ]
    return render(request, "jobs/plans.html", {"page": page, "lines": lines, "tabs": tabs})


@require_GET
@screen("jobs.view")
def one(request: StaffRequest, plan: UUID) -> HttpResponse:
    """One plan with what it has made."""
    return render(request, "jobs/plan.html", {"view": view_plan(request.access, plan=plan)})


@require_POST
@screen("jobs.ask")
def end(request: StaffRequest, plan: UUID) -> HttpResponse:
    """Take a plan back."""
    end_plan(request.access, plan=plan)
    messages.success(request, "予約を取り消しました。これまでの結果は残ります。")
    return redirect("jobs_plan", plan=plan)
