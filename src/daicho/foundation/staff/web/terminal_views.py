"""Terminals (端末の管理): the screens of 管理, and the one where a terminal's browser enters its
code.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Final

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from daicho.foundation.staff.access import visitor_access
from daicho.foundation.staff.commands.enrol_terminal import enrol_terminal, enrol_this_terminal
from daicho.foundation.staff.commands.issue_enrolment_code import issue_enrolment_code
from daicho.foundation.staff.commands.revoke_terminal import revoke_terminal
from daicho.foundation.staff.screens import StaffRequest, error_response, screen
from daicho.foundation.staff.selectors.terminals import terminal_page
from daicho.foundation.staff.terminals import mark_terminal, terminal_of
from daicho.foundation.staff.web.entries import key_of
from daicho.kernel.errors import DaichoError, Invalid, Problem

CODE_LIFETIME: Final = timedelta(hours=24)


@require_GET
@screen("terminals.manage")
def terminal_list_view(request: StaffRequest) -> HttpResponse:
    """Enrolled terminals, and the forms to enrol one."""
    return _list_page(request)


@require_POST
@screen("terminals.manage")
def terminal_code_view(request: StaffRequest) -> HttpResponse:
    """Issue a code for another terminal; it is shown once."""
    name, office = request.POST.get("code_name", ""), request.POST.get("code_office", "")
    try:
        code = issue_enrolment_code(
            request.access, name=name, office=office, valid_for=CODE_LIFETIME
        )
    except Invalid as error:
        renamed = tuple(replace(p, field=f"code_{p.field}") for p in error.problems)
        return _list_page(request, problems=renamed)
    url = settings.SITE_ORIGIN + reverse("terminal_enrol", kwargs={"code": code})
    return render(
        request,
        "staff/terminal_code.html",
        {"url": url, "name": name, "hours": CODE_LIFETIME // timedelta(hours=1)},
    )


@require_POST
@screen("terminals.manage")
def terminal_this_view(request: StaffRequest) -> HttpResponse:
    """Enrol the very terminal at which 管理 sits."""
    try:
        key = enrol_this_terminal(
            request.access,
            name=request.POST.get("name", ""),
            office=request.POST.get("office", ""),
        )
    except Invalid as error:
        return _list_page(request, problems=error.problems)
    messages.success(request, "この端末を登録しました。")
    response = redirect("terminal_list")
    mark_terminal(response, terminal_key=key)
    return response


@require_POST
@screen("terminals.manage")
def terminal_revoke_view(request: StaffRequest) -> HttpResponse:
    """Revoke a terminal."""
    key = key_of(request.POST.get("terminal", ""))
    try:
        revoke_terminal(request.access, terminal_key=key, reason=request.POST.get("reason", ""))
    except Invalid as error:
        return _list_page(request, problems=error.problems)
    messages.success(request, "端末の登録を取り消しました。")
    return redirect("terminal_list")


@require_http_methods(["GET", "POST"])
def terminal_enrol_view(request: HttpRequest, code: str) -> HttpResponse:
    """Where a one-time link leads: the code is the right to enrol, whoever is or is not signed in."""
    if request.method == "GET":
        known = terminal_of(request)
        return render(request, "staff/terminal_enrol.html", {"code": code, "known": known})
    try:
        key = enrol_terminal(visitor_access(request), code=code)
    except DaichoError as error:
        return error_response(request, error)
    messages.success(request, "この端末を登録しました。")
    response = redirect("home")
    mark_terminal(response, terminal_key=key)
    return response


def _list_page(request: StaffRequest, *, problems: tuple[Problem, ...] = ()) -> HttpResponse:
    number = request.GET.get("page", "1")
    page = terminal_page(request.access, page=int(number) if number.isdecimal() else 1)
    return render(
        request,
        "staff/terminal_list.html",
        {
            "page": page,
            "known": terminal_of(request),
            "problems": problems,
            "entered": request.POST,
        },
        status=422 if problems else 200,
    )
