"""庁内の住所との照合: a list of another office is compared, and what differs is settled one by one."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from daicho.business.surveys.commands.compare_addresses import compare_addresses
from daicho.business.surveys.commands.settle_mismatch import settle_mismatch
from daicho.business.surveys.selectors.mismatches import list_mismatches
from daicho.foundation.staff.public import StaffRequest, screen
from daicho.foundation.ui.posted import number_of
from daicho.kernel.errors import Invalid, Problem


@require_http_methods(["GET", "POST"])
@screen("surveys.compare")
def compare(request: StaffRequest) -> HttpResponse:
    """What differs and is not settled; POST compares one more list."""
    if request.method == "GET":
        return _draw(request, problems=())
    try:
        different = compare_addresses(
            request.access,
            source=request.POST.get("source", ""),
            text=request.POST.get("rows", ""),
        )
    except Invalid as error:
        return _draw(request, problems=error.problems, status=422)
    messages.success(
        request, f"照合しました。食い違いは{different}件です。台帳は変わっていません。"
    )
    return redirect("surveys_compare")


@require_POST
@screen("surveys.compare")
def settle(request: StaffRequest, mismatch: UUID) -> HttpResponse:
    """Close one of them."""
    settle_mismatch(request.access, mismatch=mismatch, words=request.POST.get("words", ""))
    messages.success(request, "処理を記録しました。")
    return redirect("surveys_compare")


def _draw(request: StaffRequest, *, problems: Iterable[Problem], status: int = 200) -> HttpResponse:
    found = list_mismatches(request.access, page=number_of(request.GET, "page", otherwise=1))
    context = {
        "page": found.page,
        "hidden": found.hidden,
        "problems": tuple(problems),
        "source": request.POST.get("source", ""),
        "rows": request.POST.get("rows", ""),
    }
    return render(request, "surveys/compare.html", context, status=status)
