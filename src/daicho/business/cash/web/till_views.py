"""The till (会計): what waits, one account with its payment, and its receipt; everything goes by the keyboard."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from daicho.business.cash.commands.cancel_payment import cancel_payment
from daicho.business.cash.commands.drop_account import drop_account, renew_account
from daicho.business.cash.commands.open_account import open_account
from daicho.business.cash.commands.print_receipt import print_receipt
from daicho.business.cash.commands.take_payment import note_failure, take_payment
from daicho.business.cash.domain.fees import FeeLine, exemptions_on, fees_on
from daicho.business.cash.domain.postings import Place
from daicho.business.cash.domain.tenders import methods_on
from daicho.business.cash.ports import HeldOrder
from daicho.business.cash.selectors.till import open_till, view_account
from daicho.business.cash.web.reading import pdf, read_tender
from daicho.foundation.law_values import value_on
from daicho.foundation.staff.public import StaffRequest, may, screen
from daicho.foundation.ui.posted import key_of, number_of
from daicho.kernel.clock import business_today
from daicho.kernel.errors import Invalid, Problem
from daicho.kernel.wareki import format_wareki_short

LINES = range(3)
ORDERS = range(6)
CHANGE_ORDERS = range(3)
BY_ORDER = "money_order"
"""The method of `laws/payment_methods.yaml` by which mail is paid for."""


@require_http_methods(["GET", "POST"])
@screen("cash.take")
def till(request: StaffRequest) -> HttpResponse:
    """What waits to be charged and paid; POST makes an account of what is chosen."""
    if request.method == "GET":
        return _till(request, problems=())
    key = key_of(request.POST.get("key", "")) or uuid4()
    try:
        account = open_account(request.access, request_key=key, lines=_lines(request.POST))
    except Invalid as error:
        return _till(request, problems=error.problems, status=422)
    return redirect("cash_account", account=account)


@require_GET
@screen("cash.view")
def account(request: StaffRequest, account: UUID) -> HttpResponse:
    """One account."""
    return _account(request, account, problems=())


@require_POST
@screen("cash.take")
def pay(request: StaffRequest, account: UUID) -> HttpResponse:
    """Take the payment, or note that the terminal refused it."""
    posted = request.POST
    try:
        if posted.get("act") == "failed":
            reason = posted.get("failed_reason", "")
            note_failure(
                request.access, account=account, method=posted.get("method", ""), reason=reason
            )
            messages.warning(request, "決済できなかったことを記録しました。収納はしていません。")
            return redirect("cash_account", account=account)
        taken = take_payment(
            request.access,
            account=account,
            entry=key_of(posted.get("entry", "")) or uuid4(),
            tender=read_tender(posted, day=business_today()),
        )
    except Invalid as error:
        return _account(request, account, problems=error.problems, status=422)
    messages.success(
        request, f"収納しました（{taken.number}）。お釣りは{taken.change_yen:,}円です。"
    )
    return redirect("cash_account", account=account)


@require_POST
@screen("cash.take")
def cancel(request: StaffRequest, account: UUID) -> HttpResponse:
    """取消し, on the same day in the same drawer."""
    key = key_of(request.POST.get("entry", "")) or uuid4()
    reason = request.POST.get("reason", "")
    try:
        number = cancel_payment(request.access, account=account, entry=key, reason=reason)
    except Invalid as error:
        return _account(request, account, problems=error.problems, status=422)
    messages.success(request, f"収納を取り消しました（{number}）。お金を返してください。")
    return redirect("cash_account", account=account)


@require_POST
@screen("cash.charge")
def drop(request: StaffRequest, account: UUID) -> HttpResponse:
    """Set an unpaid account aside, or draw it up anew without what was spoiled."""
    if request.POST.get("act") == "renew":
        fresh = renew_account(request.access, account=account)
        messages.success(request, "書損じの証明書を除いて会計し直しました。")
        return redirect("cash_account", account=fresh or account)
    try:
        drop_account(request.access, account=account, reason=request.POST.get("reason", ""))
    except Invalid as error:
        return _account(request, account, problems=error.problems, status=422)
    messages.success(request, "会計を取りやめました。")
    return redirect("cash_till")


@require_POST
@screen("cash.take")
def receipt(request: StaffRequest, entry: UUID) -> HttpResponse:
    """領収書 as a PDF; a later copy says 再発行."""
    number, content = print_receipt(
        request.access,
        entry=entry,
        payer=request.POST.get("payer", ""),
        reason=request.POST.get("reason", ""),
    )
    return pdf(f"領収書-{number}", content)


def _lines(posted: QueryDict) -> list[FeeLine]:
    """The chosen sheets as one line, and what was typed besides."""
    issues = tuple(k for k in map(key_of, " ".join(posted.getlist("issues")).split()) if k)
    exemption, ground = posted.get("exemption", ""), posted.get("ground", "")
    lines = [FeeLine("", len(issues), exemption, ground, issues)] if issues else []
    for at in LINES:
        code = posted.get(f"lines.{at}.code", "")
        if code:
            count = number_of(posted, f"lines.{at}.count", otherwise=0)
            lines.append(FeeLine(code, count, exemption, ground))
    return lines


def _till(request: StaffRequest, *, problems: Iterable[Problem], status: int = 200) -> HttpResponse:
    today = business_today()
    typed = request.POST
    context = {
        "view": open_till(request.access),
        "key": typed.get("key") or uuid4(),
        "today": today,
        "problems": tuple(problems),
        "fees": [("", "選んでください"), *((row.code, row.title) for row in fees_on(today))],
        "exemptions": [("", "なし"), *((row.code, row.title) for row in exemptions_on(today))],
        "typed": typed,
        "chosen": set(typed.getlist("issues")),
        "lines": [
            {
                "at": at,
                "code": typed.get(f"lines.{at}.code", ""),
                "count": typed.get(f"lines.{at}.count", "1"),
            }
            for at in LINES
        ],
        "may_drawer": may(request.access, "cash.drawer"),
    }
    return render(request, "cash/till.html", context, status=status)


def _account(
    request: StaffRequest, account: UUID, *, problems: Iterable[Problem], status: int = 200
) -> HttpResponse:
    today = business_today()
    view = view_account(request.access, account=account)
    faces = value_on("money_orders", "postal_money_order", today).facts["denominations"]
    methods = [
        {"code": row.code, "title": row.title, "place": Place(row.facts["place"]).value}
        for row in methods_on(today)
    ]
    typed = request.POST
    context = {
        "view": view,
        "problems": tuple(problems),
        "methods": methods,
        "method": typed.get("method", BY_ORDER if view.held else "cash"),
        "faces": faces,
        "orders": _orders(typed, view.held),
        "change_orders": [_order(typed, "change_orders", at) for at in CHANGE_ORDERS],
        "entry": typed.get("entry") or uuid4(),
        "typed": typed,
        "today": format_wareki_short(today),
        "may_take": may(request.access, "cash.take"),
        "may_correct": may(request.access, "cash.correct"),
        "may_charge": may(request.access, "cash.charge"),
    }
    return render(request, "cash/account.html", context, status=status)


def _orders(typed: QueryDict, held: Sequence[HeldOrder]) -> list[dict[str, str]]:
    """The lines as they were typed, at first as the mail desk wrote them down."""
    typed_in = [_order(typed, "orders", at) for at in range(max(len(ORDERS), len(held)))]
    if typed:
        return typed_in
    for line, order in zip(typed_in, held, strict=False):
        issued = format_wareki_short(order.issued_on) if order.issued_on else ""
        line |= {"number": order.number, "yen": str(order.yen), "issued_on": issued}
    return typed_in


def _order(typed: QueryDict, name: str, at: int) -> dict[str, str]:
    return {
        "name": f"{name}.{at}",
        "number": typed.get(f"{name}.{at}.number", ""),
        "yen": typed.get(f"{name}.{at}.yen", ""),
        "issued_on": typed.get(f"{name}.{at}.issued_on", ""),
    }
