"""Screens of immigration (出入国在留管理庁との通知), and of the code pool."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from daicho.business.movements.commands.import_notices import import_notices
from daicho.business.movements.commands.settle_notice import dismiss_notice, match_notice
from daicho.business.movements.domain.immigration_file import LAYOUT
from daicho.business.movements.domain.immigration_notice import TITLE
from daicho.business.movements.selectors.code_pool import view_code_pool
from daicho.business.movements.selectors.immigration import list_messages, list_notices
from daicho.foundation.staff.public import StaffRequest, may, screen
from daicho.foundation.ui.posted import number_of
from daicho.kernel.errors import Invalid, Problem

EVERYTHING: Final = "all"


@require_http_methods(["GET", "POST"])
@screen("immigration.view")
def notices(request: StaffRequest) -> HttpResponse:
    """The notices; POST takes a file of them."""
    problems: tuple[Problem, ...] = ()
    if request.method == "POST":
        try:
            done = _import(request)
        except Invalid as error:
            problems = tuple(error.problems)
        else:
            messages.success(request, done)
            return redirect("immigration_notices")
    everything = request.GET.get("show") == EVERYTHING
    found = list_notices(
        request.access,
        everything=everything,
        page=number_of(request.GET, "page", otherwise=1),
    )
    context = {
        "page": found.page,
        "lines": found.lines,
        "waiting": found.waiting,
        "problems": problems,
        "headers": LAYOUT.headers,
        "title": TITLE,
        "may_import": may(request.access, "immigration.import"),
        "tabs": _tabs(everything, "未取込", "すべて"),
    }
    return render(
        request, "movements/immigration_notices.html", context, status=422 if problems else 200
    )


def _import(request: StaffRequest) -> str:
    sent = request.FILES.get("file")
    if sent is None:
        raise Invalid(
            [
                Problem(
                    "notice.no_file",
                    "file",
                    "ファイルが選ばれていません。",
                    "通知のファイルを取り込む操作です。",
                    "ファイルを選んでください。",
                )
            ]
        )
    done = import_notices(request.access, name=sent.name or "", content=sent.read())
    return (
        f"{done.received}件の通知を受け取り、{done.drafted}件の下書きを作りました。"
        f"未取込 {done.waiting}件、重複 {done.repeated}件。"
    )


@require_POST
@screen("immigration.import")
def match_one(request: StaffRequest, notice: UUID) -> HttpResponse:
    """Say whom a notice is about, and open its draft."""
    try:
        case = match_notice(
            request.access, notice=notice, atena_number=request.POST.get("atena_number", "")
        )
    except Invalid as error:
        return _refused(request, error)
    messages.success(request, "通知の下書きを作りました。内容を確かめて仮登録してください。")
    return redirect("movements_edit", kind="immigration_notice", case=case)


@require_POST
@screen("immigration.import")
def dismiss_one(request: StaffRequest, notice: UUID) -> HttpResponse:
    """Keep that nothing is to be done with a notice here."""
    try:
        dismiss_notice(request.access, notice=notice, reason=request.POST.get("reason", ""))
    except Invalid as error:
        return _refused(request, error)
    messages.success(request, "対象外として記録しました。")
    return redirect("immigration_notices")


def _refused(request: StaffRequest, error: Invalid) -> HttpResponse:
    for problem in error.problems:
        messages.error(request, problem.message)
    return redirect("immigration_notices")


@require_GET
@screen("immigration.view")
def outgoing(request: StaffRequest) -> HttpResponse:
    """The messages to the agency, and where each stands."""
    everything = request.GET.get("show") == EVERYTHING
    found = list_messages(
        request.access,
        everything=everything,
        page=number_of(request.GET, "page", otherwise=1),
    )
    context = {
        "page": found.page,
        "lines": found.lines,
        "tabs": _tabs(everything, "未送信", "すべて"),
    }
    return render(request, "movements/immigration_messages.html", context)


@require_GET
@screen("codes.pool")
def code_pool(request: StaffRequest) -> HttpResponse:
    """How many 住民票コード are left."""
    return render(request, "movements/code_pool.html", {"pool": view_code_pool(request.access)})


def _tabs(everything: bool, waiting: str, both: str) -> list[dict[str, object]]:
    return [
        {"title": waiting, "url": "?", "active": not everything},
        {"title": both, "url": f"?show={EVERYTHING}", "active": everything},
    ]
