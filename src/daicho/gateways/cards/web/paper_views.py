"""Papers: what is written on a card, and the form of application."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_http_methods

from daicho.foundation.documents.strips import PAPERS, DrawnStrip
from daicho.foundation.staff.public import StaffRequest, screen
from daicho.foundation.ui.posted import number_of
from daicho.gateways.cards.domain.face import Face
from daicho.gateways.cards.selectors.application import draw_application
from daicho.gateways.cards.selectors.face import draw_face, open_face
from daicho.gateways.cards.web.reading import day_of
from daicho.kernel.errors import Invalid, Problem
from daicho.kernel.wareki import format_wareki_short


@require_http_methods(["GET", "POST"])
@screen("cards.face")
def face(request: StaffRequest, person: UUID) -> HttpResponse:
    """The four items; POST shows how they fit, or gives the PDF for the card's printer."""
    if request.method == "GET":
        return _draw(request, person, problems=())
    wanted = "pdf" in request.POST
    try:
        drawn = draw_face(request.access, person=person, face=_face(request), preview=not wanted)
    except Invalid as error:
        return _draw(request, person, problems=error.problems, status=422)
    if wanted:
        return _pdf(drawn.pdf, "kenmen.pdf")
    return _draw(request, person, problems=(), drawn=drawn)


@require_GET
@screen("cards.face")
def application(request: StaffRequest, person: UUID, form: str) -> HttpResponse:
    """交付申請書 or 再交付申請書 with the person's items."""
    return _pdf(draw_application(request.access, person=person, form=form), "shinsei.pdf")


def _pdf(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}"'
    response["Cache-Control"] = "no-store"
    return response


def _face(request: StaffRequest) -> Face:
    posted = request.POST
    return Face(
        paper=posted.get("paper", ""),
        reason=posted.get("reason", ""),
        content=posted.get("content", ""),
        notified_on=day_of(posted, "notified_on"),
        left=number_of(posted, "left", otherwise=0),
    )


def _draw(
    request: StaffRequest,
    person: UUID,
    *,
    problems: Iterable[Problem],
    status: int = 200,
    drawn: DrawnStrip | None = None,
) -> HttpResponse:
    form = open_face(request.access, person=person)
    suggested, posted = form.suggested, request.POST
    day = format_wareki_short(suggested.notified_on) if suggested.notified_on else ""
    first = {
        "paper": suggested.paper,
        "reason": suggested.reason,
        "content": suggested.content,
        "notified_on": day,
        "left": str(suggested.left),
    }
    context = {
        "owner": form.owner,
        "papers": [(p.code, f"{p.title}（追記欄{p.rows}行）") for p in PAPERS.values()],
        "typed": {name: posted.get(name, value) for name, value in first.items()},
        "problems": tuple(problems),
        "drawn": drawn,
    }
    return render(request, "cards/face.html", context, status=status)
