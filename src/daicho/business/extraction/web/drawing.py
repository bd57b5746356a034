"""Drawing (画面の部品): the steps of the wizard, the choices of items, and what every page of a composition shows."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from typing import Any, Final
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from daicho.business.extraction.domain import query as q
from daicho.business.extraction.domain.catalogue import items_of, sources
from daicho.business.extraction.domain.items import DataItem, Type
from daicho.business.extraction.domain.orders import operation_of
from daicho.business.extraction.domain.words import cond_words, expr_words, parts_of
from daicho.business.extraction.selectors.compositions import CompositionView
from daicho.foundation.staff.public import StaffRequest, may
from daicho.kernel.errors import Problem

STEPS: Final = (
    ("extraction_scope", "1 範囲"),
    ("extraction_where", "2 条件"),
    ("extraction_columns", "3 項目と集計"),
    ("extraction_check", "4 確認"),
    ("extraction_ask", "5 出力の依頼"),
    ("extraction_words", "式で書く"),
)


def steps_of(composition: UUID, here: str) -> list[dict[str, object]]:
    """The steps as tabs."""
    return [
        {"title": title, "url": reverse(name, args=[composition]), "active": name == here}
        for name, title in STEPS
    ]


def draw(
    request: StaffRequest,
    template: str,
    view: CompositionView,
    here: str,
    *,
    problems: Iterable[Problem] = (),
    status: int = 200,
    **more: Any,  # whatever the template shows
) -> HttpResponse:
    """A page of the wizard."""
    context = {
        "view": view,
        "steps": steps_of(view.key, here),
        "parts": tuple(parts_of(view.query)),
        "source": sources()[view.query.source],
        "problems": tuple(problems),
        **more,
    }
    return render(request, f"extraction/{template}.html", context, status=status)


def open_sources(request: StaffRequest) -> list[tuple[str, str, str]]:
    """(code, title, about) of the sources that this actor may ask of."""
    return [
        (source.code, source.title, source.about)
        for source in sources().values()
        if may(request.access, operation_of(source.code))
    ]


def grouped_items(source: str, relation: str = "") -> list[tuple[str, list[DataItem]]]:
    """The items under their headings."""
    return [
        (group, list(items))
        for group, items in groupby(items_of(source, relation), key=lambda item: item.group)
    ]


def choices_of(source: str, relation: str = "", *, secret: bool = False) -> list[tuple[str, str]]:
    """Items as the options of a select, the code and its name."""
    return [
        (item.code, f"{item.group}：{item.label}")
        for item in items_of(source, relation)
        if secret or item.type is not Type.SECRET
    ]


def condition_lines(groups: Iterable[Iterable[q.Cond]], source: str) -> list[list[tuple[int, str]]]:
    """Each group as (place, words)."""
    return [
        [(place, cond_words(fact, source)) for place, fact in enumerate(group)] for group in groups
    ]


def column_lines(query: q.Query) -> list[tuple[int, str, str]]:
    """(place, words, own title) of the columns."""
    return [
        (place, expr_words(column.of, query.source), column.title)
        for place, column in enumerate(query.columns)
    ]
