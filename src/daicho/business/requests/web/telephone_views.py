"""電話照会: what may be said to whom, and the log of what was."""

from __future__ import annotations

from uuid import uuid4

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from daicho.business.requests.commands.answer_call import answer_call
from daicho.business.requests.domain.telephone import RULES, CheckWords, Told, Topic
from daicho.business.requests.selectors.calls import list_calls
from daicho.foundation.staff.public import StaffRequest, screen
from daicho.foundation.ui.posted import key_of, number_of
from daicho.kernel.clock import business_today
from daicho.kernel.errors import Invalid, Problem

FIELDS = ("topic", "caller", "number", "name", "telephone", "address", "words")


@require_http_methods(["GET", "POST"])
@screen("requests.telephone")
def panel(request: StaffRequest) -> HttpResponse:
    """The panel beside the telephone: POST says what to answer, and keeps the call."""
    problems: tuple[Problem, ...] = ()
    told: Told | None = None
    posted = request.POST
    if request.method == "POST":
        said = CheckWords(
            number=posted.get("number", ""),
            name=posted.get("name", ""),
            telephone=posted.get("telephone", ""),
            address=posted.get("address", ""),
        )
        try:
            told = answer_call(
                request.access,
                call=key_of(posted.get("key", "")) or uuid4(),
                topic=posted.get("topic", ""),
                caller=posted.get("caller", ""),
                said=said,
                words=posted.get("words", ""),
            )
        except Invalid as error:
            problems = error.problems
    day = business_today()
    calls = list_calls(request.access, day=day, page=number_of(request.GET, "page", otherwise=1))
    context = {
        "key": uuid4(),
        "topics": [("", "選んでください"), *((t.value, t.label) for t in Topic)],
        "rules": list(RULES.values()),
        "told": told,
        "problems": problems,
        "typed": {name: posted.get(name, "") for name in FIELDS} if problems else {},
        "page": calls.page,
        "lines": calls.lines,
    }
    return render(request, "requests/telephone.html", context, status=422 if problems else 200)
