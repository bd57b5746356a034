"""Measures (支援措置): the list, one measure, its forms, and what is printed of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from daicho.foundation.staff.public import StaffRequest, may, screen
from daicho.foundation.ui.posted import key_of, number_of
from daicho.kernel.clock import business_today
from daicho.kernel.errors import Invalid, Missing, Problem
from daicho.registers.protection.commands.apply_for_support import apply_for_support
from daicho.registers.protection.commands.correct_measure import correct_measure
from daicho.registers.protection.commands.send_letter import notify_end, tell_start
from daicho.registers.protection.commands.take_act import (
    end_measure,
    renew_measure,
    start_measure,
    transfer_measure,
)
from daicho.registers.protection.domain.acts import Act, Days
from daicho.registers.protection.domain.letters import LetterKind
from daicho.registers.protection.domain.measure import EndGround
from daicho.registers.protection.domain.spans import prolonged
from daicho.registers.protection.ports import Quoted
from daicho.registers.protection.selectors.measures import (
    MeasureView,
    Show,
    list_measures,
    open_letter,
    open_measure_form,
    quote_for_form,
    quoted_again,
    view_measure,
)
from daicho.registers.protection.web.drawing import draw_measure, initial_values, values_of
from daicho.registers.protection.web.reading import Typed, read_facts
from daicho.registers.protection.web.tabs import list_tabs

PRINTED = 5000


@require_GET
@screen("protection.view")
def measures(request: StaffRequest) -> HttpResponse:
    """The list; `?show=` chooses which."""
    show = _show(request)
    found = list_measures(
        request.access, show=show, page=number_of(request.GET, "page", otherwise=1)
    )
    tabs = [{"title": s.label, "url": f"?show={s.value}", "active": s is show} for s in Show]
    context = {"found": found, "tabs": tabs, "lists": list_tabs(request, "measures"), "show": show}
    return render(request, "protection/measures.html", context)


@require_GET
@screen("protection.view")
def due_sheet(request: StaffRequest) -> HttpResponse:
    """支援措置期限の一覧, to be printed."""
    found = list_measures(request.access, show=Show.DUE, page=1, per_page=PRINTED)
    return render(request, "protection/due_sheet.html", {"found": found, "today": business_today()})


@require_GET
@screen("protection.view")
def measure_page(request: StaffRequest, measure: UUID) -> HttpResponse:
    """One measure; `?edition=` shows an earlier one."""
    edition = number_of(request.GET, "edition", otherwise=0) or None
    view = view_measure(request.access, measure=measure, edition=edition)
    context = {
        "view": view,
        "people": _people(view),
        "acts": [a for a in view.acts if a not in (Act.CORRECT, Act.NOTIFY)],
        "may_correct": Act.CORRECT in view.acts,
        "may_notify": Act.NOTIFY in view.acts,
        "may_tell": bool(view.acts and view.facts.periods) and LetterKind.START not in view.letters,
    }
    return render(request, "protection/measure.html", context)


@require_http_methods(["GET", "POST"])
@screen("protection.view")
def letter(request: StaffRequest, measure: UUID, kind: str) -> HttpResponse:
    """支援措置開始通知, 支援措置期間終了通知 (20.5.1): POST sends it, GET opens what was sent."""
    chosen = next((k for k in LetterKind if k == kind), None)
    if chosen is None:
        raise Missing("この通知はありません。", remedy="支援措置の画面から選び直してください。")
    if request.method == "POST":
        send = notify_end if chosen is LetterKind.END else tell_start
        send(request.access, measure=measure, edition=_edition(request))
        messages.success(request, f"{chosen.label}を出しました。開いて印刷してください。")
        return redirect("protection_measure", measure=measure)
    pdf = open_letter(request.access, measure=measure, kind=chosen)
    response = HttpResponse(pdf, content_type="application/pdf")
    response["Content-Disposition"] = "inline"
    response["Cache-Control"] = "no-store"
    return response


@require_http_methods(["GET", "POST"])
@screen("protection.manage")
def apply(request: StaffRequest, person: UUID) -> HttpResponse:
    """A new application of somebody."""
    if request.method == "GET":
        who = quote_for_form(request.access, person=person)
        values = initial_values(who, today=business_today())
        return _form(request, who, values, measure=uuid4())
    typed = Typed(request.POST)
    measure = key_of(request.POST.get("measure", "")) or uuid4()
    try:
        facts = read_facts(typed, applicant=person, base=None)
        apply_for_support(request.access, measure=measure, facts=facts)
    except Invalid as error:
        who = quoted_again([person])[person]
        return _form(request, who, request.POST, measure=measure, problems=error.problems)
    messages.success(request, "申出を受け付けました。")
    return redirect("protection_measure", measure=measure)


@require_http_methods(["GET", "POST"])
@screen("protection.manage")
def correct(request: StaffRequest, measure: UUID) -> HttpResponse:
    """The facts put right."""
    view = open_measure_form(request.access, measure=measure)
    who = view.people[view.facts.applicant]
    dated = bool(view.facts.periods)
    if request.method == "GET":
        values: Mapping[str, str] = values_of(view.facts, view.people)
        return _form(request, who, values, measure=measure, edition=view.edition, dated=dated)
    edition = _edition(request)
    try:
        facts = read_facts(Typed(request.POST), applicant=who.person, base=view.facts)
        correct_measure(request.access, measure=measure, edition=edition, facts=facts)
    except Invalid as error:
        return _form(
            request,
            who,
            request.POST,
            measure=measure,
            edition=edition,
            dated=dated,
            problems=error.problems,
        )
    messages.success(request, "修正しました。修正前の内容は、経過から見られます。")
    return redirect("protection_measure", measure=measure)


@require_http_methods(["GET", "POST"])
@screen("protection.manage")
def act(request: StaffRequest, measure: UUID, act: str) -> HttpResponse:
    """Start, prolong, pass on, or end."""
    chosen = next((a for a in (Act.START, Act.RENEW, Act.TRANSFER, Act.END) if a == act), None)
    if chosen is None:
        raise Missing("この処理はありません。", remedy="支援措置の画面から選び直してください。")
    problems: tuple[Problem, ...] = ()
    if request.method == "POST":
        try:
            _take(request, measure, chosen, Typed(request.POST))
        except Invalid as error:
            problems = error.problems
        else:
            messages.success(request, f"{chosen.label}を記録しました。")
            return redirect("protection_measure", measure=measure)
    view = open_measure_form(request.access, measure=measure)
    periods = view.facts.periods
    context = {
        "view": view,
        "act": chosen,
        "edition": _edition(request) or view.edition,
        "problems": problems,
        "typed": request.POST,
        "today": business_today(),
        "next": prolonged(periods[-1]) if periods else None,
        "grounds": [("", "選んでください"), *((g.value, g.label) for g in EndGround)],
    }
    return render(request, "protection/act.html", context, status=422 if problems else 200)


def _take(request: StaffRequest, measure: UUID, chosen: Act, typed: Typed) -> None:
    edition = _edition(request)
    if chosen in (Act.START, Act.RENEW):
        days = Days(typed.day("starts_on"), typed.day("ends_on"))
        typed.check()
        command = start_measure if chosen is Act.START else renew_measure
        command(request.access, measure=measure, edition=edition, days=days)
        return
    on = typed.day("on")
    if chosen is Act.TRANSFER:
        municipality = typed.text("municipality")
        typed.check()
        transfer_measure(
            request.access, measure=measure, edition=edition, municipality=municipality, on=on
        )
        return
    ground = next((g for g in EndGround if g.value == typed.raw("ground")), None)
    typed.check()
    end_measure(request.access, measure=measure, edition=edition, ground=ground, on=on)


def _edition(request: StaffRequest) -> int:
    return number_of(request.POST, "edition", otherwise=0)


def _show(request: StaffRequest) -> Show:
    asked = request.GET.get("show", "")
    return next((s for s in Show if s.value == asked), Show.OPEN)


def _people(view: MeasureView) -> list[dict[str, object]]:
    """The applicant and the joint ones, each with what is quoted and how they stand."""
    relations = {one.person: one.relation for one in view.facts.joint}
    return [
        {
            "who": view.people[p],
            "relation": relations.get(p, ""),
            "standing": view.standings[p],
        }
        for p in view.facts.people
        if p in view.people
    ]


def _form(
    request: StaffRequest,
    who: Quoted,
    values: Mapping[str, str],
    *,
    measure: UUID,
    edition: int = 0,
    dated: bool = False,
    problems: Iterable[Problem] = (),
) -> HttpResponse:
    told = tuple(problems)
    context = {
        "who": who,
        "measure": measure,
        "edition": edition,
        "problems": told,
        "sections": draw_measure(values, told, dated=dated),
        "may_view": may(request.access, "protection.view"),
    }
    return render(request, "protection/form.html", context, status=422 if told else 200)
