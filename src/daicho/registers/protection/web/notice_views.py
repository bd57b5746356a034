"""本人通知: the registrations, a new one, and the end of one."""

from __future__ import annotations

from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from daicho.foundation.staff.public import StaffRequest, screen
from daicho.foundation.ui.posted import key_of, number_of
from daicho.kernel.clock import business_today
from daicho.kernel.errors import Invalid, Problem
from daicho.kernel.wareki import format_wareki_short
from daicho.registers.protection.commands.register_notice import end_notice, register_notice
from daicho.registers.protection.domain.spans import last_day_of_year_from
from daicho.registers.protection.selectors.measures import quote_for_form, quoted_again
from daicho.registers.protection.selectors.notices import list_notices
from daicho.registers.protection.web.reading import Typed
from daicho.registers.protection.web.tabs import list_tabs


@require_GET
@screen("protection.manage")
def notices(request: StaffRequest) -> HttpResponse:
    """The registrations, those that run out first on top."""
    found = list_notices(request.access, page=number_of(request.GET, "page", otherwise=1))
    context = {"found": found, "lists": list_tabs(request, "notices")}
    return render(request, "protection/notices.html", context)


@require_http_methods(["GET", "POST"])
@screen("protection.manage")
def register(request: StaffRequest, person: UUID) -> HttpResponse:
    """Register somebody for a period."""
    problems: tuple[Problem, ...] = ()
    key = key_of(request.POST.get("key", "")) or uuid4()
    if request.method == "POST":
        try:
            _register(request, key, person)
        except Invalid as error:
            problems = error.problems
            who = quoted_again([person])[person]
        else:
            messages.success(request, "本人通知を登録しました。")
            return redirect("protection_notices")
    else:
        who = quote_for_form(request.access, person=person)
    today = business_today()
    first = {
        "starts_on": format_wareki_short(today),
        "ends_on": format_wareki_short(last_day_of_year_from(today)),
    }
    context = {
        "who": who,
        "key": key,
        "problems": problems,
        "typed": request.POST if problems else first,
    }
    return render(request, "protection/notice.html", context, status=422 if problems else 200)


@require_POST
@screen("protection.manage")
def end(request: StaffRequest, key: UUID) -> HttpResponse:
    """End a registration."""
    end_notice(request.access, key=key, reason=request.POST.get("reason", ""))
    messages.success(request, "本人通知の登録を廃止しました。")
    return redirect("protection_notices")


def _register(request: StaffRequest, key: UUID, person: UUID) -> None:
    typed = Typed(request.POST)
    starts_on, ends_on = typed.day("starts_on"), typed.day("ends_on")
    for name, on in (("starts_on", starts_on), ("ends_on", ends_on)):
        if on is None and not typed.raw(name):
            typed.problems.append(
                Problem(
                    "protection.blank",
                    name,
                    "日付がありません。",
                    remedy="登録する期間を入力してください。",
                )
            )
    typed.check()
    assert starts_on is not None
    assert ends_on is not None
    register_notice(request.access, key=key, person=person, starts_on=starts_on, ends_on=ends_on)
