"""Lists: what was not taken in, the numbers that have not come, the certificates, the messages that were handed on."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from daicho.foundation.lines.public import Party
from daicho.foundation.staff.public import StaffRequest, may, screen
from daicho.foundation.ui.posted import number_of
from daicho.kernel.errors import Invalid, Problem
from daicho.nodes.municipal_cs.commands.ask_again import ask_again
from daicho.nodes.municipal_cs.commands.settle_rejection import settle_rejection
from daicho.nodes.municipal_cs.domain.numbers import REASONS, NumberState
from daicho.nodes.municipal_cs.domain.passing import PASSINGS
from daicho.nodes.municipal_cs.domain.shown import day_words
from daicho.nodes.municipal_cs.selectors.identities import TOLD
from daicho.nodes.municipal_cs.selectors.lists import (
    list_certificates,
    list_number_requests,
    list_passages,
    list_rejections,
)

WHOSE = {"municipal_cs": "市町村CS", "prefecture": "都道府県サーバ", "nation": "全国サーバ"}


@require_GET
@screen("rejections.view")
def rejections(request: StaffRequest) -> HttpResponse:
    """異常一覧."""
    return _rejections(request, problems=())


@require_POST
@screen("rejections.settle")
def settle(request: StaffRequest, rejection: UUID) -> HttpResponse:
    """Close one of them."""
    try:
        settle_rejection(request.access, rejection=rejection, words=request.POST.get("words", ""))
    except Invalid as error:
        return _rejections(request, problems=error.problems, status=422)
    messages.success(request, "処理を記録しました。")
    return redirect("cs_rejections")


@require_GET
@screen("numbers.list")
def numbers(request: StaffRequest) -> HttpResponse:
    """Requests for numbers."""
    came = request.GET.get("state", "") == "assigned"
    page = list_number_requests(request.access, outstanding=not came, page=_page(request)).page
    rows = [(row, REASONS.get(row.reason, row.reason), NumberState(row.state)) for row in page]
    context = {
        "page": page,
        "rows": rows,
        "tabs": _tabs((("", "未着"), ("assigned", "受領")), "assigned" if came else "", "state"),
        "may_again": may(request.access, "numbers.again"),
    }
    return render(request, "municipal_cs/numbers.html", context)


@require_POST
@screen("numbers.again")
def again(request: StaffRequest, request_key: UUID) -> HttpResponse:
    """Ask the nation once more."""
    ask_again(
        request.access,
        request=request_key,
        edition=number_of(request.POST, "edition", otherwise=0),
    )
    messages.success(request, "全国サーバに要求し直しました。")
    return redirect("cs_numbers")


@require_GET
@screen("certificates.received")
def certificates(request: StaffRequest) -> HttpResponse:
    """転出証明書情報 that came in, or went out."""
    way = "out" if request.GET.get("way") == "out" else "in"
    found = list_certificates(request.access, way=way, page=_page(request))
    tabs = _tabs((("in", "受け取ったもの"), ("out", "渡したもの")), way, "way")
    context = {"page": found.page, "found": found, "tabs": tabs, "way": way}
    return render(request, "municipal_cs/certificates.html", context)


@require_GET
@screen("passages.view")
def passages(request: StaffRequest) -> HttpResponse:
    """Messages that were handed on."""
    way = "out" if request.GET.get("way") == "out" else "in"
    kind = request.GET.get("kind", "")
    page = list_passages(request.access, way=way, kind=kind, page=_page(request)).page
    rows = [
        (
            row,
            PASSINGS[row.kind].title,
            Party.parse(row.sender if way == "in" else row.receiver).label,
            TOLD.get(row.state, row.state),
            "".join(p["what"] for p in row.problems),
        )
        for row in page
    ]
    context = {
        "page": page,
        "rows": rows,
        "way": way,
        "kind": kind,
        "kinds": [("", "すべて"), *((code, p.title) for code, p in PASSINGS.items() if not p.asks)],
        "tabs": _tabs((("in", "受け取ったもの"), ("out", "送ったもの")), way, "way"),
    }
    return render(request, "municipal_cs/passages.html", context)


def _rejections(
    request: StaffRequest, *, problems: Iterable[Problem], status: int = 200
) -> HttpResponse:
    settled = request.GET.get("state", "") == "settled"
    page = list_rejections(request.access, settled=settled, page=_page(request)).page
    rows = [
        (row, WHOSE.get(row.at_whom, row.at_whom), day_words(row.event_on), row.problems)
        for row in page
    ]
    context = {
        "page": page,
        "rows": rows,
        "settled": settled,
        "problems": tuple(problems),
        "tabs": _tabs(
            (("", "未処理"), ("settled", "処理済")), "settled" if settled else "", "state"
        ),
        "may_settle": may(request.access, "rejections.settle"),
    }
    return render(request, "municipal_cs/rejections.html", context, status=status)


def _tabs(titles: Iterable[tuple[str, str]], active: str, name: str) -> list[dict[str, str | bool]]:
    return [
        {"title": title, "url": f"?{name}={value}", "active": value == active}
        for value, title in titles
    ]


def _page(request: StaffRequest) -> int:
    return number_of(request.GET, "page", otherwise=1)
