"""Rights requests (権限の申請と予約): asked for, decided by another, taken back before their day; levels and allotments."""

from __future__ import annotations

from datetime import date
from typing import Any, Final
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from daicho.foundation.staff.commands.approve_rights import approve_rights
from daicho.foundation.staff.commands.ask_rights import ask_rights
from daicho.foundation.staff.commands.return_rights import return_rights
from daicho.foundation.staff.commands.withdraw_rights import withdraw_rights
from daicho.foundation.staff.domain.aspects import Aspect, Subject, shown, words_of
from daicho.foundation.staff.logins import canonical_login
from daicho.foundation.staff.policy import check_may
from daicho.foundation.staff.screens import StaffRequest, screen
from daicho.foundation.staff.selectors.rights_requests import LISTS, request_of, request_page
from daicho.foundation.staff.selectors.rights_state import FullState, state_on
from daicho.foundation.staff.web.entries import date_of, key_of, optional_date_of
from daicho.foundation.staff.web.rights_form import (
    fields_of,
    subject_kind_of,
    wishes_of,
)
from daicho.kernel.clock import business_today
from daicho.kernel.errors import Invalid, Missing, Problem

_DONE: Final = {
    "approve": "承認しました。適用日から、その内容になります。",
    "return": "差し戻しました。",
    "withdraw": "取り消しました。",
}


@require_GET
@screen("staff.requests")
def requests_view(request: StaffRequest) -> HttpResponse:
    """What waits, what is coming, what was."""
    which = request.GET.get("list", "waiting")
    page = request_page(request.access, which=which, page=page_number(request.GET))
    tabs = [
        {"label": label, "url": f"?list={name}", "active": name == which}
        for name, label in LISTS.items()
    ]
    return render(
        request, "staff/rights_requests.html", {"page": page, "tabs": tabs, "which": which}
    )


@require_GET
@screen("staff.requests")
def request_view(request: StaffRequest, key: UUID) -> HttpResponse:
    """One request: what would change, and what may be done with it."""
    return _request_page(request, key)


@require_POST
@screen("staff.requests")
def request_act_view(request: StaffRequest, key: UUID, act: str) -> HttpResponse:
    """Approve, return or withdraw."""
    reason = request.POST.get("reason", "")
    try:
        if act == "approve":
            approve_rights(request.access, request_key=key)
        elif act == "return":
            return_rights(request.access, request_key=key, reason=reason)
        else:
            withdraw_rights(request.access, request_key=key, reason=reason)
    except Invalid as error:
        return _request_page(request, key, problems=error.problems)
    messages.success(request, _DONE[act])
    return redirect("rights_request", key=key)


@require_http_methods(["GET", "POST"])
@screen("staff.requests")
def ask_view(request: StaffRequest, kind: str) -> HttpResponse:
    """Ask for what a person, an office, a duty or a level shall have from a day on."""
    of = subject_kind_of(kind)
    subject = request.POST.get("subject", "") or request.GET.get("subject", "")
    if request.method == "GET":
        return _form_page(request, of, subject.strip(), day=_day(request.GET))
    try:
        wishes = wishes_of(request.access, of, request.POST)
        key = ask_rights(
            request.access,
            key=key_of(request.POST.get("key", "")),
            effective_on=date_of(request.POST, "effective_on", label="適用日"),
            reason=request.POST.get("reason", ""),
            wishes=wishes,
        )
    except Invalid as error:
        return _form_page(
            request, of, subject.strip(), day=business_today(), problems=error.problems
        )
    messages.success(request, "申請しました。ほかの担当が承認すると、適用日から効きます。")
    return redirect("rights_request", key=key)


@require_GET
@screen("staff.requests")
def levels_view(request: StaffRequest) -> HttpResponse:
    """The levels (利用権限レベル) as of a day, with who holds them."""
    check_may(request.access, "staff.manage")
    day = _day(request.GET)
    state = state_on(request.access, day=day)
    rows = [
        {
            "name": subject,
            "duties": shown(Aspect.DUTIES, values[Aspect.DUTIES]),
            "offices": _holders(state, Subject.OFFICE, subject),
            "people": _holders(state, Subject.STAFF, subject),
        }
        for (kind, subject), values in state.items()
        if kind is Subject.LEVEL
    ]
    return render(request, "staff/levels.html", {"rows": rows, "day": day})


@require_GET
@screen("staff.restrict")
def allotments_view(request: StaffRequest) -> HttpResponse:
    """The allotments (事務分掌) as of a day: what offices, duties and people are not shown and do not do."""
    day = _day(request.GET)
    state = state_on(request.access, day=day)
    groups = [
        {"kind": kind, "rows": _narrowed(state, kind, everybody=kind is not Subject.STAFF)}
        for kind in (Subject.OFFICE, Subject.DUTY, Subject.STAFF)
    ]
    return render(request, "staff/allotments.html", {"groups": groups, "day": day})


def page_number(query: QueryDict) -> int:
    """The page that an address asks for."""
    number = query.get("page", "1")
    return int(number) if number.isdecimal() else 1


def _narrowed(state: FullState, kind: Subject, *, everybody: bool) -> list[dict[str, str]]:
    names = words_of(Aspect.DUTIES) if kind is Subject.DUTY else {}
    return [
        {
            "subject": subject,
            "name": names.get(subject, subject),
            "hidden": shown(Aspect.HIDDEN, values[Aspect.HIDDEN]),
            "withheld": shown(Aspect.WITHHELD, values[Aspect.WITHHELD]),
        }
        for (of, subject), values in state.items()
        if of is kind and (everybody or values[Aspect.HIDDEN] or values[Aspect.WITHHELD])
    ]


def _holders(state: FullState, kind: Subject, level: str) -> list[str]:
    return [
        subject
        for (of, subject), values in state.items()
        if of is kind and level in values[Aspect.LEVELS]
    ]


def _request_page(
    request: StaffRequest, key: UUID, *, problems: tuple[Problem, ...] = ()
) -> HttpResponse:
    found = request_of(request.access, request_key=key, page=page_number(request.GET))
    context = {"shown": found, "request_row": found.request, "problems": problems}
    return render(request, "staff/rights_request.html", context, status=422 if problems else 200)


def _form_page(
    request: StaffRequest,
    kind: Subject,
    subject: str,
    *,
    day: date,
    problems: tuple[Problem, ...] = (),
) -> HttpResponse:
    name = canonical_login(subject) if kind is Subject.STAFF else subject
    state = state_on(request.access, day=day)
    fixed = (kind, name) in state
    if not fixed and kind is Subject.DUTY:
        raise Missing("この職務はありません。", remedy="一覧から選び直してください。")
    entered = request.POST if request.method == "POST" else None
    context: dict[str, Any] = {  # Any: what a template reads
        "kind": kind,
        "subject": name,
        "fixed": fixed,
        "day": day,
        "fields": fields_of(request.access, kind, name, state=state, entered=entered),
        "problems": problems,
        "entered": request.POST,
        "key": request.POST.get("key") or uuid4(),
        "offices": sorted(s for of, s in state if of is Subject.OFFICE),
    }
    return render(request, "staff/rights_ask.html", context, status=422 if problems else 200)


def _day(query: QueryDict) -> date:
    try:
        return max(optional_date_of(query, "day") or business_today(), business_today())
    except Invalid:
        return business_today()
