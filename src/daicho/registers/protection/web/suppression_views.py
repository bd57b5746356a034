"""Suppressions (抑止): of one person, 抑止対象者一覧, and the three forms: set, end, lift."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID, uuid4

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from daicho.foundation.staff.public import StaffRequest, may, screen
from daicho.foundation.ui.formats import moment
from daicho.foundation.ui.posted import key_of, number_of
from daicho.kernel.clock import business_today
from daicho.kernel.errors import Invalid, Problem
from daicho.kernel.wareki import format_wareki_short
from daicho.registers.protection.commands.end_suppression import end_suppression
from daicho.registers.protection.commands.lift import lift, return_lift
from daicho.registers.protection.commands.set_suppression import set_suppression
from daicho.registers.protection.domain.levels import Process, Restraint, SuppressionKind
from daicho.registers.protection.selectors.suppressions import (
    PRINTED,
    FormView,
    form_again,
    list_suppressed,
    open_suppression_form,
    view_protection,
)
from daicho.registers.protection.web.reading import Typed, read_wish
from daicho.registers.protection.web.tabs import list_tabs


@require_GET
@screen("protection.view")
def person_page(request: StaffRequest, person: UUID) -> HttpResponse:
    """All that protects one person."""
    view = view_protection(request.access, person=person)
    context = {"view": view, "notice": settings.THIRD_PARTY_NOTICE}
    return render(request, "protection/person.html", context)


@require_GET
@screen("protection.view")
def suppressed(request: StaffRequest) -> HttpResponse:
    """抑止対象者一覧."""
    found = list_suppressed(request.access, page=number_of(request.GET, "page", otherwise=1))
    context = {"found": found, "lists": list_tabs(request, "suppressed")}
    return render(request, "protection/suppressed.html", context)


@require_GET
@screen("protection.view")
def suppressed_sheet(request: StaffRequest) -> HttpResponse:
    """抑止対象者一覧, to be printed."""
    found = list_suppressed(request.access, page=1, per_page=PRINTED)
    context = {"found": found, "today": business_today()}
    return render(request, "protection/suppressed_sheet.html", context)


@require_http_methods(["GET", "POST"])
@screen("suppression.set")
def set_form(request: StaffRequest) -> HttpResponse:
    """Set one on a person (`?person=`), or on their whole household."""
    person = key_of(request.GET.get("person", ""))
    persons = [person] if person else []
    if request.method == "GET":
        view = open_suppression_form(request.access, operation="suppression.set", persons=persons)
        return _set_form(request, view, key=uuid4())
    key = key_of(request.POST.get("key", "")) or uuid4()
    try:
        set_suppression(request.access, key=key, wish=read_wish(Typed(request.POST), person=person))
    except Invalid as error:
        return _set_form(request, form_again(persons=persons), key=key, problems=error.problems)
    messages.success(request, "抑止を設定しました。")
    return _back(request, person)


@require_http_methods(["GET", "POST"])
@screen("suppression.end")
def end_form(request: StaffRequest, suppression: UUID) -> HttpResponse:
    """End one for good."""
    problems: tuple[Problem, ...] = ()
    if request.method == "POST":
        try:
            end_suppression(
                request.access, suppression=suppression, reason=request.POST.get("reason", "")
            )
        except Invalid as error:
            problems = error.problems
            view = form_again(suppression=suppression)
        else:
            messages.success(request, "抑止を解除しました。")
            return _back(request, None)
    else:
        view = open_suppression_form(
            request.access, operation="suppression.end", suppression=suppression
        )
    context = {"view": view, "problems": problems, "typed": request.POST}
    return render(request, "protection/end.html", context, status=422 if problems else 200)


@require_http_methods(["GET", "POST"])
@screen("suppression.lift")
def lift_form(request: StaffRequest) -> HttpResponse:
    """Lift for some minutes: people named by `?person=` (several), or those of `?household=`."""
    named = [k for k in map(key_of, request.GET.getlist("person")) if k]
    household = request.GET.get("household", "")
    if request.method == "GET":
        view = open_suppression_form(
            request.access, operation="suppression.lift", persons=named, household=household
        )
        return _lift_form(request, view, key=uuid4())
    typed = Typed(request.POST)
    key = key_of(typed.raw("key")) or uuid4()
    chosen = [k for k in map(key_of, request.POST.getlist("persons")) if k]
    process = typed.choice(Process, "process", Process.CERTIFICATE)
    try:
        until = lift(
            request.access, key=key, persons=chosen, process=process, reason=typed.raw("reason")
        )
    except Invalid as error:
        view = form_again(persons=named, household=household)
        return _lift_form(request, view, key=key, problems=error.problems)
    messages.success(
        request, f"{process.label}の抑止を一時解除しました。{moment(until)}に戻ります。"
    )
    return _back(request, chosen[0])


@require_POST
@screen("suppression.lift")
def take_back(request: StaffRequest, key: UUID) -> HttpResponse:
    """Take a lift back before its time."""
    return_lift(request.access, lift=key)
    messages.success(request, "一時解除を取りやめました。抑止に戻っています。")
    return _back(request, key_of(request.POST.get("person", "")))


def _back(request: StaffRequest, person: UUID | None) -> HttpResponse:
    if not may(request.access, "protection.view"):
        return redirect("residents_search")
    if person is None:
        return redirect("protection_suppressed")
    return redirect("protection_person", person=person)


def _set_form(
    request: StaffRequest, view: FormView, *, key: UUID, problems: Iterable[Problem] = ()
) -> HttpResponse:
    told = tuple(problems)
    typed = request.POST if told else {"starts_on": format_wareki_short(business_today())}
    context = {
        "view": view,
        "who": view.people[0],
        "key": key,
        "problems": told,
        "typed": typed,
        "unit": typed.get("unit", "person"),
        "units": [
            ("person", "この人"),
            ("household", f"世帯の全員（世帯番号 {view.people[0].household_number}）"),
        ],
        "kinds": [(k.value, k.label) for k in SuppressionKind],
        "kind": typed.get("kind", SuppressionKind.OTHER.value),
        "levels": [
            (f"level.{p.value}", p.label, typed.get(f"level.{p.value}", Restraint.NONE.value))
            for p in Process
        ],
        "choices": [(level.value, level.label) for level in Restraint],
    }
    return render(request, "protection/set.html", context, status=422 if told else 200)


def _lift_form(
    request: StaffRequest, view: FormView, *, key: UUID, problems: Iterable[Problem] = ()
) -> HttpResponse:
    told = tuple(problems)
    chosen = set(request.POST.getlist("persons"))
    answers = {a.person: a for a in view.disclosure.answers} if view.disclosure else {}
    context = {
        "people": [
            {
                "who": who,
                "words": "、".join(g.words for g in answers[who.person].grounds),
                "chosen": str(who.person) in chosen if told else True,
            }
            for who in view.people
        ],
        "key": key,
        "problems": told,
        "typed": request.POST,
        "process": request.POST.get("process", Process.CERTIFICATE.value),
        "processes": [(p.value, p.label) for p in Process],
        "minutes": settings.SUPPRESSION_LIFT_MINUTES,
    }
    return render(request, "protection/lift.html", context, status=422 if told else 200)
