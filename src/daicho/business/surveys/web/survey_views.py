"""Surveys: the list, a new one, one with its history, and what is done with it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from daicho.business.surveys.commands.begin_removal import REMOVAL, begin_removal
from daicho.business.surveys.commands.conclude import conclude
from daicho.business.surveys.commands.open_survey import open_survey
from daicho.business.surveys.commands.record_act import record_act
from daicho.business.surveys.domain.acts import HAVE_FINDING, METHODS, Entry, Finding, Origin
from daicho.business.surveys.domain.states import Action, State
from daicho.business.surveys.selectors.surveys import list_surveys, open_form, view_survey
from daicho.foundation.staff.public import StaffRequest, may, screen
from daicho.foundation.ui.posted import key_of, number_of
from daicho.kernel.clock import business_today
from daicho.kernel.errors import Invalid, Missing, Problem
from daicho.kernel.wareki import format_wareki_short, parse_date

ENTRIES = (Action.VISIT, Action.INQUIRE, Action.DEMAND, Action.POST, Action.WITHDRAW)
ENDS = (Action.CONFIRM, Action.FIND_ABSENT)


@require_GET
@screen("surveys.view")
def survey_list(request: StaffRequest) -> HttpResponse:
    """The surveys under way, or those in one state."""
    state = request.GET.get("state", "")
    found = list_surveys(
        request.access, state=state, page=number_of(request.GET, "page", otherwise=1)
    )
    tabs = [
        {"title": "調査中すべて", "url": "?", "active": state not in set(State)},
        *(
            {"title": s.label, "url": f"?state={s.value}", "active": state == s.value}
            for s in State
        ),
    ]
    context = {
        "page": found.page,
        "lines": found.lines,
        "tabs": tabs,
        "may_manage": may(request.access, "surveys.manage"),
    }
    return render(request, "surveys/list.html", context)


@require_http_methods(["GET", "POST"])
@screen("surveys.manage")
def new(request: StaffRequest) -> HttpResponse:
    """Whom a survey is about and why: GET finds the household, POST begins."""
    if request.method == "GET":
        return _new_form(request, problems=())
    key = key_of(request.POST.get("key", "")) or uuid4()
    chosen = [p for p in map(key_of, request.POST.getlist("persons")) if p is not None]
    try:
        open_survey(
            request.access,
            survey=key,
            persons=chosen,
            origin=request.POST.get("origin", ""),
            words=request.POST.get("words", ""),
            due_on=_day(request.POST.get("due_on", ""), "due_on"),
            mismatch=key_of(request.POST.get("mismatch", "")),
        )
    except Invalid as error:
        return _new_form(request, problems=error.problems, status=422)
    messages.success(request, "実態調査を始めました。")
    return redirect("surveys_survey", survey=key)


@require_GET
@screen("surveys.view")
def one(request: StaffRequest, survey: UUID) -> HttpResponse:
    """One survey."""
    return _draw(request, survey, problems=())


@require_POST
@screen("surveys.manage")
def act(request: StaffRequest, survey: UUID, action: str) -> HttpResponse:
    """Keep an act, or conclude; what is wrong is shown beside the form."""
    edition = number_of(request.POST, "edition", otherwise=0)
    try:
        if action in ENTRIES:
            record_act(
                request.access, survey=survey, edition=edition, entry=_entry(request, action)
            )
            messages.success(request, "記録しました。")
        elif action in ENDS:
            conclude(
                request.access,
                survey=survey,
                edition=edition,
                residing=action == Action.CONFIRM,
                words=request.POST.get("words", ""),
                ceased_on=_day(request.POST.get("ceased_on", ""), "ceased_on"),
            )
            messages.success(request, "調査を終えました。")
        else:
            raise Missing("この処理はありません。", remedy="調査の画面から選び直してください。")
    except Invalid as error:
        return _draw(request, survey, problems=error.problems, status=422, acting=action)
    if action == Action.FIND_ABSENT and may(request.access, "movements.draft"):
        case = begin_removal(request.access, survey=survey)
        return redirect("movements_edit", kind=REMOVAL, case=case)
    return redirect("surveys_survey", survey=survey)


@require_POST
@screen("movements.draft")
def removal(request: StaffRequest, survey: UUID) -> HttpResponse:
    """The draft of the 職権消除, made when it is not there yet."""
    case = begin_removal(request.access, survey=survey)
    return redirect("movements_edit", kind=REMOVAL, case=case)


def _new_form(
    request: StaffRequest, *, problems: Iterable[Problem], status: int = 200
) -> HttpResponse:
    asked = request.POST if request.method == "POST" else request.GET
    atena = asked.get("atena_number", "").strip()
    people = open_form(request.access, atena_number=atena, person=key_of(asked.get("person", "")))
    context = {
        "key": asked.get("key", "") or uuid4(),
        "atena_number": atena,
        "person": asked.get("person", ""),
        "mismatch": asked.get("mismatch", ""),
        "people": people,
        "chosen": asked.getlist("persons"),
        "origins": [("", "選んでください"), *((o.value, o.label) for o in Origin)],
        "origin": asked.get("origin", ""),
        "words": asked.get("words", ""),
        "due_on": asked.get("due_on", ""),
        "asked": bool(atena or asked.get("person")),
        "problems": tuple(problems),
    }
    return render(request, "surveys/new.html", context, status=status)


def _draw(
    request: StaffRequest,
    survey: UUID,
    *,
    problems: Iterable[Problem],
    status: int = 200,
    acting: str = "",
) -> HttpResponse:
    view = view_survey(request.access, survey=survey)
    forms = [
        {
            "code": action.value,
            "label": action.label,
            "methods": METHODS.get(action, ()),
            "finding": action in HAVE_FINDING,
            "visit": action is Action.VISIT,
            "until": action in (Action.DEMAND, Action.POST),
            "ends": action in ENDS,
            "absent": action is Action.FIND_ABSENT,
            "acting": acting == action.value,
            "problems": tuple(problems) if acting == action.value else (),
        }
        for action in view.actions
    ]
    context = {
        "view": view,
        "forms": forms,
        "findings": [("", "選んでください"), *((f.value, f.label) for f in Finding)],
        "today": format_wareki_short(business_today()),
        "typed": request.POST if request.method == "POST" else {},
        "problems": tuple(problems),
    }
    return render(request, "surveys/survey.html", context, status=status)


def _entry(request: StaffRequest, action: str) -> Entry:
    posted = request.POST
    return Entry(
        action=Action(action),
        done_on=_day(posted.get("done_on", ""), "done_on") or business_today(),
        until=_day(posted.get("until", ""), "until"),
        method=posted.get("method", ""),
        finding=posted.get("finding", ""),
        who=posted.get("who", ""),
        words=posted.get("words", ""),
    )


def _day(text: str, field: str) -> date | None:
    return parse_date(text, field=field) if text.strip() else None
