"""Beyond the file: a query to the nation, a card beside what is held, a number beside its code."""

from __future__ import annotations

from collections.abc import Iterable

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from daicho.foundation.staff.public import StaffRequest, screen
from daicho.kernel.errors import Invalid, Problem
from daicho.nodes.municipal_cs.selectors.beyond import (
    Compared,
    NationLine,
    ask_nation,
    check_card,
    verify_number,
)
from daicho.nodes.municipal_cs.web.reading import SEXES, birth_from, criteria_from, sex_from


@require_http_methods(["GET", "POST"])
@screen("identity.nation")
def nation(request: StaffRequest) -> HttpResponse:
    """The nation is asked by a button of its own, with the purpose in words."""
    lines: tuple[NationLine, ...] | None = None
    problems: Iterable[Problem] = ()
    if request.method == "POST" and "purpose" in request.POST:
        try:
            lines = ask_nation(
                request.access, criteria_from(request.POST), purpose=request.POST["purpose"]
            )
        except Invalid as error:
            problems = error.problems
    context = {"typed": request.POST, "sexes": SEXES, "lines": lines, "problems": tuple(problems)}
    return render(request, "municipal_cs/nation.html", context, status=422 if problems else 200)


@require_http_methods(["GET", "POST"])
@screen("identity.card")
def card(request: StaffRequest) -> HttpResponse:
    """A card's code and the four items as they were shown."""
    compared: Compared | None = None
    problems: Iterable[Problem] = ()
    if request.method == "POST":
        try:
            typed = {
                "name": request.POST.get("name", "").strip(),
                "birth_on": birth_from(request.POST),
                "sex": sex_from(request.POST),
                "address": request.POST.get("address", "").strip(),
            }
            compared = check_card(request.access, code=request.POST.get("code", ""), typed=typed)
        except Invalid as error:
            problems = error.problems
    context = {
        "typed": request.POST,
        "sexes": SEXES,
        "compared": compared,
        "problems": tuple(problems),
    }
    return render(request, "municipal_cs/card.html", context, status=422 if problems else 200)


@require_http_methods(["GET", "POST"])
@screen("identity.verify")
def verify(request: StaffRequest) -> HttpResponse:
    """Whether a number belongs to a code. What was typed is not shown again."""
    compared: Compared | None = None
    problems: Iterable[Problem] = ()
    if request.method == "POST":
        try:
            compared = verify_number(
                request.access,
                code=request.POST.get("code", ""),
                number=request.POST.get("number", ""),
            )
        except Invalid as error:
            problems = error.problems
    context = {"compared": compared, "problems": tuple(problems)}
    return render(request, "municipal_cs/verify.html", context, status=422 if problems else 200)
