"""Batch upkeep of rights (権限の一括保守): the present state as CSV; a file checked, shown as a difference, then asked for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from uuid import uuid4

from django.contrib import messages
from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from daicho.foundation.staff.commands.ask_rights import ask_rights, check_lines, checked
from daicho.foundation.staff.commands.file_rights import file_rights
from daicho.foundation.staff.domain.aspects import shown
from daicho.foundation.staff.domain.rights_file import (
    MOST_BYTES,
    Reject,
    read_file,
    rejects_of,
)
from daicho.foundation.staff.domain.wishes import State, Wish
from daicho.foundation.staff.screens import StaffRequest, screen
from daicho.foundation.staff.web.entries import date_of, key_of, optional_date_of
from daicho.kernel.clock import business_today
from daicho.kernel.errors import Invalid, Problem

SHOWN: Final = 200


@dataclass(frozen=True, slots=True)
class Difference:
    """One cell that would change."""

    line: int
    subject: str
    aspect: str
    before: str
    after: str


@require_GET
@screen("staff.file")
def file_out_view(request: StaffRequest) -> HttpResponseBase:
    """The state of all rights on a day as a file."""
    day = optional_date_of(request.GET, "day") or business_today()
    lines = file_rights(request.access, day=day)
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="kengen-{day:%Y%m%d}.csv"'
    return response


@require_http_methods(["GET", "POST"])
@screen("staff.file")
def file_in_view(request: StaffRequest) -> HttpResponse:
    """Hand in a file: first its rejects or its difference are shown, then the same content is asked for."""
    if request.method == "GET":
        return _page(request)
    try:
        day = date_of(request.POST, "effective_on", label="適用日")
        text = _text(request)
        read = read_file(text.encode())
        if read.rejects:
            return _page(request, rejects=read.rejects)
        check_lines(request.access, {wish.aspect for wish in read.wishes})
        if request.POST.get("step") == "ask":
            return _ask(request, day, read.wishes)
        changed, state = checked(request.access, read.wishes, effective_on=day)
        return _page(request, text=text, differences=_in_words(changed, state), key=str(uuid4()))
    except Invalid as error:
        if all(problem.field[:1].isdigit() for problem in error.problems):
            return _page(request, rejects=rejects_of(error.problems))
        return _page(request, problems=error.problems)


def _ask(request: StaffRequest, day: date, wishes: tuple[Wish, ...]) -> HttpResponse:
    key = ask_rights(
        request.access,
        key=key_of(request.POST.get("key", "")),
        effective_on=day,
        reason=request.POST.get("reason", ""),
        wishes=wishes,
    )
    messages.success(request, "申請しました。ほかの担当が承認すると、適用日から全部が効きます。")
    return redirect("rights_request", key=key)


def _text(request: StaffRequest) -> str:
    if request.POST.get("step") == "ask":
        return request.POST.get("text", "")
    chosen = request.FILES.get("file")
    if chosen is None:
        raise _wrong("ファイルが選ばれていません。")
    if chosen.size is None or chosen.size > MOST_BYTES:
        raise _wrong(f"ファイルは{MOST_BYTES // 1_000_000}メガバイトまでです。")
    try:
        return bytes(chosen.read()).decode("utf-8-sig")
    except UnicodeDecodeError:
        raise _wrong("文字コードが UTF-8 ではありません。") from None


def _in_words(changed: tuple[Wish, ...], state: State) -> tuple[Difference, ...]:
    return tuple(
        Difference(
            line=wish.line,
            subject=f"{wish.subject_kind.label} {wish.subject}",
            aspect=wish.aspect.label,
            before=shown(wish.aspect, tuple(state.get(wish.name, {}).get(wish.aspect, ())))
            or "なし",
            after=shown(wish.aspect, wish.values) or "なし",
        )
        for wish in changed
    )


def _page(
    request: StaffRequest,
    *,
    problems: tuple[Problem, ...] = (),
    rejects: tuple[Reject, ...] = (),
    text: str = "",
    differences: tuple[Difference, ...] = (),
    key: str = "",
) -> HttpResponse:
    context: dict[str, Any] = {  # Any: what a template reads
        "problems": problems,
        "rejects": rejects[:SHOWN],
        "rejects_count": len(rejects),
        "differences": differences[:SHOWN],
        "differences_count": len(differences),
        "text": text,
        "key": key,
        "entered": request.POST,
        "today": business_today(),
    }
    wrong = problems or rejects
    return render(request, "staff/rights_file.html", context, status=422 if wrong else 200)


def _wrong(why: str) -> Invalid:
    return Invalid(
        [Problem("rights.file", "file", "このファイルは使えません。", why, "選び直してください。")]
    )
