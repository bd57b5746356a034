"""The steps of a request: who is meant, who came, whether it is given, and that it reaches the right hands."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from daicho.business.certificates.public import ROWS, Preview, Proof, Requester
from daicho.business.requests.commands.confirm_identity import Confirmed, confirm_identity
from daicho.business.requests.commands.decide import grant, make, preview_of, refusals_of, refuse
from daicho.business.requests.commands.hand_over import hand_over
from daicho.business.requests.commands.identify import identify
from daicho.business.requests.domain.card import CardItem, Outcome, Reading, card_problems
from daicho.business.requests.domain.handover import Check, scanned_codes
from daicho.business.requests.domain.states import Action
from daicho.business.requests.selectors.finding import seek_people
from daicho.business.requests.selectors.request import RequestView, view_request
from daicho.business.requests.web.posted import read_reading
from daicho.foundation.law_values import in_force
from daicho.foundation.staff.public import StaffRequest, screen
from daicho.foundation.ui.confirmations import read_confirmations
from daicho.foundation.ui.posted import key_of, number_of
from daicho.kernel.clock import business_today
from daicho.kernel.errors import Invalid, Problem


@require_http_methods(["GET", "POST"])
@screen("requests.handle")
def people(request: StaffRequest, request_key: UUID) -> HttpResponse:
    """人の特定: those of the register who may be meant; a household is opened, and its people chosen."""
    problems: tuple[Problem, ...] = ()
    if request.method == "POST":
        chosen = [r for r in map(key_of, request.POST.getlist("records")) if r is not None]
        try:
            identify(
                request.access,
                request=request_key,
                edition=number_of(request.POST, "edition", otherwise=0),
                records=chosen,
                requester_record=key_of(request.POST.get("requester_record", "")),
            )
        except Invalid as error:
            problems = error.problems
        else:
            messages.success(request, "人を特定しました。")
            return redirect("requests_request", request_key=request_key)
    asked = request.POST if request.method == "POST" else request.GET
    view = view_request(request.access, request=request_key)
    found = seek_people(
        request.access,
        request=request_key,
        name=asked.get("name", ""),
        birth=asked.get("birth", ""),
        record=key_of(asked.get("record", "")),
    )
    context = {
        "view": view,
        "found": found,
        "problems": problems,
        "name": asked.get("name", "") or view.written.stated_name,
        "birth": asked.get("birth", "") or view.written.stated_birth,
        "record": asked.get("record", ""),
        "own": view.row in (ROWS[Requester.SELF], ROWS[Requester.HOUSEHOLD]),
    }
    return render(request, "requests/people.html", context, status=422 if problems else 200)


@require_http_methods(["GET", "POST"])
@screen("requests.handle")
def confirm(request: StaffRequest, request_key: UUID) -> HttpResponse:
    """本人確認: documents, and the card beside the register."""
    problems: tuple[Problem, ...] = ()
    outcome: Confirmed | None = None
    reading: Reading | None = None
    if request.method == "POST":
        try:
            reading = read_reading(request.POST)
            outcome = confirm_identity(
                request.access,
                request=request_key,
                edition=number_of(request.POST, "edition", otherwise=0),
                documents=request.POST.getlist("documents"),
                proofs=request.POST.getlist("proofs"),
                reading=reading,
                number=request.POST.get("card_number", ""),
            )
        except Invalid as error:
            problems = error.problems
        else:
            if outcome.identified:
                words = (
                    "確認済です（4情報が一致）。"
                    if outcome.card_confirmed
                    else "本人確認を記録しました。"
                )
                messages.success(request, words)
                return redirect("requests_request", request_key=request_key)
            problems = tuple(card_problems(outcome.outcomes))
    return _draw_confirm(request, request_key, outcome, problems)


def _draw_confirm(
    request: StaffRequest,
    request_key: UUID,
    outcome: Confirmed | None,
    problems: tuple[Problem, ...],
) -> HttpResponse:
    view = view_request(request.access, request=request_key)
    posted = request.POST
    as_typed = request.method == "POST" and outcome is None
    compared = outcome.outcomes if outcome else {}
    number_read = outcome is not None and outcome.number is not Outcome.NOT_READ
    context = {
        "view": view,
        "problems": problems,
        "outcomes": [
            (item.label, compared[item].label, compared[item] is Outcome.SAME)
            for item in CardItem
            if item in compared
        ],
        "number_outcome": outcome.number.label if outcome and number_read else "",
        "not_enough": outcome is not None and not outcome.identified,
        "documents": in_force("identity_documents", business_today()),
        "proofs": [(p.value, p.label, p in view.row.proofs) for p in Proof],
        "chosen": posted.getlist("documents") if as_typed else view.written.documents,
        "seen": posted.getlist("proofs") if as_typed else view.written.proofs,
        "typed": {name: posted.get(name, "") for name in CARD_FIELDS} if problems else {},
    }
    return render(request, "requests/confirm.html", context, status=422 if problems else 200)


CARD_FIELDS = ("card_name", "card_address", "card_birth", "card_sex")


@require_http_methods(["GET", "POST"])
@screen("requests.handle")
def decide(request: StaffRequest, request_key: UUID) -> HttpResponse:
    """審査・決定: the row of the table, what it refuses, the sheets as they would be; given, or not."""
    if request.method == "GET":
        return _draw_decision(request, view_request(request.access, request=request_key))
    edition = number_of(request.POST, "edition", otherwise=0)
    act = request.POST.get("act", "")
    confirmed = [c.key for c in read_confirmations(request.POST)]
    try:
        if act == Action.GRANT:
            grant(request.access, request=request_key, edition=edition, confirmed=confirmed)
            messages.success(request, "交付を決定し、証明書を作りました。")
        elif act == Action.ISSUE:
            make(request.access, request=request_key, edition=edition)
            messages.success(request, "証明書を作りました。")
        elif act == Action.REFUSE:
            refuse(
                request.access,
                request=request_key,
                edition=edition,
                words=request.POST.get("words", ""),
                rows=refusals_of(request.access, request=request_key),
            )
            messages.success(request, "不交付としました。理由を請求者に説明してください。")
        else:
            view = view_request(request.access, request=request_key)
            return _draw_decision(request, view, confirmed=confirmed)
    except Invalid as error:
        view = view_request(request.access, request=request_key)
        return _draw_decision(request, view, confirmed=confirmed, problems=error.problems)
    return redirect("requests_request", request_key=request_key)


def _draw_decision(
    request: StaffRequest,
    view: RequestView,
    *,
    confirmed: Iterable[str] = (),
    problems: Iterable[Problem] = (),
) -> HttpResponse:
    told = list(problems)
    preview: Preview | None = None
    if Action.GRANT in view.actions and not told:
        try:
            preview = preview_of(request.access, request=view.key, confirmed=set(confirmed))
        except Invalid as error:
            told = list(error.problems)
    if Action.GRANT in view.actions and preview and not view.identified:
        preview = None
        told.append(IDENTIFY_FIRST)
    context = {
        "view": view,
        "preview": preview,
        "problems": tuple(told),
        "refusing": tuple(p for p in told if p.is_error and p.field != "words"),
        "others": tuple(p for p in told if p.is_error and p.field == "words"),
        "confirmed": read_confirmations(request.POST),
        "actions": {action.value for action in view.actions},
        "words": request.POST.get("words", ""),
    }
    posted = request.method == "POST" and told
    return render(request, "requests/decide.html", context, status=422 if posted else 200)


IDENTIFY_FIRST = Problem(
    "request.not_identified",
    "",
    "本人確認が済んでいません。",
    "だれが来たのかを確かめてから決定します。",
    "本人確認の画面で、書類かカードを確かめてください。",
)


@require_http_methods(["GET", "POST"])
@screen("requests.handle")
def hand(request: StaffRequest, request_key: UUID) -> HttpResponse:
    """引渡し: number, name, sheets."""
    problems: tuple[Problem, ...] = ()
    if request.method == "POST":
        check = Check(
            called_number=request.POST.get("called_number", ""),
            read_back=request.POST.get("read_back", ""),
            scanned=scanned_codes(request.POST.get("scanned", "")),
        )
        try:
            hand_over(
                request.access,
                request=request_key,
                edition=number_of(request.POST, "edition", otherwise=0),
                check=check,
            )
        except Invalid as error:
            problems = error.problems
        else:
            messages.success(request, "引渡しを記録しました。")
            return redirect("requests_request", request_key=request_key)
    view = view_request(request.access, request=request_key)
    context = {
        "view": view,
        "problems": problems,
        "foreign": any(p.code == "handover.foreign" for p in problems),
        "typed": request.POST,
    }
    return render(request, "requests/hand.html", context, status=422 if problems else 200)
