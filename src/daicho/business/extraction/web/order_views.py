"""抽出の確認と依頼: how many and the first of them, what for and on what ground, the second person's word, the result."""

from __future__ import annotations

from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from daicho.business.extraction.commands.ask_order import Wish, ask_order
from daicho.business.extraction.commands.decide_order import decide_order
from daicho.business.extraction.commands.steps import bases
from daicho.business.extraction.domain.orders import State, with_numbers
from daicho.business.extraction.jobs import kind_for
from daicho.business.extraction.selectors.compositions import (
    CompositionView,
    forms_for,
    list_orders,
    open_composition,
    view_order,
)
from daicho.business.extraction.selectors.preview import Preview, preview
from daicho.business.extraction.web.drawing import draw
from daicho.foundation.jobs.public import ask_job
from daicho.foundation.staff.public import StaffRequest, files_allowed, screen
from daicho.foundation.ui.posted import key_of, number_of
from daicho.kernel.errors import Conflict, Invalid, Problem


@require_GET
@screen("extraction.view")
def check(request: StaffRequest, composition: UUID) -> HttpResponse:
    """The count, and the first rows."""
    view = open_composition(request.access, composition=composition)
    found: Preview | None = None
    problems: tuple[Problem, ...] = ()
    try:
        found = preview(request.access, query=view.query)
    except Invalid as error:
        problems = error.problems
    except Conflict as error:
        problems = (Problem(error.reason_code, "", error.what, error.why, error.remedy),)
    return draw(
        request, "check", view, "extraction_check", problems=problems, found=found, copy_key=uuid4()
    )


@require_http_methods(["GET", "POST"])
@screen("extraction.view")
def ask(request: StaffRequest, composition: UUID) -> HttpResponse:
    """Purpose, ground and form; POST asks for it."""
    view = open_composition(request.access, composition=composition)
    if request.method == "GET":
        return _ask(request, view, key=uuid4())
    key = key_of(request.POST.get("key", "")) or uuid4()
    wish = Wish(
        purpose=request.POST.get("purpose", ""),
        basis=request.POST.get("basis", ""),
        form=request.POST.get("form", ""),
        recipient=request.POST.get("recipient", ""),
    )
    try:
        number = ask_order(
            request.access,
            order=key,
            composition=composition,
            edition=number_of(request.POST, "edition", otherwise=0),
            wish=wish,
        )
    except Invalid as error:
        return _ask(request, view, key=key, problems=error.problems, status=422)
    messages.success(request, f"抽出を依頼しました（{number}）。別の職員の承認を受けてください。")
    return redirect("extraction_order", order=key)


def _ask(
    request: StaffRequest,
    view: CompositionView,
    *,
    key: UUID,
    problems: tuple[Problem, ...] = (),
    status: int = 200,
) -> HttpResponse:
    return draw(
        request,
        "ask",
        view,
        "extraction_ask",
        problems=problems,
        status=status,
        key=key,
        bases=bases(),
        forms=[(form.value, form.label) for form in forms_for(request.access)],
        files_off=not files_allowed(),
        numbers=with_numbers(view.query),
        typed=request.POST,
    )


@require_GET
@screen("extraction.view")
def orders(request: StaffRequest) -> HttpResponse:
    """What was asked for, the newest first."""
    page, lines = list_orders(request.access, page=number_of(request.GET, "page", otherwise=1))
    return render(request, "extraction/orders.html", {"page": page, "lines": lines})


@require_GET
@screen("extraction.view")
def one(request: StaffRequest, order: UUID) -> HttpResponse:
    """One order."""
    return _draw(request, order)


@require_POST
@screen("extraction.approve")
def decide(request: StaffRequest, order: UUID) -> HttpResponse:
    """The second person's word."""
    approved = request.POST.get("decision") == "approve"
    try:
        decide_order(
            request.access,
            order=order,
            edition=number_of(request.POST, "edition", otherwise=0),
            approved=approved,
            words=request.POST.get("words", ""),
        )
    except Invalid as error:
        return _draw(request, order, problems=error.problems, status=422)
    messages.success(request, "承認しました。" if approved else "承認しませんでした。")
    return redirect("extraction_order", order=order)


@require_POST
@screen("extraction.view")
def make(request: StaffRequest, order: UUID) -> HttpResponse:
    """Run an approved order as a job; the file is fetched where results are."""
    view = view_order(request.access, order=order)
    job = ask_job(
        request.access,
        kind=kind_for(view.source_code).code,
        parameters={"order": str(order)},
        key=key_of(request.POST.get("key", "")),
    )
    messages.success(request, "裏方の処理を受け付けました。できたファイルは、ここで受け取れます。")
    return redirect("jobs_job", job=job)


def _draw(
    request: StaffRequest,
    order: UUID,
    *,
    problems: tuple[Problem, ...] = (),
    status: int = 200,
) -> HttpResponse:
    view = view_order(request.access, order=order)
    context = {
        "view": view,
        "asked": view.state is State.ASKED,
        "approved": view.state is State.APPROVED,
        "made": view.state is State.MADE,
        "job_key": uuid4(),
        "typed": request.POST,
        "problems": problems,
    }
    return render(request, "extraction/order.html", context, status=status)
