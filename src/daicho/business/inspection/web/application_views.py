"""閲覧: the list, a new application, one with what was done, its list, its visits, its end."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from daicho.business.cash.public import FeeLine, open_account
from daicho.business.inspection.commands.conclude import confirm, end_differing
from daicho.business.inspection.commands.decide import STEPS, take_step
from daicho.business.inspection.commands.make_listing import make_listing
from daicho.business.inspection.commands.make_own_list import ask_own_list
from daicho.business.inspection.commands.receive import correct, receive
from daicho.business.inspection.commands.record_visit import record_visit, strike_visit
from daicho.business.inspection.domain.application import Application
from daicho.business.inspection.domain.grounds import GROUNDS, Refusal
from daicho.business.inspection.domain.states import Action, State
from daicho.business.inspection.selectors.applications import (
    list_applications,
    view_application,
)
from daicho.business.inspection.web.drawing import (
    condition_choices,
    condition_typed,
    identity_choices,
    typed,
)
from daicho.business.inspection.web.reading import INSPECTORS, read_application, read_visit
from daicho.foundation.staff.public import StaffRequest, may, screen
from daicho.foundation.ui.posted import key_of, number_of
from daicho.kernel.access import Purpose
from daicho.kernel.clock import business_today
from daicho.kernel.errors import Invalid, Missing, Problem
from daicho.kernel.wareki import format_wareki_short


@require_GET
@screen("inspection.view")
def application_list(request: StaffRequest) -> HttpResponse:
    """Those under way, or those in one state."""
    state = request.GET.get("state", "")
    found = list_applications(
        request.access, state=state, page=number_of(request.GET, "page", otherwise=1)
    )
    tabs = [
        {"title": "手続中すべて", "url": "?", "active": state not in set(State)},
        *(
            {"title": s.label, "url": f"?state={s.value}", "active": state == s.value}
            for s in State
        ),
    ]
    context = {
        "page": found.page,
        "lines": found.lines,
        "tabs": tabs,
        "may_manage": may(request.access, "inspection.manage"),
    }
    return render(request, "inspection/applications.html", context)


@require_http_methods(["GET", "POST"])
@screen("inspection.manage")
def new(request: StaffRequest) -> HttpResponse:
    """What stands on the paper: GET an empty form, POST receives it."""
    key = key_of(request.POST.get("key", "")) or uuid4()
    if request.method == "GET":
        return _form(request, key=key, problems=())
    try:
        receive(request.access, application=key, paper=read_application(request.POST))
    except Invalid as error:
        return _form(request, key=key, problems=error.problems, status=422)
    messages.success(request, "閲覧の請求・申出を受け付けました。")
    return redirect("inspection_application", application=key)


@require_GET
@screen("inspection.view")
def one(request: StaffRequest, application: UUID) -> HttpResponse:
    """One application."""
    return _draw(request, application, problems=())


@require_http_methods(["GET", "POST"])
@screen("inspection.manage")
def mend(request: StaffRequest, application: UUID) -> HttpResponse:
    """The paper again, after it was mended."""
    view = view_application(request.access, application=application)
    if request.method == "GET":
        return _form(request, key=application, problems=(), paper=view.paper, edition=view.edition)
    edition = number_of(request.POST, "edition", otherwise=0)
    try:
        correct(
            request.access,
            application=application,
            edition=edition,
            paper=read_application(request.POST),
            words=request.POST.get("words", ""),
        )
    except Invalid as error:
        return _form(
            request,
            key=application,
            problems=error.problems,
            paper=view.paper,
            edition=edition,
            status=422,
        )
    messages.success(request, "内容を直しました。審査を受けます。")
    return redirect("inspection_application", application=application)


@require_POST
@screen("inspection.view")
def act(request: StaffRequest, application: UUID, action: str) -> HttpResponse:
    """A step of the table; what is wrong is shown beside its form."""
    posted = request.POST
    edition = number_of(posted, "edition", otherwise=0)
    words = posted.get("words", "")
    try:
        if action in {a.value for a in STEPS}:
            take_step(
                request.access,
                application=application,
                edition=edition,
                action=Action(action),
                words=words,
                refusal=posted.get("refusal", ""),
            )
        elif action == Action.CONFIRM:
            confirm(request.access, application=application, edition=edition)
        elif action == Action.END_DIFFERING:
            end_differing(request.access, application=application, edition=edition, words=words)
        else:
            raise Missing("この処理はありません。", remedy="閲覧の画面から選び直してください。")
    except Invalid as error:
        return _draw(request, application, problems=error.problems, acting=action, status=422)
    messages.success(request, f"「{Action(action).label}」を記録しました。")
    return redirect("inspection_application", application=application)


@require_POST
@screen("inspection.manage")
def own_list(request: StaffRequest, application: UUID) -> HttpResponse:
    """The list of the approved condition, asked for and made."""
    listing = key_of(request.POST.get("key", "")) or uuid4()
    edition = number_of(request.POST, "edition", otherwise=0)
    ask_own_list(request.access, application=application, edition=edition, listing=listing)
    make_listing(request.access, listing=listing)
    messages.success(request, "閲覧用リストを作りました。")
    return redirect("rosters_listing", listing=listing)


@require_POST
@screen("cash.charge")
def charge(request: StaffRequest, application: UUID) -> HttpResponse:
    """The fee of what was copied, to the till; organs owe none."""
    view = view_application(request.access, application=application)
    if not view.fee_yen:
        raise Missing("納める手数料がありません。", remedy="閲覧の画面で確かめてください。")
    lines = [FeeLine("inspection", count=view.copied)]
    account = open_account(request.access, request_key=application, lines=lines)
    return redirect("cash_account", account=account)


@require_POST
@screen("inspection.manage")
def visit(request: StaffRequest, application: UUID) -> HttpResponse:
    """What was shown."""
    try:
        record_visit(
            request.access,
            application=application,
            edition=number_of(request.POST, "edition", otherwise=0),
            visit=key_of(request.POST.get("key", "")) or uuid4(),
            entry=read_visit(request.POST),
        )
    except Invalid as error:
        return _draw(request, application, problems=error.problems, acting=Action.VISIT, status=422)
    messages.success(request, "閲覧を記録し、申請の内容と突き合わせました。")
    return redirect("inspection_application", application=application)


@require_POST
@screen("inspection.manage")
def strike(request: StaffRequest, application: UUID, visit: UUID) -> HttpResponse:
    """A record that was written wrongly."""
    try:
        strike_visit(
            request.access,
            application=application,
            edition=number_of(request.POST, "edition", otherwise=0),
            visit=visit,
            words=request.POST.get("words", ""),
        )
    except Invalid as error:
        return _draw(
            request, application, problems=error.problems, acting=Action.STRIKE, status=422
        )
    messages.success(request, "閲覧の記録を取り消しました。")
    return redirect("inspection_application", application=application)


def _form(
    request: StaffRequest,
    *,
    key: UUID,
    problems: Iterable[Problem],
    paper: Application | None = None,
    edition: int = 0,
    status: int = 200,
) -> HttpResponse:
    known = _paper_typed(paper) if paper else {"method": "all", "order": "random"}
    shown = typed(request.POST, known)
    context = {
        "key": key,
        "edition": edition,
        "correcting": paper is not None,
        "grounds": [
            ("", "選んでください"),
            *((g.code.value, f"{g.article}　{g.label}") for g in GROUNDS.values()),
        ],
        "typed": shown,
        "inspectors": [
            {
                "name": f"inspectors.{n}.name",
                "standing": f"inspectors.{n}.standing",
                "name_value": shown.get(f"inspectors.{n}.name", ""),
                "standing_value": shown.get(f"inspectors.{n}.standing", ""),
            }
            for n in range(INSPECTORS)
        ],
        "problems": tuple(problems),
        **condition_choices(),
    }
    return render(request, "inspection/application_form.html", context, status=status)


def _paper_typed(paper: Application) -> dict[str, object]:
    """A paper as its form shows it."""
    plain = asdict(paper)
    plain.pop("condition")
    people = plain.pop("inspectors")
    if paper.wished_on:
        plain["wished_on"] = format_wareki_short(paper.wished_on)
    for n, one_of in enumerate(people):
        plain[f"inspectors.{n}.name"] = one_of["name"]
        plain[f"inspectors.{n}.standing"] = one_of["standing"]
    return plain | condition_typed(paper.condition)


def _draw(
    request: StaffRequest,
    application: UUID,
    *,
    problems: Iterable[Problem],
    acting: str = "",
    status: int = 200,
) -> HttpResponse:
    view = view_application(request.access, application=application)
    steps = [
        {
            "code": action.value,
            "label": action.label,
            "words": action not in (Action.APPROVE, Action.EXAMINE, Action.CONFIRM),
            "refusal": action is Action.REFUSE,
            "primary": action in (Action.EXAMINE, Action.APPROVE, Action.CONFIRM),
            "acting": acting == action.value,
        }
        for action in view.actions
        if action in STEPS or action in (Action.CONFIRM, Action.END_DIFFERING)
    ]
    context = {
        "view": view,
        "steps": steps,
        "acting": acting,
        "may_charge": view.fee_yen > 0
        and may(request.access.serving(Purpose.CERTIFICATE), "cash.charge"),
        "may_correct": Action.CORRECT in view.actions,
        "may_list": Action.LIST in view.actions,
        "may_visit": Action.VISIT in view.actions,
        "may_strike": Action.STRIKE in view.actions,
        "refusals": [
            ("", "選んでください"),
            *((r.value, f"{r.label}（{r.article}）") for r in Refusal),
        ],
        "documents": (("staff_card", "職員の身分証明書"), *identity_choices()),
        "inspectors": [("", "選んでください"), *((i.name, i.name) for i in view.paper.inspectors)],
        "list_key": uuid4(),
        "visit_key": request.POST.get("key", "") or uuid4(),
        "today": format_wareki_short(business_today()),
        "typed": typed(request.POST, {}),
        "problems": tuple(problems),
    }
    return render(request, "inspection/application.html", context, status=status)
