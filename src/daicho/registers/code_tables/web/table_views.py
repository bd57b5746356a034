"""The screens of every code table (コード表): the tables, the rows of one, one code with its history, a file."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from daicho.foundation.staff.public import StaffRequest, screen
from daicho.foundation.ui.posted import number_of
from daicho.kernel.clock import business_today
from daicho.kernel.errors import Invalid, Problem
from daicho.kernel.periods import Period
from daicho.kernel.wareki import format_wareki, format_wareki_short, parse_date
from daicho.registers.code_tables import ports
from daicho.registers.code_tables.commands.end_row import end_row
from daicho.registers.code_tables.commands.import_rows import RejectedLines, import_rows
from daicho.registers.code_tables.commands.keep_row import keep_row
from daicho.registers.code_tables.commands.undo_row import undo_row
from daicho.registers.code_tables.commands.writing import edition_of
from daicho.registers.code_tables.domain.code_table import CodeTable
from daicho.registers.code_tables.domain.csv_file import MOST_BYTES, Rejected, headings, period_to
from daicho.registers.code_tables.domain.pictures import read_picture
from daicho.registers.code_tables.domain.tables import code_table
from daicho.registers.code_tables.selectors.offices import terminals_by_office
from daicho.registers.code_tables.selectors.rows import (
    history_of,
    row_on,
    row_page,
    rows_on,
    table_lines,
    to_come,
)
from daicho.registers.code_tables.web.drawing import (
    facts_of,
    fields_of,
    file_columns,
    heads,
    key_field,
    lines,
    pictures_of,
    row_url,
    typed_of,
)


@require_GET
@screen("code_tables")
def tables(request: StaffRequest) -> HttpResponse:
    """Every table, what it is for and who keeps it."""
    context = {
        "lines": table_lines(),
        "links": [(t, a, reverse(n)) for t, a, n in ports.neighbours],
    }
    return render(request, "code_tables/tables.html", context)


@require_GET
@screen("code_tables")
def rows(request: StaffRequest, table: str) -> HttpResponse:
    """The rows of a table on a day, searched; `?print=1` is the whole of it on paper."""
    of = code_table(table)
    problems: tuple[Problem, ...] = ()
    day = today = business_today()
    if request.GET.get("on", "").strip():
        try:
            day = parse_date(request.GET["on"], field="on")
        except Invalid as error:
            problems = error.problems
    context = {
        "table": of,
        "columns": heads(of),
        "day": day,
        "typed": {"on": request.GET.get("on", "") or format_wareki_short(day)},
        "problems": problems,
    }
    if request.GET.get("print"):
        every = lines(of, rows_on(of.code, day), linked=False)
        return render(request, "code_tables/print.html", context | {"rows": every})
    words = request.GET.get("q", "").strip()
    page = row_page(of.code, day=day, words=words, page=number_of(request.GET, "page", otherwise=1))
    context |= {
        "q": words,
        "page": page,
        "rows": lines(of, page.object_list, linked=True),
        "coming": lines(of, to_come(of.code, day), linked=True) if day == today else [],
        "new_url": row_url(of.code),
        "terminals": terminals_by_office(day) if of.code == "offices" else (),
    }
    return render(request, "code_tables/rows.html", context, status=422 if problems else 200)


@require_http_methods(["GET", "POST"])
@screen("code_tables")
def row(request: StaffRequest, table: str) -> HttpResponse:
    """One code: what it says, the form to say it otherwise from a day on, its end, its undoing, its history."""
    of = code_table(table)
    code = (request.POST if request.method == "POST" else request.GET).get("code", "").strip()
    problems: tuple[Problem, ...] = ()
    if request.method == "POST":
        act = _ACTS.get(request.POST.get("act", ""), _keep)
        try:
            said, code = act(request, of, code)
        except Invalid as error:
            problems = error.problems
        else:
            messages.success(request, said)
            return redirect(row_url(of.code, code))
    return _draw_row(request, of, code, problems)


@require_http_methods(["GET", "POST"])
@screen("code_tables")
def take_over(request: StaffRequest, table: str) -> HttpResponse:
    """A file: every line of it or, with the list of what is wrong, none."""
    of = code_table(table)
    problems: tuple[Problem, ...] = ()
    refused: tuple[Rejected, ...] = ()
    if request.method == "POST":
        try:
            count = import_rows(
                request.access,
                table=of.code,
                content=_file(request, "file"),
                reason=request.POST.get("reason", ""),
            )
        except RejectedLines as error:
            problems, refused = error.problems, error.lines
        except Invalid as error:
            problems = error.problems
        else:
            messages.success(request, f"{count}行を取り込みました。")
            return redirect("code_tables_rows", table=of.code)
    context = {
        "table": of,
        "headings": headings(of),
        "problems": problems,
        "typed": request.POST,
        "refused": [[line.line, line.item, line.reason] for line in refused],
        "refused_columns": ["行", "項目", "理由"],
    }
    return render(request, "code_tables/import.html", context, status=422 if problems else 200)


Act = Callable[[StaffRequest, CodeTable, str], tuple[str, str]]


def _keep(request: StaffRequest, of: CodeTable, code: str) -> tuple[str, str]:
    values = {column.name: request.POST.get(column.name, "") for column in of.columns}
    held = row_on(of.code, code, business_today())
    for column in file_columns(of):
        content = _file(request, column.name)
        if content:
            values[column.name] = read_picture(content, field=column.name)
        else:
            values[column.name] = held.values[column.name] if held else ""
    kept = keep_row(
        request.access,
        table=of.code,
        code=code,
        values=values,
        period=_period(request),
        reason=request.POST.get("reason", ""),
        edition=number_of(request.POST, "edition", otherwise=0),
    )
    return "登録しました。", kept


def _end(request: StaffRequest, of: CodeTable, code: str) -> tuple[str, str]:
    end_row(
        request.access,
        table=of.code,
        code=code,
        from_on=parse_date(request.POST.get("end_on", ""), field="end_on"),
        reason=request.POST.get("reason", ""),
        edition=number_of(request.POST, "edition", otherwise=0),
    )
    return "廃止を登録しました。", code


def _undo(request: StaffRequest, of: CodeTable, code: str) -> tuple[str, str]:
    undo_row(
        request.access,
        table=of.code,
        code=code,
        reason=request.POST.get("reason", ""),
        edition=number_of(request.POST, "edition", otherwise=0),
    )
    return "最後の処理を取り消しました。", code


_ACTS: dict[str, Act] = {"keep": _keep, "end": _end, "undo": _undo}


def _draw_row(
    request: StaffRequest, of: CodeTable, code: str, problems: Sequence[Problem]
) -> HttpResponse:
    today = business_today()
    now = row_on(of.code, code, today) or next(
        (line for line in to_come(of.code, today) if line.code == code), None
    )
    typed = request.POST.dict() if request.method == "POST" else typed_of(now)
    history = history_of(of.code, code) if code else ()
    context = {
        "table": of,
        "code": code,
        "title": of.key.shown(code) if history else "新しい行",
        "known": bool(history),
        "key": key_field(of, code, problems),
        "fields": fields_of(of, typed, problems),
        "files": file_columns(of),
        "typed": typed,
        "problems": problems,
        "edition": request.POST.get("edition", "") or edition_of(of.code, code),
        "now": now,
        "pictures": pictures_of(of, now.values) if now else [],
        "history": [
            (line, facts_of(of, line.row.values), _span(line.row.from_on, line.row.last_on))
            for line in history
        ],
        "asked": request.POST.get("act", ""),
    }
    return render(request, "code_tables/row.html", context, status=422 if problems else 200)


def _span(first: date, last: date | None) -> str:
    return f"{format_wareki(first)}から" + (f"{format_wareki(last)}まで" if last else "")


def _period(request: HttpRequest) -> Period:
    first = parse_date(request.POST.get("from_on", ""), field="from_on")
    text = request.POST.get("last_on", "")
    if not text.strip():
        return Period(first)
    last = parse_date(text, field="last_on")
    return period_to(first_on=first, last_on=last, field="last_on")


def _file(request: HttpRequest, name: str) -> bytes:
    """The content of a chosen file, one byte more than allowed at most."""
    chosen = request.FILES.get(name)
    return chosen.read(MOST_BYTES + 1) if chosen is not None else b""
