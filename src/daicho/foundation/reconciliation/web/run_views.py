"""整合性確認: the comparisons and their runs, one run with its progress and differences, and telling again."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_POST

from daicho.foundation.lines.public import has_lines
from daicho.foundation.reconciliation.commands.start import start, stop_run
from daicho.foundation.reconciliation.commands.tell_again import tell_again
from daicho.foundation.reconciliation.selectors.differences import view_run
from daicho.foundation.reconciliation.selectors.runs import view_overview, view_state
from daicho.foundation.staff.public import StaffRequest, may, screen
from daicho.foundation.ui.posted import number_of


@require_GET
@screen("reconcile.view")
def overview(request: StaffRequest) -> HttpResponse:
    """What is compared with whom, when it was last done, and the runs."""
    view = view_overview(request.access, page=number_of(request.GET, "page", otherwise=1))
    context = {
        "view": view,
        "page": view.page,
        "is_set_up": has_lines(),
        "may_plan": may(request.access, "jobs.ask"),
    }
    return render(request, "reconciliation/overview.html", context)


@require_POST
@screen("reconcile.run")
def begin(request: StaffRequest, source: str) -> HttpResponse:
    """Ask for a run."""
    start(request.access, source=source)
    messages.success(request, "整合性確認を依頼しました。順番が来ると始まります。")
    return redirect("reconcile")


@require_GET
@screen("reconcile.view")
def one(request: StaffRequest, run: UUID) -> HttpResponse:
    """One run: its progress, and a page of what it found."""
    not_yet = request.GET.get("show", "") == "not_yet"
    view = view_run(
        request.access,
        run=run,
        not_yet=not_yet,
        page=number_of(request.GET, "page", otherwise=1),
    )
    row = view.state.row
    tabs = [
        {"title": f"差異（{row.differences}件）", "url": "?", "active": not not_yet},
        {
            "title": f"まだ比べられない人（{row.not_yet}人）",
            "url": "?show=not_yet",
            "active": not_yet,
        },
    ]
    context = {
        "view": view,
        "state": view.state,
        "page": view.page,
        "tabs": tabs,
        "not_yet": not_yet,
        "here": request.get_full_path(),
    }
    return render(request, "reconciliation/run.html", context)


@require_GET
@screen("reconcile.view")
def progress(request: StaffRequest, run: UUID) -> HttpResponse:
    """The progress alone (HTMX); at the end the page is drawn anew."""
    state = view_state(request.access, run=run)
    response = render(request, "reconciliation/progress.html", {"state": state})
    if not state.at_work:
        response["HX-Refresh"] = "true"
    return response


@require_POST
@screen("reconcile.run")
def stop(request: StaffRequest, run: UUID) -> HttpResponse:
    """Ask it to end."""
    stop_run(request.access, run=run)
    messages.success(request, "中止を頼みました。今の区画が終わると止まります。")
    return redirect("reconcile_run", run=run)


@require_POST
@screen("reconcile.tell")
def tell(request: StaffRequest, difference: UUID) -> HttpResponse:
    """Tell the peer of one person again."""
    tell_again(request.access, difference=difference)
    messages.success(
        request, "再送しました。電文が届いた後に、もう一度整合性確認を行ってください。"
    )
    back = request.POST.get("back", "")
    safe = url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()})
    return redirect(back if safe else reverse("reconcile"))
