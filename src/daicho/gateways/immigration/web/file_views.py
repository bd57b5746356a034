"""通知のファイル: made, taken onto a medium, handed over, and what the liaison terminal made of it."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import quote
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from daicho.foundation.staff.public import StaffRequest, may, screen
from daicho.foundation.ui.posted import number_of
from daicho.gateways.immigration.commands.hand_over import hand_over, take_file, take_results
from daicho.gateways.immigration.commands.make_file import make_file
from daicho.gateways.immigration.selectors.tellings import list_files, to_put_out
from daicho.kernel.errors import Invalid, Problem


@require_GET
@screen("immigration.tellings")
def files(request: StaffRequest) -> HttpResponse:
    """The files and their handing over."""
    return _draw(request)


@require_POST
@screen("immigration.tell")
def make(request: StaffRequest) -> HttpResponse:
    """One file of everything that was not put out yet."""
    file = make_file(request.access)
    if file is None:
        messages.info(request, "出力していない市町村通知はありません（0件）。")
    else:
        messages.success(request, f"{file.count}件をファイル {file.number} に出力しました。")
    return redirect("immigration_files")


@require_POST
@screen("immigration.tell")
def take(request: StaffRequest, file: UUID) -> HttpResponse:
    """The sealed file itself."""
    row = take_file(request.access, file=file)
    response = HttpResponse(bytes(row.sealed), content_type="application/octet-stream")
    name = quote(f"市町村通知-{row.number}.age")
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{name}"
    response["Cache-Control"] = "no-store"
    return response


@require_POST
@screen("immigration.tell")
def hand(request: StaffRequest, file: UUID) -> HttpResponse:
    """To whom it was given, and on which medium."""
    try:
        hand_over(
            request.access,
            file=file,
            medium=request.POST.get("medium", ""),
            receiver=request.POST.get("receiver", ""),
        )
    except Invalid as error:
        return _draw(request, problems=error.problems, acting=file)
    messages.success(request, "受渡しを記録しました。ファイルの通知は「通知済」になりました。")
    return redirect("immigration_files")


@require_POST
@screen("immigration.tell")
def results(request: StaffRequest) -> HttpResponse:
    """What the liaison terminal made of each notice."""
    sent = request.FILES.get("file")
    try:
        done = take_results(request.access, content=sent.read() if sent else b"")
    except Invalid as error:
        return _draw(request, problems=error.problems)
    messages.success(
        request, f"処理結果を取り込みました。正常 {done.taken}件、エラー {done.refused}件。"
    )
    return redirect("immigration_tellings")


def _draw(
    request: StaffRequest, *, problems: Sequence[Problem] = (), acting: UUID | None = None
) -> HttpResponse:
    context = {
        "page": list_files(request.access, page=number_of(request.GET, "page", otherwise=1)),
        "to_put_out": to_put_out(),
        "problems": tuple(problems),
        "acting": acting,
        "typed": request.POST,
        "may_tell": may(request.access, "immigration.tell"),
    }
    return render(request, "immigration/files.html", context, status=422 if problems else 200)
