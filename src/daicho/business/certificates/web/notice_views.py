"""通知書: those of one case or one person, each looked at before it goes out; and those sent to many."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, Final
from uuid import UUID, uuid4

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from daicho.business.certificates.commands.issue_letters import (
    issue_arrival_inquiries,
    issue_bulk_letters,
    issue_head_requests,
    issue_list,
    issue_residence_letters,
)
from daicho.business.certificates.commands.issue_notice import (
    NoticeWish,
    issue_notice,
    preview_notice,
    reissue_notice,
)
from daicho.business.certificates.domain.letters import asks_destination
from daicho.business.certificates.domain.lists import LISTS
from daicho.business.certificates.selectors.bulk_letters import count_letters
from daicho.business.certificates.selectors.notice_lists import (
    Listed,
    view_ending,
    view_headless,
    view_late,
    view_waiting,
)
from daicho.business.certificates.selectors.occasions import (
    view_case_notices,
    view_person_notices,
)
from daicho.foundation.staff.public import StaffRequest, screen
from daicho.foundation.ui.posted import key_of, number_of
from daicho.kernel.clock import business_today
from daicho.kernel.errors import Invalid, Missing, Problem
from daicho.kernel.wareki import format_wareki_short, parse_date

TABS: Final = (
    ("head_change_list", "世帯主がいない世帯", "certificates_notices"),
    ("arrival_list", "転入通知未着", "certificates_notices_arrival"),
    ("residence_list", "在留期間の満了", "certificates_notices_residence"),
    ("late_list", "期間を過ぎた届出", "certificates_notices_late"),
)


@require_GET
@screen("certificates.notices")
def case_notices(request: StaffRequest, case: UUID) -> HttpResponse:
    """この異動で出す通知."""
    found = view_case_notices(request.access, case=case)
    return render(request, "certificates/case_notices.html", {"found": found})


@require_GET
@screen("certificates.notices")
def person_notices(request: StaffRequest, record: UUID) -> HttpResponse:
    """The notices of one person's movements."""
    found = view_person_notices(request.access, record=record)
    return render(request, "certificates/person_notices.html", {"found": found})


@require_http_methods(["GET", "POST"])
@screen("certificates.notices")
def notice(request: StaffRequest, case: UUID, kind: str) -> HttpResponse:
    """One notice: GET shows it, POST shows it again or sends it out."""
    typed = request.POST if request.method == "POST" else request.GET
    wish = NoticeWish(
        key=key_of(typed.get("key", "")) or uuid4(),
        case=case,
        kind=kind,
        subject=typed.get("subject", ""),
        document_number=typed.get("document_number", ""),
        sealed=request.method == "GET" or bool(typed.get("sealed")),
        to_alternative=bool(typed.get("to_alternative")),
    )
    problems: tuple[Problem, ...] = ()
    if typed.get("act") == "issue":
        try:
            issue_notice(request.access, wish=wish)
        except Invalid as error:
            problems = error.problems
        else:
            messages.success(request, "発行しました。印刷して、宛先と氏名を確かめてください。")
            return redirect("certificates_issued", request_key=wish.key)
    if problems:
        context = {"wish": wish, "problems": problems, "shown": None}
        return render(request, "certificates/notice.html", context, status=422)
    shown = preview_notice(request.access, wish=wish)
    return render(request, "certificates/notice.html", {"wish": wish, "shown": shown})


@require_POST
@screen("certificates.notices")
def reissue(request: StaffRequest, key: UUID) -> HttpResponse:
    """再交付."""
    request_key = key_of(request.POST.get("key", "")) or uuid4()
    reissue_notice(
        request.access, first=key, key=request_key, reason=request.POST.get("reason", "")
    )
    messages.success(request, "最初に発行した内容で再交付しました。")
    return redirect("certificates_issued", request_key=request_key)


@require_http_methods(["GET", "POST"])
@screen("certificates.notices")
def headless(request: StaffRequest) -> HttpResponse:
    """世帯主がいない世帯: 依頼通知書 to those chosen."""
    problems: tuple[Problem, ...] = ()
    key = key_of(request.POST.get("key", "")) or uuid4()
    if request.method == "POST":
        try:
            issue_head_requests(
                request.access,
                households=request.POST.getlist("chosen"),
                key=key,
                document_number=request.POST.get("document_number", ""),
            )
        except Invalid as error:
            problems = error.problems
        else:
            return _sent(request, key)
    found = view_headless(request.access, page=_page(request))
    return _draw(request, "head_change_list", found, {"households": found.rows}, problems)


