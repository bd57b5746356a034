"""Drawers (レジ) and the day of an office (日計): opened, counted, confirmed by a second person, printed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from daicho.business.cash.commands.close_office_day import close_office_day
from daicho.business.cash.commands.confirm_drawer import confirm_drawer
from daicho.business.cash.commands.count_drawer import count_drawer, send_back
from daicho.business.cash.commands.open_drawer import open_drawer
from daicho.business.cash.domain.denominations import DENOMINATIONS
from daicho.business.cash.domain.postings import Place
from daicho.business.cash.domain.states import DrawerState
from daicho.business.cash.domain.tenders import methods_on
from daicho.business.cash.selectors.ledger import list_drawers, view_drawer, view_office_day
from daicho.business.cash.selectors.papers import day_slip_pdf, drawer_slip_pdf, remittance_pdf
from daicho.business.cash.web.reading import day_of, pdf, read_count
from daicho.foundation.staff.public import StaffRequest, may, screen
from daicho.foundation.ui.posted import number_of
from daicho.kernel.clock import business_today
from daicho.kernel.errors import Invalid, Missing, Problem
from daicho.kernel.money import yen
from daicho.kernel.wareki import format_wareki_short


@require_GET
@screen("cash.view")
def drawers(request: StaffRequest) -> HttpResponse:
    """The drawers of a day, those of earlier days that are not closed before them."""
    day = day_of(request.GET.get("day", ""), otherwise=business_today())
    context = {
        "rows": list_drawers(request.access, day=day),
        "day": day,
        "office": request.access.office,
        "day_text": format_wareki_short(day),
        "may_open": may(request.access, "cash.drawer") and day == business_today(),
    }
    return render(request, "cash/drawers.html", context)


@require_http_methods(["GET", "POST"])
@screen("cash.drawer")
def open_one(request: StaffRequest) -> HttpResponse:
    """Open the drawer of this terminal with its float."""
    problems: tuple[Problem, ...] = ()
    if request.method == "POST":
        try:
            cash, orders = (_yen(request, f"float_{name}_yen") for name in ("cash", "orders"))
            open_drawer(request.access, float_cash_yen=cash, float_orders_yen=orders)
        except Invalid as error:
            problems = error.problems
        else:
            messages.success(request, "レジを開きました。")
            return redirect("cash_till")
    context = {"problems": problems, "typed": request.POST, "today": business_today()}
    return render(request, "cash/open.html", context, status=422 if problems else 200)


@require_GET
@screen("cash.view")
def one(request: StaffRequest, drawer: UUID) -> HttpResponse:
    """One drawer with its slip."""
    return _drawer(request, drawer, problems=())


@require_POST
@screen("cash.drawer")
def count(request: StaffRequest, drawer: UUID) -> HttpResponse:
    """Keep what was counted."""
    edition = number_of(request.POST, "edition", otherwise=0)
    try:
        counted = read_count(request.POST)
        count_drawer(request.access, drawer=drawer, edition=edition, counted=counted)
    except Invalid as error:
        return _drawer(request, drawer, problems=error.problems, status=422)
    messages.success(request, "数えた額を記録しました。ほかの職員の確認を受けてください。")
    return redirect("cash_drawer", drawer=drawer)


@require_POST
@screen("cash.confirm")
def confirm(request: StaffRequest, drawer: UUID) -> HttpResponse:
    """The second person closes it, or has it counted again."""
    edition = number_of(request.POST, "edition", otherwise=0)
    try:
        if request.POST.get("act") == "send_back":
            reason = request.POST.get("back_reason", "")
            send_back(request.access, drawer=drawer, edition=edition, reason=reason)
            messages.success(request, "数え直しを求めました。")
        else:
            confirm_drawer(request.access, drawer=drawer, edition=edition)
            messages.success(request, "レジを締めました。")
    except Invalid as error:
        return _drawer(request, drawer, problems=error.problems, status=422)
    return redirect("cash_drawer", drawer=drawer)


@require_GET
@screen("cash.view")
def drawer_paper(request: StaffRequest, drawer: UUID) -> HttpResponse:
    """レジ締め票."""
    return pdf(*drawer_slip_pdf(request.access, drawer=drawer))


@require_GET
@screen("cash.view")
def office_day(request: StaffRequest, day: str) -> HttpResponse:
    """日計: what was issued and what was taken, and the closing of the day."""
    return _office_day(request, _day(day), problems=())


@require_POST
@screen("cash.confirm")
def close_day(request: StaffRequest, day: str) -> HttpResponse:
    """Close the day of the office."""
    on = _day(day)
    remark = request.POST.get("remark", "")
    try:
        close_office_day(request.access, office=request.access.office, day=on, remark=remark)
    except Invalid as error:
        return _office_day(request, on, problems=error.problems, status=422)
    messages.success(request, "日計を締めました。公金払込書を印刷してください。")
    return redirect("cash_office_day", day=day)


@require_GET
@screen("cash.view")
def day_paper(request: StaffRequest, day: str, paper: str) -> HttpResponse:
    """日計表 and 公金払込書."""
    draw = {"slip": day_slip_pdf, "remittance": remittance_pdf}.get(paper)
    if draw is None:
        raise Missing("この帳票はありません。", remedy="日計の画面から選び直してください。")
    return pdf(*draw(request.access, office=request.access.office, day=_day(day)))


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Missing("この日はありません。", remedy="一覧から日を選び直してください。") from None


def _yen(request: StaffRequest, name: str) -> int:
    text = request.POST.get(name, "").strip()
    return yen(text, field=name) if text else 0


def _drawer(
    request: StaffRequest, drawer: UUID, *, problems: Iterable[Problem], status: int = 200
) -> HttpResponse:
    slip = view_drawer(request.access, drawer=drawer)
    typed = request.POST
    context = {
        "slip": slip,
        "problems": tuple(problems),
        "typed": typed,
        "pieces": [
            {"face": face, "value": typed.get(f"pieces.{face}", "")} for face in DENOMINATIONS
        ],
        "stamps": any(row.facts["place"] == Place.STAMP for row in methods_on(slip.row.day)),
        "may_count": slip.row.state is DrawerState.OPEN and may(request.access, "cash.drawer"),
        "may_confirm": slip.row.state is DrawerState.COUNTED
        and may(request.access, "cash.confirm"),
        "waits": slip.row.state is DrawerState.COUNTED,
    }
    return render(request, "cash/drawer.html", context, status=status)


def _office_day(
    request: StaffRequest, day: date, *, problems: Iterable[Problem], status: int = 200
) -> HttpResponse:
    slip = view_office_day(request.access, office=request.access.office, day=day)
    context = {
        "slip": slip,
        "day": day,
        "problems": tuple(problems),
        "typed": request.POST,
        "may_close": slip.ready and may(request.access, "cash.confirm"),
    }
    return render(request, "cash/office_day.html", context, status=status)
