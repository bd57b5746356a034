"""Memos of one person (メモ): read, write, change, delete."""

from __future__ import annotations

from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from daicho.foundation.staff.public import StaffRequest, screen
from daicho.foundation.ui.posted import key_of, number_of
from daicho.kernel.errors import Invalid, Problem
from daicho.registers.residents.commands.write_memo import write_memo
from daicho.registers.residents.selectors.memos import view_memos
from daicho.registers.residents.web.record_views import draw


@require_http_methods(["GET", "POST"])
@screen("residents.memo")
def memos_page(request: StaffRequest, record: UUID) -> HttpResponse:
    """The memos; POST writes one, or deletes it with `delete`."""
    problems: tuple[Problem, ...] = ()
    if request.method == "POST":
        text = "" if "delete" in request.POST else request.POST.get("text", "")
        try:
            write_memo(
                request.access,
                record=record,
                memo=key_of(request.POST.get("memo", "")) or uuid4(),
                edition=number_of(request.POST, "edition", otherwise=0),
                text=text,
            )
        except Invalid as error:
            problems = error.problems
        else:
            messages.success(
                request,
                "メモを削除しました。履歴には残ります。" if not text else "メモを書きました。",
            )
            return redirect("residents_memos", record=record)
    view = view_memos(request.access, record=record)
    context = {"view": view, "new_memo": uuid4(), "typed": request.POST.get("text", "")}
    return draw(request, "memos", context, record=record, problems=problems)