@require_http_methods(["GET", "POST"])
@screen("certificates.notices")
def waiting(request: StaffRequest) -> HttpResponse:
    """転入通知が届いていない人: 照会書 about those chosen."""
    key = key_of(request.POST.get("key", "")) or uuid4()
    problems = _to_chosen(request, issue_arrival_inquiries, key)
    if problems is None:
        return _sent(request, key)
    found = view_waiting(request.access, page=_page(request))
    lines = [(held, asks_destination(held)) for held in found.rows]
    return _draw(request, "arrival_list", found, {"people": lines}, problems)


@require_http_methods(["GET", "POST"])
@screen("certificates.notices")
def ending(request: StaffRequest) -> HttpResponse:
    """在留期間が満了する人: お知らせ to those chosen."""
    key = key_of(request.POST.get("key", "")) or uuid4()
    problems = _to_chosen(request, issue_residence_letters, key)
    if problems is None:
        return _sent(request, key)
    found = view_ending(request.access, page=_page(request))
    return _draw(request, "residence_list", found, {"ending": found.rows}, problems)


def _to_chosen(
    request: StaffRequest, issue: Callable[..., UUID], key: UUID
) -> tuple[Problem, ...] | None:
    """Write to the chosen records of a posted list: None when it was done, else what stands in the way."""
    if request.method != "POST":
        return ()
    chosen = [r for r in map(key_of, request.POST.getlist("chosen")) if r is not None]
    number = request.POST.get("document_number", "")
    try:
        issue(request.access, records=chosen, key=key, document_number=number)
    except Invalid as error:
        return error.problems
    return None


@require_GET
@screen("certificates.notices")
def late(request: StaffRequest) -> HttpResponse:
    """期間を過ぎた届出 of a month."""
    month, problems = _month(request)
    found = view_late(request.access, month=month, page=_page(request))
    context = {"late": found.rows, "month": format_wareki_short(month)}
    return _draw(request, "late_list", found, context, problems)


@require_POST
@screen("certificates.notices")
def make_list(request: StaffRequest, kind: str) -> HttpResponse:
    """The list as it is now, kept like every paper."""
    if kind not in LISTS:
        raise Missing("この一覧はありません。", remedy="一覧を選び直してください。")
    key = key_of(request.POST.get("key", "")) or uuid4()
    text = request.POST.get("month", "")
    month = parse_date(text, field="month") if text else None
    issue_list(request.access, kind=kind, key=key, month=month)
    return _sent(request, key)


@require_http_methods(["GET", "POST"])
@screen("certificates.notices")
def bulk(request: StaffRequest, case: UUID) -> HttpResponse:
    """住所一括変更の事前・事後の通知: how many there are, and all of them as one file."""
    key = key_of(request.POST.get("key", "")) or uuid4()
    problems: tuple[Problem, ...] = ()
    if request.method == "POST":
        try:
            issue_bulk_letters(
                request.access,
                case=case,
                afterwards=request.POST.get("when") == "after",
                key=key,
                document_number=request.POST.get("document_number", ""),
            )
        except Invalid as error:
            problems = error.problems
        else:
            return _sent(request, key)
    before, after = count_letters(request.access, case=case)
    context = {"case": case, "before": before, "after": after, "key": key, "problems": problems}
    status = 422 if problems else 200
    return render(request, "certificates/bulk_letters.html", context, status=status)


def _month(request: StaffRequest) -> tuple[date, tuple[Problem, ...]]:
    text = request.GET.get("month", "").strip()
    try:
        return (parse_date(text, field="month") if text else business_today()), ()
    except Invalid as error:
        return business_today(), error.problems


def _sent(request: StaffRequest, key: UUID) -> HttpResponse:
    messages.success(request, "発行しました。PDFを開いて印刷してください。")
    return redirect("certificates_issued", request_key=key)


def _page(request: StaffRequest) -> int:
    return number_of(request.GET, "page", otherwise=1)


def _draw(
    request: StaffRequest,
    which: str,
    found: Listed[Any],  # Any: rows of each list's own kind
    context: Mapping[str, object],
    problems: Sequence[Problem],
) -> HttpResponse:
    known = {
        "which": which,
        "found": found.page,
        "count": found.page.paginator.count,
        "problems": problems,
        "key": uuid4(),
        "list_title": LISTS[which],
        "delivery_url": reverse("certificates_deliveries") if settings.THIRD_PARTY_NOTICE else "",
        "tabs": [
            {"title": title, "url": reverse(name), "active": code == which}
            for code, title, name in TABS
        ],
    }
    status = 422 if problems else 200
    return render(request, "certificates/notice_lists.html", {**context, **known}, status=status)
