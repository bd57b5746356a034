"""Views (監査の画面): search by POST, so that no 宛名番号 stands in an address or a server's log."""

from __future__ import annotations

import json

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from daicho.foundation.audit.commands.export_head import export_head
from daicho.foundation.audit.selectors.analyses import LIMIT, Analysis, analyse
from daicho.foundation.audit.selectors.logs import export_logs, log_choices, search_logs
from daicho.foundation.audit.selectors.search import export_trail, search_trail, view_entry
from daicho.foundation.audit.web.forms import FIELDS, criteria_of, kinds, logs, outcomes
from daicho.foundation.staff.public import StaffRequest, check_may, files_allowed, may, screen
from daicho.kernel.errors import Invalid, Missing, Problem


@require_http_methods(["GET", "POST"])
@screen("audit.search")
def search_view(request: StaffRequest) -> HttpResponse:
    """The conditions, and a page of what they find."""
    if request.method == "GET":
        return _search_page(request)
    try:
        page = search_trail(request.access, criteria_of(request.POST))
    except Invalid as error:
        return _search_page(request, problems=error.problems)
    return _search_page(request, page=page)


@require_GET
@screen("audit.search")
def entry_view(request: StaffRequest, seq: int) -> HttpResponse:
    """One entry, its personal fields hidden."""
    return render(request, "audit/entry.html", {"view": view_entry(request.access, seq=seq)})


@require_POST
@screen("audit.search")
def reveal_view(request: StaffRequest, seq: int) -> HttpResponse:
    """One entry with its personal fields; the showing is on the trail."""
    view = view_entry(request.access, seq=seq, reveal=True)
    return render(request, "audit/entry.html", {"view": view})


@require_http_methods(["GET", "POST"])
@screen("audit.search")
def analysis_view(request: StaffRequest, name: str) -> HttpResponse:
    """One of the analyses."""
    if name not in set(Analysis):
        raise Missing("この分析はありません。", remedy="一覧から選び直してください。")
    analysis = Analysis(name)
    context: dict[str, object] = {"analysis": analysis, "limit": LIMIT, "entered": request.POST}
    context |= {"tabs": _tabs(analysis), "needs_person": analysis is Analysis.WHO_LOOKED}
    if request.method == "GET":
        return render(request, "audit/analysis.html", context)
    try:
        found = analyse(request.access, analysis, criteria_of(request.POST))
    except Invalid as error:
        context["problems"] = error.problems
        return render(request, "audit/analysis.html", context, status=422)
    return render(request, "audit/analysis.html", context | {"found": found})


@require_http_methods(["GET", "POST"])
@screen("logs.search")
def logs_view(request: StaffRequest) -> HttpResponse:
    """The trail and the system log together, as far as the person may see them."""
    if request.method == "GET":
        return _logs_page(request)
    try:
        criteria = criteria_of(request.POST)
        page = search_logs(request.access, criteria, place=request.POST.get("place", ""))
    except Invalid as error:
        return _logs_page(request, problems=error.problems)
    return _logs_page(request, page=page)


@require_POST
@screen("audit.export")
def logs_export_view(request: StaffRequest) -> HttpResponse:
    """All that the conditions find in both logs, as a file."""
    try:
        export = export_logs(request.access, criteria_of(request.POST))
    except Invalid as error:
        return _logs_page(request, problems=error.problems)
    return _file(export.content, name=export.name, kind="text/csv; charset=utf-8")


@require_POST
@screen("audit.export")
def export_view(request: StaffRequest) -> HttpResponse:
    """All that the conditions find, as a file."""
    try:
        export = export_trail(request.access, criteria_of(request.POST))
    except Invalid as error:
        return _search_page(request, problems=error.problems)
    return _file(export.content, name=export.name, kind="text/csv; charset=utf-8")


@require_POST
@screen("audit.export")
def head_view(request: StaffRequest) -> HttpResponse:
    """The signed head, to be kept somewhere else."""
    check_may(request.access, "audit.export")
    head = export_head(request.access)
    text = json.dumps(head, ensure_ascii=False, indent=1) + "\n"
    return _file(text.encode(), name=f"audit-head-{head['seq']}.json", kind="application/json")


def _search_page(
    request: StaffRequest, *, page: object = None, problems: tuple[Problem, ...] = ()
) -> HttpResponse:
    context = {
        "page": page,
        "problems": problems,
        "entered": request.POST,
        "kept": [(name, request.POST.get(name, "")) for name in FIELDS],
        "logs": logs(),
        "kinds": kinds(),
        "outcomes": outcomes(),
        "tabs": _tabs(None),
        "may_export": may(request.access, "audit.export") and files_allowed(),
        "may_take_head": may(request.access, "audit.export"),
    }
    return render(request, "audit/search.html", context, status=422 if problems else 200)


def _logs_page(
    request: StaffRequest, *, page: object = None, problems: tuple[Problem, ...] = ()
) -> HttpResponse:
    context = {
        "page": page,
        "problems": problems,
        "entered": request.POST,
        "kept": [(name, request.POST.get(name, "")) for name in FIELDS],
        "logs": log_choices(request.access),
        "tabs": _tabs(None, logs=True) if may(request.access, "audit.search") else (),
        "sees_trail": may(request.access, "audit.search"),
        "may_export": may(request.access, "audit.export") and files_allowed(),
        "keep_days": settings.SYSTEM_LOG_KEEP_DAYS,
    }
    return render(request, "audit/logs.html", context, status=422 if problems else 200)


def _tabs(active: Analysis | None, *, logs: bool = False) -> list[dict[str, object]]:
    trail = active is None and not logs
    first = [
        {"title": "検索", "url": reverse("audit_search"), "active": trail},
        {"title": "ログの検索", "url": reverse("audit_logs"), "active": logs},
    ]
    return [*first, *({"title": a.label, "url": _url(a), "active": a is active} for a in Analysis)]


def _url(analysis: Analysis) -> str:
    return reverse("audit_analysis", kwargs={"name": analysis.value})


def _file(content: bytes, *, name: str, kind: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
