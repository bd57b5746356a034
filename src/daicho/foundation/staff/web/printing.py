"""Printing a screen (画面のハードコピー, STD-10.7/m5): the entry on the trail, without which nothing is printed."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import Resolver404, resolve
from django.views.decorators.http import require_POST

from daicho.foundation.audit.public import recorded
from daicho.foundation.staff.audit_types import SCREEN_PRINTED
from daicho.foundation.staff.operations import OPERATIONS
from daicho.foundation.staff.screens import StaffRequest, screen
from daicho.kernel.errors import Missing

LONGEST_TITLE = 200


@require_POST
@screen("screens.print")
def screen_printed(request: StaffRequest) -> HttpResponse:
    """Enter that a screen goes onto paper: which, with its title; the browser prints after the answer (204)."""
    path = request.POST.get("path", "")
    try:
        view = resolve(path)
    except Resolver404:
        raise Missing("この画面はありません。", remedy="画面を開き直してください。") from None
    operation = OPERATIONS.get(getattr(view.func, "operation", ""))
    with recorded(request.access, SCREEN_PRINTED) as note:
        note.number_shown = bool(request.POST.get("numbers"))
        note.say(
            title=request.POST.get("title", "")[:LONGEST_TITLE],
            screen=operation.title if operation else view.url_name or "",
            files=[path],
            pages="1画面",
            output="画面の印刷",
            seal="無",
        )
    return HttpResponse(status=204)
