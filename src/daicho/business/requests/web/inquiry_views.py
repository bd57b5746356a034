"""他機関からの照会: the list, a new one, one with its answer and its decision."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from daicho.business.requests.commands.inquiries import (
    amend_inquiry,
    answer_inquiry,
    open_inquiry,
    step_inquiry,
)
from daicho.business.requests.domain.inquiry import (
    ITEMS,
    SEEN,
    Asked,
    InquiryAction,
    InquiryState,
    Reason,
)
from daicho.business.requests.selectors.inquiries import (
    SubjectLine,
    list_inquiries,
    seek_subjects,
    view_inquiry,
)
from daicho.business.requests.web.posted import read_asked
from daicho.foundation.law_values import in_force
from daicho.foundation.staff.public import StaffRequest, may, screen
from daicho.foundation.ui.posted import key_of, number_of
from daicho.kernel.clock import business_today
from daicho.kernel.errors import Invalid, Missing, Problem
from daicho.kernel.wareki import format_wareki_short

STEPS = frozenset(InquiryAction) - {
    InquiryAction.OPEN,
    InquiryAction.AMEND,
    InquiryAction.ANSWER,
}


@require_GET
@screen("inquiries.list")
def inquiry_list(request: StaffRequest) -> HttpResponse:
    """The inquiries not ended, or those in one state."""
    state = request.GET.get("state", "")
    found = list_inquiries(
        request.access, state=state, page=number_of(request.GET, "page", otherwise=1)
    )
    tabs = [
        {"title": "処理中", "url": "?", "active": state not in set(InquiryState)},
        *(
            {"title": s.label, "url": f"?state={s.value}", "active": state == s.value}
            for s in InquiryState
        ),
    ]
    context = {
        "page": found.page,
        "lines": found.lines,
        "tabs": tabs,
        "may_manage": may(request.access, "inquiries.manage"),
    }
    return render(request, "requests/inquiries.html", context)


@require_http_methods(["GET", "POST"])
@screen("inquiries.manage")
def new(request: StaffRequest) -> HttpResponse:
    """照会の文書 as it came."""
    if request.method == "GET":
        return _draw_form(request, Asked(), key=uuid4())
    key = key_of(request.POST.get("key", "")) or uuid4()
    try:
        asked = read_asked(request.POST)
        number = open_inquiry(request.access, inquiry=key, asked=asked)
    except Invalid as error:
        return _draw_form(request, None, key=key, problems=error.problems)
    messages.success(request, f"{number} として受け付けました。")
    return redirect("inquiries_inquiry", inquiry=key)


@require_http_methods(["GET", "POST"])
@screen("inquiries.manage")
def edit(request: StaffRequest, inquiry: UUID) -> HttpResponse:
    """The inquiry put right, and whom of the register it is about."""
    view = view_inquiry(request.access, inquiry=inquiry)
    asked: Asked | None = view.asked
    problems: Iterable[Problem] = ()
    if request.method == "POST" and request.POST.get("act") != "seek":
        records = [r for r in map(key_of, request.POST.getlist("records")) if r is not None]
        try:
            amend_inquiry(
                request.access,
                inquiry=inquiry,
                edition=number_of(request.POST, "edition", otherwise=0),
                asked=read_asked(request.POST),
                records=records,
            )
        except Invalid as error:
            asked, problems = None, error.problems
        else:
            messages.success(request, "照会の内容を直しました。")
            return redirect("inquiries_inquiry", inquiry=inquiry)
    name = request.POST.get("stated_name", "") or view.asked.stated_name
    birth = request.POST.get("stated_birth", "") or view.asked.stated_birth
    try:
        people = seek_subjects(request.access, name=name, birth=birth)
    except Invalid as error:
        people, problems = (), (*problems, *error.problems)
    if request.method == "POST":
        asked = None
    return _draw_form(
        request,
        asked,
        key=inquiry,
        edition=view.edition,
        number=view.number,
        people=people,
        chosen=view.records,
        problems=problems,
    )


@require_GET
@screen("inquiries.list")
def one(request: StaffRequest, inquiry: UUID) -> HttpResponse:
    """One inquiry, what would be answered, and what may be done."""
    return _draw(request, inquiry)


@require_POST
@screen("inquiries.list")
def step(request: StaffRequest, inquiry: UUID, action: str) -> HttpResponse:
    """決裁に回す・決裁・差戻し・回答しない・取下げ; the command asks who may do which."""
    if action not in {a.value for a in STEPS}:
        raise Missing("この処理はありません。", remedy="照会の画面から選んでください。")
    try:
        step_inquiry(
            request.access,
            inquiry=inquiry,
            edition=number_of(request.POST, "edition", otherwise=0),
            action=InquiryAction(action),
            words=request.POST.get("step_words", ""),
        )
    except Invalid as error:
        return _draw(request, inquiry, problems=error.problems, acting=action)
    messages.success(request, f"「{InquiryAction(action).label}」を記録しました。")
    return redirect("inquiries_inquiry", inquiry=inquiry)


@require_POST
@screen("inquiries.manage")
def answer(request: StaffRequest, inquiry: UUID) -> HttpResponse:
    """回答書."""
    try:
        answer_inquiry(
            request.access,
            inquiry=inquiry,
            edition=number_of(request.POST, "edition", otherwise=0),
            our_number=request.POST.get("our_number", ""),
        )
    except Invalid as error:
        return _draw(request, inquiry, problems=error.problems, acting="answer")
    messages.success(request, "回答書を作りました。印刷して、照会した機関へ送ってください。")
    return redirect("inquiries_inquiry", inquiry=inquiry)


def _draw(
    request: StaffRequest, inquiry: UUID, *, problems: Iterable[Problem] = (), acting: str = ""
) -> HttpResponse:
    view = view_inquiry(request.access, inquiry=inquiry)
    told = tuple(problems)
    worded = (InquiryAction.RETURN, InquiryAction.DECLINE, InquiryAction.WITHDRAW)
    context = {
        "view": view,
        "problems": told,
        "forms": [
            {
                "code": action.value,
                "label": action.label,
                "worded": action in worded,
                "acting": acting == action.value,
            }
            for action in view.actions
            if action in STEPS
        ],
        "may_amend": InquiryAction.AMEND in view.actions,
        "may_answer": InquiryAction.ANSWER in view.actions,
        "typed": request.POST if request.method == "POST" else {},
    }
    return render(request, "requests/inquiry.html", context, status=422 if told else 200)


def _draw_form(
    request: StaffRequest,
    asked: Asked | None,
    *,
    key: UUID,
    edition: int = 0,
    number: str = "",
    people: tuple[SubjectLine, ...] = (),
    chosen: Iterable[UUID] = (),
    problems: Iterable[Problem] = (),
) -> HttpResponse:
    """The form; with `asked` None as it was typed."""
    posted, told = request.POST, tuple(problems)
    their_date = asked.their_date if asked else None
    text = {
        name: getattr(asked, name) if asked else posted.get(name, "")
        for name in (
            *("agency", "agency_address", "officer", "their_number", "basis", "reason", "words"),
            *("stated_name", "stated_birth", "stated_address"),
        )
    }
    bases = in_force("inquiry_bases", business_today())
    context = {
        "key": key,
        "edition": edition,
        "number": number,
        "text": text,
        "their_date": (format_wareki_short(their_date) if their_date else "")
        if asked
        else posted.get("their_date", ""),
        "seen": asked.seen if asked else posted.getlist("seen"),
        "items_asked": asked.items if asked else posted.getlist("asked"),
        "bases": [
            ("", "選んでください"),
            *((b.code, f"{b.title}　{b.facts['who']}") for b in bases),
        ],
        "reasons": [("", "選んでください"), *((r.value, r.label) for r in Reason)],
        "ways": SEEN,
        "items": [(i.code, i.label) for i in ITEMS.values()],
        "people": people,
        "chosen": [str(c) for c in chosen] if asked else posted.getlist("records"),
        "problems": told,
    }
    return render(request, "requests/inquiry_form.html", context, status=422 if told else 200)
