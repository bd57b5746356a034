"""The search (検索画面): typed conditions come by POST; a kept query is named in a URL by its opaque key."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from daicho.foundation.staff.public import StaffRequest, may, screen
from daicho.foundation.ui.fields import Field
from daicho.foundation.ui.templatetags.daicho_ui import make_field
from daicho.kernel.access import Access, Purpose
from daicho.kernel.errors import Invalid, Problem
from daicho.registers.residents.domain.labels import item_label
from daicho.registers.residents.domain.particulars import Removal, Sex
from daicho.registers.residents.domain.resident_query import BLANKABLE, Match, ResidentQuery
from daicho.registers.residents.selectors.search import (
    COUNTED_TO,
    SavedLine,
    SearchPage,
    open_search,
    search,
    search_again,
)

FOLDED = (
    "individual_number",
    "resident_record_code",
    "card_number",
    "relationship",
    "removal",
    "blank",
)


@require_http_methods(["GET", "POST"])
@screen("residents.search")
def search_page(request: StaffRequest) -> HttpResponse:
    """GET: the form, or a kept query (`?saved=`, `&page=`, `&change=1`); POST: what was typed."""
    if request.method == "POST":
        query = ResidentQuery.of(request.POST)
        try:
            found = search(request.access, query, page=_page_number(request))
        except Invalid as error:
            return _form(request, query, (), error.problems, status=422)
        return _results(request, found)
    saved = _saved_key(request)
    if saved and not request.GET.get("change"):
        return _results(
            request, search_again(request.access, saved=saved, page=_page_number(request))
        )
    query, kept = open_search(request.access, change=saved)
    return _form(request, query, kept, ())


def _saved_key(request: StaffRequest) -> UUID | None:
    try:
        return UUID(request.GET.get("saved", ""))
    except ValueError:
        return None


def _page_number(request: StaffRequest) -> int:
    text = request.GET.get("page", "1")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 5 else 1


def _results(request: StaffRequest, found: SearchPage) -> HttpResponse:
    context = {
        **_form_context(request.access, found.query, (), found.saved),
        "found": found,
        "cap": COUNTED_TO,
        "previous": _page_url(found, -1) if found.page.has_previous() else "",
        "next": _page_url(found, 1) if found.page.has_next() else "",
    }
    partial = request.headers.get("HX-Request") == "true"
    template = "residents/results.html" if partial else "residents/search.html"
    response = render(request, template, context)
    if partial and found.saved_as:
        # The way back from a person to this list: an opaque key, never what was typed.
        response["HX-Push-Url"] = _page_url(found, 0)
    return response


def _page_url(found: SearchPage, step: int) -> str:
    if found.saved_as is None:
        return ""
    return f"{reverse('residents_search')}?saved={found.saved_as}&page={found.page.number + step}"


def _form(
    request: StaffRequest,
    query: ResidentQuery,
    saved: Iterable[SavedLine],
    problems: Iterable[Problem],
    *,
    status: int = 200,
) -> HttpResponse:
    context = _form_context(request.access, query, problems, saved)
    partial = request.headers.get("HX-Request") == "true"
    template = "residents/problems.html" if partial else "residents/search.html"
    return render(request, template, context, status=status)


def _form_context(
    access: Access,
    query: ResidentQuery,
    problems: Iterable[Problem],
    saved: Iterable[SavedLine],
) -> dict[str, object]:
    told = tuple(problems)
    return {
        "query": query,
        "problems": told,
        "saved": tuple(saved),
        "matches": tuple((m.value, m.label) for m in Match),
        "main_fields": _draw(_MAIN, query, told),
        "more_fields": _draw(
            (*(_NUMBERS if may(access, "numbers.search") else ()), *_MORE), query, told
        ),
        "more_open": any(getattr(query, name) for name in FOLDED)
        or any(problem.field in FOLDED for problem in told),
        "purpose_needed": not may(access, "numbers.search")
        and may(access.serving(Purpose.MOVEMENT), "numbers.search"),
    }


def _draw(
    fields: tuple[tuple[str, dict[str, Any]], ...], query: ResidentQuery, told: tuple[Problem, ...]
) -> tuple[Field, ...]:  # Any: keywords of `make_field`
    drawn = []
    for name, given in fields:
        value = getattr(query, name)
        extra: dict[str, Any] = {"value": value}  # Any: keywords of `make_field`
        if given.get("kind") == "combobox":
            extra |= {"url": reverse("towns_suggest"), "text": query.town_text}
        if given.get("kind") == "checkbox":
            extra = {"value": "on", "checked": bool(value)}
        drawn.append(make_field(name, problems=told, **given, **extra))
    return tuple(drawn)


_MAIN = (
    (
        "birth",
        {"label": "生年月日", "width": "s", "placeholder": "S60.4.1・昭和60年・不詳"},
    ),
    ("birth_until", {"label": "生年月日（まで）", "width": "s"}),
    (
        "sex",
        {
            "label": "性別",
            "kind": "select",
            "options": (("", "指定なし"), *((s.value, s.label) for s in (Sex.MALE, Sex.FEMALE))),
            "width": "s",
        },
    ),
    ("atena_number", {"label": "宛名番号", "width": "s", "inputmode": "numeric"}),
    ("town", {"label": "町字・住所の一部", "kind": "combobox"}),
    ("banchi", {"label": "番地・号", "width": "s", "placeholder": "3-1"}),
    ("katagaki", {"label": "方書", "width": "s"}),
    ("household_number", {"label": "世帯番号", "width": "s", "inputmode": "numeric"}),
)
_NUMBERS = (
    ("individual_number", {"label": "個人番号", "width": "s", "inputmode": "numeric"}),
    ("resident_record_code", {"label": "住民票コード", "width": "s", "inputmode": "numeric"}),
)
_MORE = (
    ("card_number", {"label": "在留カード等の番号", "width": "s"}),
    ("relationship", {"label": "世帯主との続柄", "width": "s"}),
    (
        "removal",
        {
            "label": "消除の区分",
            "kind": "select",
            "options": (
                ("", "指定なし"),
                *((r.value, r.label) for r in Removal if r is not Removal.NONE),
            ),
            "width": "s",
        },
    ),
    (
        "blank",
        {
            "label": "空欄の項目",
            "kind": "select",
            "options": (("", "指定なし"), *((name, item_label(name)) for name in BLANKABLE)),
            "width": "s",
        },
    ),
)
