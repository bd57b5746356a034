"""Screens (画面): what every view passes through before it runs, and how errors are shown.

`@screen("residents.view")` is the only way to a view: a session with a second factor, unlocked; the
duty in force today; a purpose the operation knows; an enrolled terminal where residents' data are
touched. What is missing is answered in words, and entered on the trail once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import wraps
from typing import Concatenate, ParamSpec
from urllib.parse import quote
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render

from daicho.foundation.audit.public import refuse
from daicho.foundation.staff import ports
from daicho.foundation.staff.access import staff_access, visitor_access
from daicho.foundation.staff.audit_types import SCREEN_REFUSED
from daicho.foundation.staff.models import Staff
from daicho.foundation.staff.operations import OPERATIONS
from daicho.foundation.staff.policy import check_may, purpose_for
from daicho.foundation.staff.sessions import Standing, chosen_purpose, standing_of
from daicho.foundation.system_log.public import bind_actor
from daicho.kernel.access import Access, Purpose
from daicho.kernel.errors import DaichoError, Invalid, Missing, Refused

_P = ParamSpec("_P")


class StaffRequest(HttpRequest):
    """A request that has passed `@screen`."""

    access: Access


View = Callable[Concatenate[StaffRequest, _P], HttpResponseBase]
Opened = Callable[Concatenate[HttpRequest, _P], HttpResponseBase]


def screen(code: str, *, purpose: Purpose | None = None) -> Callable[[View[_P]], Opened[_P]]:
    """Guard a view with an operation of the policy; the view finds `request.access`.

    `purpose` fixes the purpose; without it, the person's choice counts if the operation knows it,
    otherwise the operation's default.
    """
    OPERATIONS[code]

    def guard(view: View[_P]) -> Opened[_P]:
        @wraps(view)
        def opened(
            request: HttpRequest, /, *args: _P.args, **kwargs: _P.kwargs
        ) -> HttpResponseBase:
            asked = purpose or purpose_for(code, chosen=chosen_purpose(request))
            try:
                access = _admit(request, code, asked)
                request.access = access  # type: ignore[attr-defined]  # declared by StaffRequest
                return view(request, *args, **kwargs)  # type: ignore[arg-type]  # now a StaffRequest
            except Missing as error:
                return error_response(request, _or_disposed(error, kwargs.values()))
            except DaichoError as error:
                return error_response(request, error)

        opened.operation = code  # type: ignore[attr-defined]  # read by the inventory test
        return opened

    return guard


def _or_disposed(error: Missing, given: Iterable[object]) -> Missing:
    """What is not there because its years are over says so (廃棄済), with the day and the receipt."""
    words = ports.disposed_note([value for value in given if isinstance(value, UUID)])
    if not words:
        return error
    return Missing(
        "廃棄済です。",
        why=words,
        remedy="何が廃棄されたかは、「保存年限と廃棄」の廃棄済の照会で確かめられます。",
        code="disposed",
    )


def _admit(request: HttpRequest, code: str, purpose: Purpose) -> Access:
    user = request.user
    access = (
        staff_access(request, user, purpose=purpose)
        if isinstance(user, Staff)
        else visitor_access(request)
    )
    access = replace(access, function=code)
    bind_actor(staff=access.login, terminal=access.terminal, screen=access.screen)
    try:
        if standing_of(request) is not Standing.FULL:
            raise Refused(
                "この画面は開けません。",
                why="二要素でのログインが済んでいないか、画面がロックされています。",
                remedy="ログインし直すか、ロックを解除してください。",
                code="session_not_full",
            )
        check_may(access, code)
    except Refused as error:
        refuse(access, SCREEN_REFUSED, error)
        raise
    return access


def open_to_all(because: str) -> Callable[[Opened[_P]], Opened[_P]]:
    """Mark a view that needs no session (a health check); the reason is read by the inventory test."""

    def mark(view: Opened[_P]) -> Opened[_P]:
        view.open_because = because  # type: ignore[attr-defined]  # read by the middleware
        return view

    return mark


def error_response(request: HttpRequest, error: DaichoError) -> HttpResponse:
    """The page of an error with its status; a partial request (HTMX) gets the sentence for its
    toast.
    """
    if request.headers.get("HX-Request") == "true":
        response = HttpResponse(status=error.status)
        response["X-Daicho-Message"] = quote(error.message)
        return response
    problems = error.problems if isinstance(error, Invalid) else ()
    return render(
        request,
        [f"daicho/errors/{error.status}.html", "daicho/errors/error.html"],
        {"error": error, "problems": problems, "incident": incident_of(request, error)},
        status=error.status,
    )


def incident_of(request: HttpRequest, error: DaichoError) -> str:
    """The reference under which the system log tells of a failure of the machinery; empty for everything else."""
    return getattr(request, "reference", "") if error.status >= 500 else ""
