"""A request: taken in, put right, its page with the next step, and its 受付票."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from daicho.business.certificates.public import (
    ALWAYS_ON_A_COPY,
    FOREIGN_ITEMS,
    ROWS,
    Form,
    Item,
    Proof,
    preselected_items,
)
from daicho.business.requests.commands.amend import amend
from daicho.business.requests.commands.begin_move_out import begin_move_out
from daicho.business.requests.commands.receive import receive
from daicho.business.requests.commands.record_step import DATED, STEPS, WORDED, record_step
from daicho.business.requests.domain.states import Action, Channel
from daicho.business.requests.domain.written import MOVE_OUT, Written
from daicho.business.requests.selectors.finding import choose_person
from daicho.business.requests.selectors.request import view_request
from daicho.business.requests.web.barcode import barcode_svg
from daicho.business.requests.web.posted import day_of, read_written
from daicho.foundation.law_values import in_force
from daicho.foundation.staff.public import StaffRequest, screen
from daicho.foundation.ui.posted import key_of, number_of
from daicho.kernel.clock import business_today
from daicho.kernel.errors import Invalid, Missing, Problem


@require_http_methods(["GET", "POST"])
@screen("requests.receive")
def new(request: StaffRequest) -> HttpResponse:
    """請求書 as it stands on the counter or came by post; begun with a `person` of the register, it leads on to them."""
    if request.method == "GET":
        return _draw_form(request, *_begun(request), key=uuid4())
    key = key_of(request.POST.get("key", "")) or uuid4()
    record = key_of(request.POST.get("record", ""))
    written = read_written(request.POST)
    try:
        number = receive(request.access, request=key, written=written)
    except Invalid as error:
        return _draw_form(request, written, record, key=key, problems=error.problems)
    messages.success(request, f"{number} として受け付けました。")
    if record is not None:
        return redirect(f"{reverse('requests_people', args=[key])}?record={record}")
    return redirect("requests_request", request_key=key)


def _begun(request: StaffRequest) -> tuple[Written, UUID | None]:
    """An empty form with what the town shows unless asked otherwise; with a person chosen, what is known of them."""
    channel = request.GET.get("channel", Channel.COUNTER.value)
    blank = Written(channel=channel, items=tuple(i.value for i in preselected_items()))
    person = key_of(request.GET.get("person", ""))
    if person is None:
        return blank, None
    chosen = choose_person(request.access, person=person)
    written = replace(
        blank, stated_name=chosen.name, stated_birth=chosen.birth, form=chosen.form.value
    )
    return written, chosen.record


@require_http_methods(["GET", "POST"])
@screen("requests.handle")
def edit(request: StaffRequest, request_key: UUID) -> HttpResponse:
    """請求書の入力を直す."""
    if request.method == "GET":
        view = view_request(request.access, request=request_key)
        return _draw_form(
            request, view.written, key=request_key, edition=view.edition, number=view.number
        )
    written = read_written(request.POST)
    edition = number_of(request.POST, "edition", otherwise=0)
    try:
        amend(request.access, request=request_key, edition=edition, written=written)
    except Invalid as error:
        return _draw_form(
            request, written, key=request_key, edition=edition, problems=error.problems
        )
    messages.success(request, "請求の内容を直しました。")
    return redirect("requests_request", request_key=request_key)


@require_GET
@screen("requests.list")
def one(request: StaffRequest, request_key: UUID) -> HttpResponse:
    """The page of a request."""
    return draw_request(request, request_key)


@require_POST
@screen("requests.handle")
def step(request: StaffRequest, request_key: UUID, action: str) -> HttpResponse:
    """保留・再開・申し送り・取下げ・補正・作り直し."""
    if action not in {a.value for a in STEPS}:
        raise Missing("この処理はありません。", remedy="請求の画面から選んでください。")
    try:
        record_step(
            request.access,
            request=request_key,
            edition=number_of(request.POST, "edition", otherwise=0),
            action=Action(action),
            words=request.POST.get("words", ""),
            due_on=day_of(request.POST, "due_on"),
        )
    except Invalid as error:
        return draw_request(request, request_key, problems=error.problems, acting=action)
    messages.success(request, f"「{Action(action).label}」を記録しました。")
    return redirect("requests_request", request_key=request_key)


@require_POST
@screen("requests.handle")
def move_out(request: StaffRequest, request_key: UUID) -> HttpResponse:
    """郵送転出: the draft that the paper becomes."""
    edition = number_of(request.POST, "edition", otherwise=0)
    try:
        case = begin_move_out(request.access, request=request_key, edition=edition)
    except Invalid as error:
        return draw_request(request, request_key, problems=error.problems)
    return redirect("movements_edit", kind=MOVE_OUT, case=case)


@require_GET
@screen("requests.list")
def slip(request: StaffRequest, request_key: UUID) -> HttpResponse:
    """受付票: what the requester keeps until their number is called."""
    view = view_request(request.access, request=request_key)
    context = {"view": view, "barcode": barcode_svg(view.number)}
    return render(request, "requests/slip.html", context)


def draw_request(
    request: StaffRequest,
    request_key: UUID,
    *,
    problems: Iterable[Problem] = (),
    acting: str = "",
) -> HttpResponse:
    """The page, with what stands in the way of the last act."""
    view = view_request(request.access, request=request_key)
    told = tuple(problems)
    forms = [
        {
            "code": action.value,
            "label": action.label,
            "words": action in WORDED,
            "dated": action in DATED,
            "acting": acting == action.value,
        }
        for action in view.actions
        if action in STEPS
    ]
    context = {
        "view": view,
        "forms": forms,
        "problems": told,
        "typed": request.POST if request.method == "POST" else {},
        "actions": {action.value for action in view.actions},
        "is_move_out": view.written.form == MOVE_OUT,
    }
    return render(request, "requests/request.html", context, status=422 if told else 200)


def _draw_form(
    request: StaffRequest,
    written: Written,
    record: UUID | None = None,
    *,
    key: UUID,
    edition: int = 0,
    number: str = "",
    problems: Iterable[Problem] = (),
) -> HttpResponse:
    told = tuple(problems)
    forms = [(f.value, f.label) for f in Form]
    if written.channel == Channel.POST:
        forms.append((MOVE_OUT, "転出届（郵送転出）"))
    stated = [i for i in Item if i in ALWAYS_ON_A_COPY]
    special = [i for i in Item if i not in (*ALWAYS_ON_A_COPY, *FOREIGN_ITEMS)]
    context = {
        "key": key,
        "edition": edition,
        "number": number,
        "written": written,
        "record": record,
        "problems": told,
        "requesters": [(r.value, f"{row.number}　{row.label}") for r, row in ROWS.items()],
        "forms": forms,
        "item_groups": [
            ("特別に載せる事項", [(i.value, i.label) for i in special]),
            ("外国人住民の事項", [(i.value, i.label) for i in FOREIGN_ITEMS]),
            ("記載事項証明書に載せる事項", [(i.value, i.label) for i in stated]),
        ],
        "proofs": [(p.value, p.label) for p in Proof],
        "documents": in_force("identity_documents", business_today()),
        "rows": ROWS.values(),
        "by_mail": written.channel == Channel.POST,
    }
    return render(request, "requests/form.html", context, status=422 if told else 200)
