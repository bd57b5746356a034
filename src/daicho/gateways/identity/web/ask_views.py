"""本人確認情報の照会: the conditions, and what comes back beside the card or the paper."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from daicho.business.movements.public import PaperPerson
from daicho.foundation.staff.public import StaffRequest, screen
from daicho.foundation.ui.posted import number_of
from daicho.gateways.identity.commands.ask_identity import Found, ask_identity
from daicho.gateways.identity.domain.purposes import Purpose
from daicho.gateways.identity.selectors.papers import read_paper
from daicho.gateways.identity.web.reading import SEXES, criteria_from
from daicho.kernel.errors import Invalid, Problem


@require_http_methods(["GET", "POST"])
@screen("identity.ask")
def ask(request: StaffRequest) -> HttpResponse:
    """GET shows the form, with the paper of a case where one is named; POST asks.

    Conditions about people are in no address, and no answer is kept.
    """
    if request.method == "GET":
        return _form(request)
    found: Found | None = None
    problems: Iterable[Problem] = ()
    purpose = request.POST.get("purpose", "")
    try:
        found = ask_identity(
            request.access,
            asked=criteria_from(request.POST),
            purpose=Purpose(purpose) if purpose in set(Purpose) else None,
            words=request.POST.get("words", ""),
            card_shown=request.POST.get("card", "") == "on",
            page=number_of(request.POST, "page", otherwise=1),
        )
    except Invalid as error:
        problems = error.problems
    return _draw(request, typed=request.POST, found=found, problems=problems)


def _form(request: StaffRequest) -> HttpResponse:
    case = request.GET.get("case", "").strip()
    if not case:
        return _draw(request, typed={})
    try:
        people = read_paper(request.access, case_number=case)
    except Invalid as error:
        return _draw(request, typed={"case": case}, problems=error.problems)
    at = min(max(number_of(request.GET, "person", otherwise=1), 1), len(people))
    one = people[at - 1]
    typed = {
        "case": case,
        "name": one.name,
        "birth_on": one.birth,
        "sex": one.sex,
        "address": one.address,
    }
    return _draw(request, typed=typed, people=people, at=at)


def _draw(
    request: StaffRequest,
    *,
    typed: Mapping[str, str],
    found: Found | None = None,
    people: tuple[PaperPerson, ...] = (),
    at: int = 0,
    problems: Iterable[Problem] = (),
) -> HttpResponse:
    context = {
        "typed": typed,
        "purposes": [("", "選んでください"), *((one.value, one.words) for one in Purpose)],
        "sexes": SEXES,
        "found": found,
        "people": people,
        "at": at,
        "problems": tuple(problems),
    }
    status = 422 if context["problems"] else 200
    return render(request, "identity/ask.html", context, status=status)
