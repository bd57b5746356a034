"""Screens of the manual: the contents list with its search, and one page."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_GET

from daicho.foundation.manual.library import contents, find, neighbours, pages
from daicho.foundation.staff.public import StaffRequest, screen
from daicho.kernel.errors import Missing

LONGEST_WORDS = 100


@require_GET
@screen("manual")
def index(request: StaffRequest) -> HttpResponse:
    """The contents list, or what was found."""
    words = request.GET.get("q", "").strip()[:LONGEST_WORDS]
    context = {"chapters": contents(), "words": words, "found": find(words)}
    return render(request, "manual/index.html", context)


@require_GET
@screen("manual")
def one(request: StaffRequest, name: str) -> HttpResponse:
    """One page of the manual."""
    page = pages().get(name)
    if page is None:
        raise Missing(
            "このページはありません。",
            why="手引きのページの名前が変わったか、アドレスに誤りがあります。",
            remedy="手引きの目次から選び直すか、ことばで検索してください。",
        )
    before, after = neighbours(page)
    context = {
        "page": page,
        # Drawn from our own files, HTML within them shut out.
        "drawn": mark_safe(page.html),
        "before": before,
        "after": after,
    }
    return render(request, "manual/page.html", context)
