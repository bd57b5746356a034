"""Screens of jobs: the list, one job with its progress and its results, stopping it, fetching a file."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET, require_POST

from daicho.foundation.jobs.commands.stop_job import stop_job
from daicho.foundation.jobs.domain.states import State
from daicho.foundation.jobs.selectors.files import open_result
from daicho.foundation.jobs.selectors.jobs import Show, list_jobs, view_job
from daicho.foundation.staff.public import StaffRequest, screen
from daicho.foundation.ui.posted import number_of


@require_GET
@screen("jobs.view")
def job_list(request: StaffRequest) -> HttpResponse:
    """What was asked for, the newest first."""
    asked = request.GET.get("show", "")
    show = Show(asked) if asked in set(Show) else Show.ALL
    page, lines = list_jobs(
        request.access, show=show, page=number_of(request.GET, "page", otherwise=1)
    )
    tabs = [
        *(
            {
                "title": each.label,
                "url": f"{reverse('jobs_list')}?show={each.value}",
                "active": each is show,
            }
            for each in Show
        ),
        {"title": "予約", "url": reverse("jobs_plans"), "active": False},
    ]
    return render(request, "jobs/list.html", {"page": page, "lines": lines, "tabs": tabs})


@require_GET
@screen("jobs.view")
def one(request: StaffRequest, job: UUID) -> HttpResponse:
    """One job."""
    return render(request, "jobs/job.html", {"view": view_job(request.access, job=job)})


@require_GET
@screen("jobs.view")
def progress(request: StaffRequest, job: UUID) -> HttpResponse:
    """The progress alone (HTMX), asked for while it waits or runs; at the end the page is drawn anew."""
    view = view_job(request.access, job=job)
    response = render(request, "jobs/progress.html", {"view": view})
    if not view.at_work:
        response["HX-Refresh"] = "true"
    return response


@require_POST
@screen("jobs.ask")
def stop(request: StaffRequest, job: UUID) -> HttpResponse:
    """Ask a job to stop."""
    after = stop_job(request.access, job=job)
    words = (
        "取りやめました。"
        if after is State.STOPPED
        else "中止を頼みました。切りのよい所で終わります。"
    )
    messages.success(request, words)
    return redirect("jobs_job", job=job)


@require_GET
@screen("jobs.open")
def fetch(request: StaffRequest, job: UUID, file: UUID) -> HttpResponseBase:
    """One result file, opened piece by piece as it goes out."""
    found = open_result(request.access, job=job, file=file)
    response = StreamingHttpResponse(found.content, content_type=found.media_type)
    response["Content-Disposition"] = content_disposition_header(True, found.name) or "attachment"
    response["Content-Length"] = str(found.size)
    return response
