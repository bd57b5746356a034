"""名簿と抽出: the index, a new list, one with its pages, its approval, its output, its disposal."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from daicho.business.inspection.commands.ask_listing import ask_listing
from daicho.business.inspection.commands.decide_listing import decide_listing
from daicho.business.inspection.commands.dispose_listing import METHODS, dispose_listing
from daicho.business.inspection.commands.make_listing import make_listing
from daicho.business.inspection.domain.born import fiscal_year_of, fiscal_year_words
from daicho.business.inspection.domain.listings import RULES, ListKind, State
from daicho.business.inspection.domain.wishes import LEVELS, RECRUITS
from daicho.business.inspection.jobs import OUTPUT
from daicho.business.inspection.selectors.listings import (
    list_listings,
    view_listing,
    view_withheld,
)
from daicho.business.inspection.selectors.outputs import Form, open_output
from daicho.business.inspection.selectors.school_changes import changes_since
from daicho.business.inspection.web.drawing import condition_choices, sent, typed
from daicho.business.inspection.web.reading import read_wish
from daicho.foundation.jobs.public import ask_job
from daicho.foundation.staff.public import StaffRequest, may, screen
from daicho.foundation.ui.posted import key_of, number_of
from daicho.kernel.clock import business_today
from daicho.kernel.errors import Invalid, Missing, Problem

ROSTERS = (ListKind.SAFETY, ListKind.SAMPLE, ListKind.RECRUITS, ListKind.SCHOOL)
DRAWN = (ListKind.SAMPLE, ListKind.INSPECTION)


@require_GET
@screen("rosters.view")
def index(request: StaffRequest) -> HttpResponse:
    """The lists of every kind, newest first."""
    return _index(request, ROSTERS, "rosters.make")


@require_GET
@screen("inspection.view")
def ledgers(request: StaffRequest) -> HttpResponse:
    """閲覧台帳: the lists that are made for inspection."""
    return _index(request, (ListKind.INSPECTION,), "inspection.manage")


def _index(request: StaffRequest, kinds: tuple[ListKind, ...], maker: str) -> HttpResponse:
    found = list_listings(
        request.access, kinds=kinds, page=number_of(request.GET, "page", otherwise=1)
    )
    context = {
        "page": found.page,
        "lines": found.lines,
        "rules": [RULES[kind] for kind in kinds],
        "inspection": kinds == (ListKind.INSPECTION,),
        "may_make": may(request.access, maker),
    }
    return render(request, "inspection/listings.html", context)


@require_http_methods(["GET", "POST"])
@screen("rosters.make")
def new(request: StaffRequest, kind: str) -> HttpResponse:
    """What a list shall be: GET the form of its kind, POST asks for it, and makes it where a law asks for it."""
    if kind not in ROSTERS:
        raise Missing("この名簿はありません。", remedy="名簿の索引から選び直してください。")
    return _new(request, ListKind(kind))


@require_http_methods(["GET", "POST"])
@screen("inspection.manage")
def new_ledger(request: StaffRequest) -> HttpResponse:
    """閲覧台帳: the same for a list that is kept ready to be inspected."""
    return _new(request, ListKind.INSPECTION)


def _new(request: StaffRequest, wanted: ListKind) -> HttpResponse:
    key = key_of(request.POST.get("key", "")) or uuid4()
    if request.method == "GET":
        return _form(request, wanted, key=key, problems=())
    try:
        state = ask_listing(request.access, listing=key, wish=read_wish(request.POST, wanted))
    except Invalid as error:
        return _form(request, wanted, key=key, problems=error.problems, status=422)
    if state is State.APPROVED:
        make_listing(request.access, listing=key)
        messages.success(request, "一覧を作りました。")
    else:
        messages.success(request, "一覧の作成を求めました。別の職員の承認を受けてください。")
    return redirect("rosters_listing", listing=key)


@require_GET
@screen("rosters.view")
def one(request: StaffRequest, listing: UUID) -> HttpResponse:
    """One list, a page at a time."""
    return _draw(request, listing, problems=())


@require_POST
@screen("rosters.approve")
def decide(request: StaffRequest, listing: UUID) -> HttpResponse:
    """The second person's word."""
    approved = request.POST.get("decision") == "approve"
    try:
        decide_listing(
            request.access,
            listing=listing,
            edition=number_of(request.POST, "edition", otherwise=0),
            approved=approved,
            words=request.POST.get("words", ""),
        )
    except Invalid as error:
        return _draw(request, listing, problems=error.problems, status=422)
    messages.success(request, "承認しました。" if approved else "承認しませんでした。")
    return redirect("rosters_listing", listing=listing)


