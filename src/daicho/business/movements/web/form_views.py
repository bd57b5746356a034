"""The form of a movement (異動の入力): new, opened again, saved, and submitted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from daicho.business.movements.commands.save_draft import NEW, save_draft
from daicho.business.movements.commands.submit import submit
from daicho.business.movements.domain.kind import Group
from daicho.business.movements.domain.kinds import KINDS
from daicho.business.movements.domain.quoting import departures
from daicho.business.movements.domain.reading import Reader
from daicho.business.movements.domain.sheet import Selects
from daicho.business.movements.selectors.cases import view_case
from daicho.business.movements.selectors.forms import (
    FormView,
    form_problems,
    hidden_texts,
    kind_of,
    open_form,
    stored_payload,
)
from daicho.business.movements.web.drawing import draw_edits, draw_persons, draw_sections
from daicho.business.movements.web.payloads import (
    initial_payload,
    initial_person,
    payload_of,
    with_sealed,
)
from daicho.business.movements.web.veil import Veil
from daicho.foundation.staff.public import StaffRequest, screen
from daicho.foundation.ui.confirmations import read_confirmations
from daicho.foundation.ui.posted import number_of
from daicho.kernel.clock import business_today
from daicho.kernel.errors import Invalid, Problem
from daicho.kernel.wareki import format_wareki_short

MOST_PERSONS = 30


@require_GET
@screen("movements.draft")
def choose_kind(request: StaffRequest) -> HttpResponse:
    """Which movement: the notification that lies on the counter."""
    groups = [(group, [k for k in KINDS.values() if k.group is group]) for group in Group]
    return render(request, "movements/kinds.html", {"groups": [g for g in groups if g[1]]})


@require_GET
@screen("movements.draft")
def new(request: StaffRequest, kind: str) -> HttpResponse:
    """An empty form; `?household=` or `?person=` name whom it is about."""
    chosen = kind_of(kind)
    payload = initial_payload(chosen.sheet, today=format_wareki_short(business_today()))
    payload |= _named(request.GET, chosen.sheet.selects)
    view = open_form(request.access, kind=kind, payload=payload)
    case = uuid4()
    veil = _veil(request, kind, payload, case)
    return _draw(request, view, case=case, edition=NEW, problems=(), veil=veil)


@require_http_methods(["GET", "POST"])
@screen("movements.draft")
def edit(request: StaffRequest, kind: str, case: UUID) -> HttpResponse:
    """The form of a case: GET opens the stored draft, POST reads, saves or submits what was typed."""
    chosen = kind_of(kind)
    if request.method == "GET":
        return _stored(request, case)
    edition = number_of(request.POST, "edition", otherwise=NEW)
    typed = payload_of(chosen.sheet, request.POST)
    veil = _veil(request, kind, typed, case, typed=typed)
    payload = with_sealed(veil.lifted(), stored_payload(case)) if edition else veil.lifted()
    act = request.POST.get("act", "load")
    if act in ("load", "check"):
        aid = request.POST.get("aid", "")
        view = open_form(request.access, kind=kind, payload=payload, case=case, aid=aid)
        told = view.problems if act == "check" else ()
        return _draw(request, view, case=case, edition=edition, problems=told, veil=veil)
    try:
        if act == "save":
            save_draft(request.access, case=case, kind=kind, payload=payload, edition=edition)
            messages.success(request, "下書きを保存しました。")
            return redirect("movements_edit", kind=kind, case=case)
        confirmed = read_confirmations(request.POST)
        submit(
            request.access,
            case=case,
            kind=kind,
            payload=payload,
            edition=edition,
            confirmed={c.key for c in confirmed},
            reasons={c.key: c.reason for c in confirmed},
        )
    except Invalid as error:
        view = form_problems(kind, payload, case=case)
        told = error.problems
        return _draw(
            request, view, case=case, edition=edition, problems=told, veil=veil, status=422
        )
    messages.success(request, "仮登録しました。ほかの職員の審査を待ちます。")
    return redirect("movements_case", case=case)


@require_GET
@screen("movements.draft")
def person_block(request: StaffRequest, kind: str) -> HttpResponse:
    """One more empty block (HTMX); `?index=` is the next free number."""
    chosen = kind_of(kind)
    number = min(number_of(request.GET, "index", otherwise=0), MOST_PERSONS)
    people = draw_persons(chosen.sheet, initial_person(chosen.sheet, number), (), [number])
    return render(request, "movements/person_block.html", {"person": people[0]})


def _named(query: QueryDict, selects: Selects) -> dict[str, str]:
    out: dict[str, str] = {}
    household, person = query.get("household", ""), query.get("person", "")
    if selects is Selects.CASE:
        return {"of_case": query.get("case", "")}
    if query.get("event_date"):
        out["event_date"] = str(query["event_date"])
    if selects is Selects.NOBODY:
        return out | {"target_household": household, "destination": "existing"} if household else {}
    if household:
        out["household"] = household
    if person:
        out[f"selected.{person}"] = "on"
    return out


def _stored(request: StaffRequest, case: UUID) -> HttpResponse:
    row = view_case(request.access, case=case)
    stored = stored_payload(case)
    view = form_problems(row.kind.code, stored, case=case)
    veil = _veil(request, row.kind.code, stored, case)
    # What was only just quoted is not finished; nobody has made a mistake yet.
    told = () if "begun" in request.GET else view.problems
    return _draw(request, view, case=case, edition=row.edition, problems=told, veil=veil)


def _veil(
    request: StaffRequest,
    kind: str,
    payload: Mapping[str, str],
    case: UUID,
    *,
    typed: Mapping[str, str] = MappingProxyType({}),
) -> Veil:
    names, kept = hidden_texts(request.access, kind=kind, payload=payload, case=case)
    return Veil(names, typed, kept)


def _draw(
    request: StaffRequest,
    view: FormView,
    *,
    case: UUID,
    edition: int,
    problems: Iterable[Problem],
    veil: Veil,
    status: int = 200,
) -> HttpResponse:
    sheet = view.kind.sheet
    told = tuple(problems)
    indexes = Reader(view.payload, business_today()).indexes("persons")
    context: Mapping[str, object] = {
        "view": view,
        "sheet": sheet,
        "case": case,
        "edition": edition,
        "problems": told,
        "confirmed": read_confirmations(request.POST),
        "has_errors": any(p.is_error for p in told),
        "asked": request.method == "POST" and bool(told),
        "aid": request.POST.get("aid", ""),
        "sections": draw_sections(sheet.form, view.payload, told, circle=view.circle, veil=veil),
        "departures": [d for d in departures(view.payload, sheet) if not veil.covers(d[0])],
        "persons": draw_persons(sheet, view.payload, told, indexes, circle=view.circle, veil=veil),
        "edits": draw_edits(sheet, view.edits, told, circle=view.circle, veil=veil),
        "next_index": max(indexes, default=-1) + 1,
        "selects": sheet.selects.value,
    }
    return render(request, "movements/form.html", context, status=status)
