"""広域交付の窓口: the form, the paper that answers it, and what went out."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import quote
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from daicho.foundation.staff.public import StaffRequest, screen
from daicho.foundation.ui.posted import key_of, number_of
from daicho.gateways.wide_area.commands.issue_copy import documents_of_the_day, issue_copy
from daicho.gateways.wide_area.commands.spoil_copy import spoil_copy
from daicho.gateways.wide_area.domain.wish import Include, Scope, Wish
from daicho.gateways.wide_area.selectors.copies import list_copies
from daicho.kernel.clock import business_today
from daicho.kernel.errors import Invalid, Problem
from daicho.kernel.uncertain_dates import BIRTH, jukinet_code, read_legal_date


@require_http_methods(["GET", "POST"])
@screen("wide_area.issue")
def desk(request: StaffRequest) -> HttpResponse:
    """GET shows the form; POST asks 住所地 and answers with the paper, which is kept nowhere."""
    if request.method == "GET":
        return _form(request, problems=())
    key = key_of(request.POST.get("key", "")) or uuid4()
    try:
        handed = issue_copy(request.access, key=key, wish=_wish(request))
    except Invalid as error:
        return _form(request, problems=error.problems, status=422)
    response = HttpResponse(handed.pdf, content_type="application/pdf")
    name = f"{handed.number}.pdf".replace(" ", "-")
    response["Content-Disposition"] = f"inline; filename*=UTF-8''{quote(name)}"
    response["Cache-Control"] = "no-store"
    return response


@require_GET
@screen("wide_area.issue")
def copies(request: StaffRequest) -> HttpResponse:
    """The issue records."""
    return _copies(request, problems=())


@require_POST
@screen("wide_area.issue")
def spoil(request: StaffRequest, copy: UUID) -> HttpResponse:
    """書損じ."""
    try:
        spoil_copy(request.access, copy=copy, reason=request.POST.get("reason", ""))
    except Invalid as error:
        return _copies(request, problems=error.problems, acting=copy)
    messages.success(
        request, "書損じとして記録しました。会計が残っていれば、会計の画面で取りやめてください。"
    )
    return redirect("wide_area_copies")


def _wish(request: StaffRequest) -> Wish:
    posted = request.POST
    scope = posted.get("scope", "")
    typed = posted.get("birth_on", "").strip()
    birth = ""
    if typed:
        born = read_legal_date(typed, field="birth_on", rule=BIRTH, today=business_today())
        birth = jukinet_code(born)
    return Wish(
        code=posted.get("code", ""),
        name=posted.get("name", ""),
        birth_on=birth,
        scope=Scope(scope) if scope in set(Scope) else Scope.PERSON,
        include=frozenset(one for one in Include if one.value in posted.getlist("include")),
        document=posted.get("document", ""),
    )


def _form(request: StaffRequest, *, problems: Iterable[Problem], status: int = 200) -> HttpResponse:
    posted = request.POST
    context = {
        "key": posted.get("key", "") or uuid4(),
        "typed": posted,
        "documents": [("", "選んでください"), *documents_of_the_day()],
        "scopes": [(one.value, one.label) for one in Scope],
        "includes": [(one.value, one.label) for one in Include],
        "chosen": posted.getlist("include"),
        "problems": tuple(problems),
    }
    return render(request, "wide_area/desk.html", context, status=status)


def _copies(
    request: StaffRequest, *, problems: Iterable[Problem], acting: UUID | None = None
) -> HttpResponse:
    found = list_copies(request.access, page=number_of(request.GET, "page", otherwise=1))
    context = {
        "page": found.page,
        "lines": found.lines,
        "problems": tuple(problems),
        "acting": acting,
        "typed": request.POST,
    }
    return render(request, "wide_area/copies.html", context, status=422 if acting else 200)