@require_POST
@screen("rosters.view")
def make(request: StaffRequest, listing: UUID) -> HttpResponse:
    """Make the list that was approved."""
    edition = number_of(request.POST, "edition", otherwise=0)
    count = make_listing(request.access, listing=listing, edition=edition)
    messages.success(request, f"一覧を作りました（{count}人）。")
    return redirect("rosters_listing", listing=listing)


@require_POST
@screen("rosters.make")
def in_background(request: StaffRequest, listing: UUID) -> HttpResponse:
    """Make it and draw it as a job; the result is fetched where jobs are."""
    job = ask_job(
        request.access,
        kind=OUTPUT.code,
        parameters={
            "listing": str(listing),
            "form": request.POST.get("form", ""),
            "copies": request.POST.get("copies", "1"),
        },
        key=key_of(request.POST.get("key", "")),
    )
    messages.success(request, "裏方の処理を受け付けました。")
    return redirect("jobs_job", job=job)


@require_POST
@screen("rosters.view")
def dispose(request: StaffRequest, listing: UUID) -> HttpResponse:
    """The end of a list."""
    try:
        receipt = dispose_listing(
            request.access,
            listing=listing,
            edition=number_of(request.POST, "edition", otherwise=0),
            method=request.POST.get("method", ""),
            witness=request.POST.get("witness", ""),
        )
    except Invalid as error:
        return _draw(request, listing, problems=error.problems, status=422)
    messages.success(request, f"廃棄を記録しました（受領番号 {receipt}）。")
    return redirect("rosters_listing", listing=listing)


@require_GET
@screen("rosters.view")
def output(request: StaffRequest, listing: UUID, form: str) -> StreamingHttpResponse:
    """The list in a form."""
    if form not in set(Form):
        raise Missing("この出力形式はありません。", remedy="一覧の画面から選び直してください。")
    copies = number_of(request.GET, "copies", otherwise=1)
    made = open_output(request.access, listing=listing, form=Form(form), copies=copies)
    return sent(made, shown=True)


@require_GET
@screen("rosters.withheld")
def withheld(request: StaffRequest, listing: UUID) -> HttpResponse:
    """Who stands behind the numbers of a 安否名簿."""
    lines = view_withheld(request.access, listing=listing)
    return render(request, "inspection/withheld.html", {"lines": lines, "listing": listing})


@require_GET
@screen("rosters.view")
def changes(request: StaffRequest, listing: UUID) -> HttpResponse:
    """What differs today from a 学齢簿."""
    lines = changes_since(request.access, listing=listing)
    return render(request, "inspection/changes.html", {"lines": lines, "listing": listing})


def _form(
    request: StaffRequest,
    kind: ListKind,
    *,
    key: UUID,
    problems: Iterable[Problem],
    status: int = 200,
) -> HttpResponse:
    year = fiscal_year_of(business_today())
    known = {
        "year": str(year + 1 if kind is ListKind.SCHOOL else year),
        "order": "random" if kind in DRAWN else "address",
        "method": "all",
    }
    abouts = {
        ListKind.RECRUITS: tuple(RECRUITS.items()),
        ListKind.SCHOOL: tuple((code, level[0]) for code, level in LEVELS.items()),
    }.get(kind, ())
    context = {
        "kind": kind.value,
        "rule": RULES[kind],
        "key": key,
        "abouts": abouts,
        "years": [(str(y), fiscal_year_words(y)) for y in range(year + 2, year - 11, -1)],
        "drawn": kind in DRAWN,
        "aged": kind in DRAWN or kind is ListKind.SAFETY,
        "typed": typed(request.POST, known),
        "problems": tuple(problems),
        **condition_choices(),
    }
    return render(request, "inspection/listing_form.html", context, status=status)


def _draw(
    request: StaffRequest, listing: UUID, *, problems: Iterable[Problem], status: int = 200
) -> HttpResponse:
    found = view_listing(
        request.access, listing=listing, page=number_of(request.GET, "page", otherwise=1)
    )
    view = found.view
    context = {
        "view": view,
        "rows": found.rows,
        "number": found.page,
        "before": found.page - 1 if found.page > 1 else 0,
        "after": found.page + 1 if found.page < view.pages else 0,
        "made": view.state is State.MADE,
        "asked": view.state is State.ASKED,
        "approved": view.state is State.APPROVED,
        "school": view.rule.kind is ListKind.SCHOOL,
        "methods": [("", "選んでください"), *METHODS.items()],
        "forms": [(f.value, f.label) for f in Form],
        "job_key": uuid4(),
        "typed": typed(request.POST, {}),
        "problems": tuple(problems),
    }
    return render(request, "inspection/listing.html", context, status=status)
