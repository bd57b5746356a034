"""抽出の対話式: range, conditions one by one, columns and totals; or the whole in words (式を直接書く)."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from daicho.business.extraction.commands.save_composition import save_composition
from daicho.business.extraction.domain import query as q
from daicho.business.extraction.domain.catalogue import relation_of, sources
from daicho.business.extraction.domain.checking import query_problems
from daicho.business.extraction.domain.functions import FUNCTIONS
from daicho.business.extraction.domain.items import DataItem, Kind
from daicho.business.extraction.domain.naming import DAY_WORDS, NO, YES
from daicho.business.extraction.domain.whole import read_query
from daicho.business.extraction.domain.wizard import (
    OPERATORS,
    OPS,
    Groups,
    condition_of,
    groups_of,
    with_fact,
    without_fact,
)
from daicho.business.extraction.domain.words import query_words
from daicho.business.extraction.selectors.compositions import CompositionView, open_composition
from daicho.business.extraction.web.drawing import (
    choices_of,
    column_lines,
    condition_lines,
    draw,
    grouped_items,
)
from daicho.business.extraction.web.reading import (
    RELATED,
    item_chosen,
    read_columns,
    read_fact,
    read_scope,
)
from daicho.foundation.staff.public import StaffRequest, screen
from daicho.foundation.ui.posted import number_of
from daicho.kernel.errors import Invalid, Problem
from daicho.kernel.wareki import format_wareki_short

NEXT = "next"


@require_http_methods(["GET", "POST"])
@screen("extraction.view")
def scope(request: StaffRequest, composition: UUID) -> HttpResponse:
    """基準日, 履歴, 現存・除票."""
    view = open_composition(request.access, composition=composition)
    if request.method == "GET":
        return _scope(request, view)
    try:
        _save(request, view, read_scope(request.POST, view.query))
    except Invalid as error:
        return _scope(request, view, problems=error.problems, status=422)
    return redirect("extraction_where", composition=composition)


def _scope(
    request: StaffRequest,
    view: CompositionView,
    *,
    problems: tuple[Problem, ...] = (),
    status: int = 200,
) -> HttpResponse:
    day = view.query.day
    typed = {
        "day": format_wareki_short(day.on) if isinstance(day, q.Day) else day.word,
        "history": "history" if view.query.history else "day",
        "people": view.query.people.value,
    } | request.POST.dict()
    return draw(
        request,
        "scope",
        view,
        "extraction_scope",
        problems=problems,
        status=status,
        typed=typed,
        histories=(("day", "基準日に有効なものだけ"), ("history", "異動の履歴をすべて")),
        peoples=[(people.value, people.value) for people in q.People],
        words="・".join(DAY_WORDS),
    )


@require_http_methods(["GET", "POST"])
@screen("extraction.view")
def where(request: StaffRequest, composition: UUID) -> HttpResponse:
    """Conditions: one is chosen, then said; they stand in groups."""
    view = open_composition(request.access, composition=composition)
    groups = groups_of(view.query.where)
    if request.method == "GET" or groups is None:
        return _where(request, view, groups)
    try:
        changed = _changed(request, view, groups)
        query = replace(view.query, where=condition_of(changed))
        _check_conditions(query)
        _save(request, view, query)
    except Invalid as error:
        return _where(request, view, groups, problems=error.problems, status=422)
    return redirect("extraction_where", composition=composition)


def _changed(request: StaffRequest, view: CompositionView, groups: Groups) -> Groups:
    group = number_of(request.POST, "group", otherwise=0)
    act = request.POST.get("act", "")
    if act == "remove":
        return without_fact(
            groups, group=group, place=number_of(request.POST, "place", otherwise=0)
        )
    if act == "turn":
        return replace(groups, all_within=not groups.all_within)
    return with_fact(groups, read_fact(request.POST, view.query), group=group)


def _check_conditions(query: q.Query) -> None:
    """Only what is wrong with the conditions: columns may be chosen later."""
    if problems := [p for p in query_problems(query) if p.field == "where"]:
        raise Invalid(replace(problem, field="value") for problem in problems)


def _where(
    request: StaffRequest,
    view: CompositionView,
    groups: Groups | None,
    *,
    problems: tuple[Problem, ...] = (),
    status: int = 200,
) -> HttpResponse:
    source = view.query.source
    chosen = request.POST.get("item", "") or request.GET.get("item", "")
    relations = sources()[source].relations
    counted = [(f"{RELATED}{r.code}", f"件数：{r.label}（{r.about}）") for r in relations]
    shown = groups or Groups()
    return draw(
        request,
        "where",
        view,
        "extraction_where",
        problems=problems,
        status=status,
        free=groups is None,
        lines=condition_lines(shown.groups, source),
        within=shown.within,
        between=shown.between,
        group_choices=[
            *((str(at), f"組{at + 1}に足す") for at in range(len(shown.groups))),
            (str(len(shown.groups)), "新しい組にする"),
        ],
        items=[("", "選んでください"), *counted, *choices_of(source, secret=True)],
        chosen=chosen,
        asked=_asked(source, chosen),
        typed=request.POST,
    )


def _asked(source: str, chosen: str) -> dict[str, object] | None:
    """What is asked of the chosen item: how it may be compared, and with what."""
    if chosen.startswith(RELATED):
        codes = {relation.code for relation in sources()[source].relations}
        code = chosen.removeprefix(RELATED)
        if code not in codes:
            return None
        numbers = [pair for pair in OPERATORS[Kind.NUMBER] if pair[0] in OPS]
        every = dict(pair for kind in Kind for pair in OPERATORS[kind])
        return {
            "label": f"{relation_of(source, code).label}の件数",
            "operators": numbers,
            "input": "number",
            "related": True,
            "prefixes": ("a.", "b.", "c."),
            "inner_items": [("", "（絞り込まない）"), *choices_of(source, code)],
            "inner_operators": [("", ""), *every.items()],
        }
    item = item_chosen(source, chosen)
    if item is None:
        return None
    return {
        "label": item.label,
        "operators": OPERATORS[item.type.kind],
        "input": _input(item),
        "choices": _values(item),
        "related": False,
    }


def _input(item: DataItem) -> str:
    if item.type.kind is Kind.FLAG:
        return "select"
    return {Kind.NUMBER: "number", Kind.DAY: "date"}.get(item.type.kind, "text")


def _values(item: DataItem) -> list[tuple[str, str]]:
    if item.type.kind is Kind.FLAG:
        return [(YES, YES), (NO, NO)]
    return [(label, label) for label in dict.fromkeys(item.codes.values()) if label]


@require_http_methods(["GET", "POST"])
@screen("extraction.view")
def columns(request: StaffRequest, composition: UUID) -> HttpResponse:
    """Which items come out, in which order, sorted and totalled how."""
    view = open_composition(request.access, composition=composition)
    if request.method == "GET":
        return _columns(request, view)
    try:
        query = read_columns(request.POST, view.query)
        if problems := [p for p in query_problems(query) if p.field != "columns" or query.columns]:
            raise Invalid(problems)
        _save(request, view, query)
    except Invalid as error:
        return _columns(request, view, problems=error.problems, status=422)
    return redirect("extraction_columns", composition=composition)


def _columns(
    request: StaffRequest,
    view: CompositionView,
    *,
    problems: tuple[Problem, ...] = (),
    status: int = 200,
) -> HttpResponse:
    query = view.query
    chosen = {column.of.code for column in query.columns if isinstance(column.of, q.Item)}
    sorts = [
        (
            f"sort{at}",
            f"way{at}",
            f"{at + 1}番目",
            *_sort(query.sort[at] if at < len(query.sort) else None),
        )
        for at in range(3)
    ]
    way = "list" if not query.measures else "groups" if query.columns else "count"
    return draw(
        request,
        "columns",
        view,
        "extraction_columns",
        problems=problems,
        status=status,
        lines=column_lines(query),
        groups=grouped_items(query.source),
        chosen=chosen,
        sorts=sorts,
        sort_items=[("", "（指定しない）"), *choices_of(query.source)],
        sort_ways=(("up", "昇順"), ("down", "降順")),
        way=way,
        ways=(
            ("list", "該当するものを一覧にする"),
            ("count", "件数と人数だけを出す"),
            ("groups", "項目ごとにまとめて集計する"),
        ),
        totals=[(total.value, total.value) for total in q.Total if total.takes],
        numbers=[("", "（合計しない）"), *_numbers(query.source)],
        typed=request.POST,
    )


def _numbers(source: str) -> list[tuple[str, str]]:
    return [
        (item.code, item.label)
        for _, items in grouped_items(source)
        for item in items
        if item.type.kind is Kind.NUMBER
    ]


def _sort(sort: q.Sort | None) -> tuple[str, str]:
    if sort is None or not isinstance(sort.by, q.Item):
        return "", "up"
    return sort.by.code, "down" if sort.descending else "up"


@require_http_methods(["GET", "POST"])
@screen("extraction.view")
def in_words(request: StaffRequest, composition: UUID) -> HttpResponse:
    """The whole composition as an expression."""
    view = open_composition(request.access, composition=composition)
    text = request.POST.get("text", "") if request.method == "POST" else query_words(view.query)
    problems: tuple[Problem, ...] = ()
    if request.method == "POST":
        try:
            query = read_query(text)
            if found := query_problems(query):
                raise Invalid(replace(problem, field="text") for problem in found)
            _save(request, view, query)
        except Invalid as error:
            problems = error.problems
        else:
            return redirect("extraction_check", composition=composition)
    return draw(
        request,
        "words",
        view,
        "extraction_words",
        problems=problems,
        status=422 if problems else 200,
        text=text,
        functions=list(FUNCTIONS.values()),
    )


def _save(request: StaffRequest, view: CompositionView, query: q.Query) -> None:
    save_composition(
        request.access,
        composition=view.key,
        edition=number_of(request.POST, "edition", otherwise=0),
        query=query,
    )
