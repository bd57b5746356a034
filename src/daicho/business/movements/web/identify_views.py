"""Identify (住民票の特定, REG-043): by what the paper says, one record and no more, before a form is opened for it."""

from __future__ import annotations

from dataclasses import asdict

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from daicho.business.movements.domain.kind import Kind
from daicho.business.movements.domain.sheet import Selects
from daicho.business.movements.selectors.forms import kind_of
from daicho.foundation.staff.public import StaffRequest, screen
from daicho.kernel.clock import business_today
from daicho.kernel.errors import Invalid, Problem
from daicho.registers.residents.domain.resident_query import Match, ResidentQuery
from daicho.registers.residents.public import record_on, search


@require_http_methods(["GET", "POST"])
@screen("movements.draft")
def identify(request: StaffRequest, kind: str) -> HttpResponse:
    """Search by what the paper says; one record opens the form, several ask for more."""
    chosen = kind_of(kind)
    if request.method == "GET":
        return _draw(request, chosen, ResidentQuery())
    query = _query(request, chosen)
    try:
        found = search(request.access, query)
    except Invalid as error:
        return _draw(request, chosen, query, problems=error.problems, status=422)
    if len(found.lines) == 1 and not found.more:
        held = record_on(found.lines[0].record, business_today())
        if held is not None:
            address = reverse("movements_new", args=[chosen.code])
            return redirect(f"{address}?person={held.person}")
    count = found.page.paginator.count
    return _draw(request, chosen, query, found=count, problems=(_not_one(count),))


def _query(request: StaffRequest, kind: Kind) -> ResidentQuery:
    removed = "on" if kind.sheet.selects is Selects.REMOVED else ""
    typed = {name: request.POST.get(name, "") for name in asdict(ResidentQuery())}
    return ResidentQuery.of({**typed, "match": Match.EXACT.value, "with_removed": removed})


def _not_one(count: int) -> Problem:
    if count == 0:
        return Problem(
            "nobody_found",
            "name",
            "届出の内容に合う住民票がありません。",
            "氏名・生年月日・住所・番号のどれかが台帳と違います。",
            "届出書を確かめ、条件を減らして探してください。",
        )
    return Problem(
        "not_one",
        "banchi",
        f"{count}人が該当します。",
        "住民票を一通に特定しなければ、異動を入力できません。",
        "住所や番号を加えて、一人に絞ってください。",
    )


def _draw(
    request: StaffRequest,
    kind: Kind,
    query: ResidentQuery,
    *,
    found: int = 0,
    problems: tuple[Problem, ...] = (),
    status: int = 200,
) -> HttpResponse:
    context = {"kind": kind, "query": query, "found": found, "problems": problems}
    return render(request, "movements/identify.html", context, status=status)
