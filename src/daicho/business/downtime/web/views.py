"""電算停止時の用紙: a new set, its PDF, and afterwards what became of each number."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from daicho.business.downtime.commands.make_set import SetWish, make_set
from daicho.business.downtime.commands.settle_slip import (
    Outcome,
    close_set,
    settle_rest,
    settle_slip,
)
from daicho.business.downtime.domain.slips import SlipState
from daicho.business.downtime.selectors.papers import print_set
from daicho.business.downtime.selectors.sets import list_sets, view_set
from daicho.foundation.staff.public import StaffRequest, may, screen
from daicho.foundation.ui.posted import key_of, number_of
from daicho.kernel.errors import Invalid, Problem

OUTCOMES = tuple((s.value, s.label) for s in SlipState if s is not SlipState.RESERVED)


@require_http_methods(["GET", "POST"])
@screen("downtime.view")
def set_list(request: StaffRequest) -> HttpResponse:
    """The sets; POST reserves another."""
    if request.method == "GET":
        return _draw_list(request, problems=())
    key = key_of(request.POST.get("key", "")) or uuid4()
    wish = SetWish(
        receptions=number_of(request.POST, "receptions", otherwise=0),
        issues=number_of(request.POST, "issues", otherwise=0),
        copies=number_of(request.POST, "copies", otherwise=0),
    )
    try:
        make_set(request.access, key=key, wish=wish)
    except Invalid as error:
        return _draw_list(request, problems=error.problems, status=422)
    messages.success(request, "番号を取りました。PDFを印刷して、窓口に置いてください。")
    return redirect("downtime_set", paper_set=key)


@require_GET
@screen("downtime.view")
def one(request: StaffRequest, paper_set: UUID) -> HttpResponse:
    """One set with its numbers."""
    return _draw(request, paper_set, problems=())


@require_GET
@screen("downtime.view")
def paper(request: StaffRequest, paper_set: UUID) -> HttpResponse:
    """The whole set as one PDF."""
    content = print_set(request.access, paper_set=paper_set)
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = 'inline; filename="downtime.pdf"'
    return response


@require_POST
@screen("downtime.make")
def settle(request: StaffRequest, paper_set: UUID) -> HttpResponse:
    """What became of one number."""
    posted = request.POST
    try:
        settle_slip(
            request.access,
            paper_set=paper_set,
            slip=posted.get("slip", ""),
            edition=number_of(posted, "edition", otherwise=0),
            outcome=Outcome(
                posted.get("state", ""), posted.get("refers", ""), posted.get("words", "")
            ),
        )
    except Invalid as error:
        return _draw(request, paper_set, problems=error.problems, status=422)
    messages.success(request, f"{posted.get('slip', '')} を記録しました。")
    return redirect("downtime_set", paper_set=paper_set)


@require_POST
@screen("downtime.make")
def rest(request: StaffRequest, paper_set: UUID) -> HttpResponse:
    """Everything that nothing was said of was not used."""
    edition = number_of(request.POST, "edition", otherwise=0)
    count = settle_rest(request.access, paper_set=paper_set, edition=edition)
    messages.success(request, f"残りの{count}件を未使用にしました。")
    return redirect("downtime_set", paper_set=paper_set)


@require_POST
@screen("downtime.make")
def close(request: StaffRequest, paper_set: UUID) -> HttpResponse:
    """The comparison is over."""
    edition = number_of(request.POST, "edition", otherwise=0)
    close_set(request.access, paper_set=paper_set, edition=edition)
    messages.success(request, "突合を終えました。")
    return redirect("downtime_set", paper_set=paper_set)


def _draw_list(
    request: StaffRequest, *, problems: Iterable[Problem], status: int = 200
) -> HttpResponse:
    page, lines = list_sets(request.access, page=number_of(request.GET, "page", otherwise=1))
    typed = {"receptions": "30", "issues": "20", "copies": "5"}
    context = {
        "page": page,
        "lines": lines,
        "key": request.POST.get("key", "") or uuid4(),
        "typed": request.POST if request.method == "POST" else typed,
        "problems": tuple(problems),
        "may_make": may(request.access, "downtime.make"),
        "may_rosters": may(request.access, "rosters.make"),
        "may_enter": may(request.access, "movements.draft"),
    }
    return render(request, "downtime/sets.html", context, status=status)


def _draw(
    request: StaffRequest, paper_set: UUID, *, problems: Iterable[Problem], status: int = 200
) -> HttpResponse:
    view = view_set(request.access, paper_set=paper_set)
    context = {
        "view": view,
        "row": view.row,
        "slips": [(s.row.number, f"{s.row.number}　{s.state.label}") for s in view.slips],
        "outcomes": OUTCOMES,
        "problems": tuple(problems),
        "typed": request.POST if request.method == "POST" else {},
        "may_enter": may(request.access, "movements.draft"),
    }
    return render(request, "downtime/set.html", context, status=status)
