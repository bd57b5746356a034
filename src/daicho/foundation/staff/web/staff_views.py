"""Staff management (職員と権限の管理): the screens of 管理."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from daicho.foundation.staff.commands.bind_sign_on import bind_sign_on
from daicho.foundation.staff.commands.change_staff import change_staff
from daicho.foundation.staff.commands.end_duty import end_duty
from daicho.foundation.staff.commands.grant_duty import grant_duty
from daicho.foundation.staff.commands.hide_items import hide_items
from daicho.foundation.staff.commands.register_staff import register_staff
from daicho.foundation.staff.commands.reset_factors import reset_factors
from daicho.foundation.staff.commands.reset_password import reset_password, temporary_password
from daicho.foundation.staff.commands.resume_staff import resume_staff
from daicho.foundation.staff.commands.stop_staff import stop_staff
from daicho.foundation.staff.commands.unbind_sign_on import unbind_sign_on
from daicho.foundation.staff.commands.unlock_account import unlock_account
from daicho.foundation.staff.domain.rights import Rights
from daicho.foundation.staff.lockout import is_locked_out
from daicho.foundation.staff.models import Staff
from daicho.foundation.staff.models.duty_grant import GRANTABLE
from daicho.foundation.staff.operations import OPERATIONS
from daicho.foundation.staff.policy import HideableItem, may
from daicho.foundation.staff.screens import StaffRequest, screen
from daicho.foundation.staff.selectors.accounts import binding_of, grants_of, staff_of, staff_page
from daicho.foundation.staff.selectors.rights import ended_on, rights_of_all, rights_on
from daicho.foundation.staff.selectors.rights_requests import coming_of
from daicho.foundation.staff.web.entries import (
    date_of,
    duties_of,
    duty_of,
    key_of,
    optional_date_of,
)
from daicho.kernel.clock import business_today
from daicho.kernel.errors import Invalid, Problem

_DUTY_CHOICES = [(duty.value, duty.label) for duty in GRANTABLE]


@require_GET
@screen("staff.manage")
def staff_list_view(request: StaffRequest) -> HttpResponse:
    """Accounts, searched by login, name or office."""
    words = request.GET.get("q", "")
    number = request.GET.get("page", "1")
    page = staff_page(request.access, words=words, page=int(number) if number.isdecimal() else 1)
    rights = rights_of_all(list(page), day=business_today())
    rows = [(staff, rights[staff.key], _labels(rights[staff.key])) for staff in page]
    return render(request, "staff/staff_list.html", {"page": page, "rows": rows, "words": words})


@require_http_methods(["GET", "POST"])
@screen("staff.manage")
def staff_register_view(request: StaffRequest) -> HttpResponse:
    """Register a person; the temporary password is shown on the next page, once."""
    problems: tuple[Problem, ...] = ()
    if request.method == "POST":
        password = temporary_password()
        try:
            key = register_staff(
                request.access,
                login=request.POST.get("login", ""),
                name=request.POST.get("name", ""),
                office=request.POST.get("office", ""),
                password=password,
                duties=duties_of(request.POST, duties=GRANTABLE),
                valid_from=optional_date_of(request.POST, "valid_from"),
            )
        except Invalid as error:
            problems = error.problems
        else:
            return _password_page(request, key, password)
    return render(
        request,
        "staff/staff_register.html",
        {
            "problems": problems,
            "entered": request.POST,
            "duty_choices": _DUTY_CHOICES,
            "ticked": request.POST.getlist("duties"),
        },
        status=422 if problems else 200,
    )


@require_GET
@screen("staff.requests")
def staff_view(request: StaffRequest, key: UUID) -> HttpResponse:
    """One account with its duties."""
    return _staff_page(request, key)


@require_POST
@screen("staff.manage")
def staff_change_view(request: StaffRequest, key: UUID) -> HttpResponse:
    """Change particulars."""
    try:
        change_staff(
            request.access,
            staff_key=key,
            name=request.POST.get("name", ""),
            office=request.POST.get("office", ""),
            valid_from=date_of(request.POST, "valid_from", label="利用の開始日"),
            valid_until=optional_date_of(request.POST, "valid_until"),
            reason=request.POST.get("change_reason", ""),
        )
    except Invalid as error:
        return _staff_page(request, key, error=error, part="change")
    messages.success(request, "登録内容を変更しました。")
    return redirect("staff_view", key=key)


@require_POST
@screen("staff.restrict")
def staff_hide_view(request: StaffRequest, key: UUID) -> HttpResponse:
    """Set the items that are never shown to this person."""
    ticked = request.POST.getlist("hidden_items")
    try:
        hide_items(
            request.access,
            staff_key=key,
            items=[item for item in HideableItem if item.value in ticked],
            reason=request.POST.get("hide_reason", ""),
        )
    except Invalid as error:
        return _staff_page(request, key, error=error, part="hide")
    messages.success(request, "表示しない項目を改めました。")
    return redirect("staff_view", key=key)


@require_POST
@screen("staff.manage")
def duty_grant_view(request: StaffRequest, key: UUID) -> HttpResponse:
    """Grant a duty."""
    try:
        grant_duty(
            request.access,
            staff_key=key,
            duty=duty_of(request.POST, duties=GRANTABLE),
            valid_from=date_of(request.POST, "duty_from", label="開始日"),
            valid_until=optional_date_of(request.POST, "duty_until"),
            reason=request.POST.get("grant_reason", ""),
        )
    except Invalid as error:
        return _staff_page(request, key, error=error, part="grant")
    messages.success(request, "職務を付与しました。")
    return redirect("staff_view", key=key)


@require_POST
@screen("staff.manage")
def duty_end_view(request: StaffRequest, key: UUID) -> HttpResponse:
    """End a duty."""
    try:
        end_duty(
            request.access,
            grant_key=key_of(request.POST.get("grant", "")),
            valid_until=date_of(request.POST, "end_on", label="終了日"),
            reason=request.POST.get("end_reason", ""),
        )
    except Invalid as error:
        return _staff_page(request, key, error=error, part="end")
    messages.success(request, "職務の終了日を記録しました。")
    return redirect("staff_view", key=key)


@require_POST
@screen("staff.manage")
def staff_act_view(request: StaffRequest, key: UUID, act: str) -> HttpResponse:
    """Stop, resume, unlock, or reset the password or the second factors; each with its reason."""
    reason = request.POST.get("act_reason", "")
    try:
        if act == "reset-password":
            return _password_page(
                request, key, reset_password(request.access, staff_key=key, reason=reason)
            )
        if act == "reset-factors":
            return _password_page(
                request, key, reset_factors(request.access, staff_key=key, reason=reason)
            )
        simple = {"stop": stop_staff, "resume": resume_staff, "unlock": unlock_account}
        simple[act](request.access, staff_key=key, reason=reason)
    except Invalid as error:
        return _staff_page(request, key, error=error, part="act")
    messages.success(request, "操作を記録しました。")
    return redirect("staff_view", key=key)


@require_POST
@screen("staff.manage")
def sign_on_bind_view(request: StaffRequest, key: UUID) -> HttpResponse:
    """Bind the provider's subject to the account."""
    try:
        bind_sign_on(
            request.access,
            staff_key=key,
            subject=request.POST.get("subject", ""),
            reason=request.POST.get("bind_reason", ""),
        )
    except Invalid as error:
        return _staff_page(request, key, error=error, part="bind")
    messages.success(request, "シングルサインオンを結び付けました。")
    return redirect("staff_view", key=key)


@require_POST
@screen("staff.manage")
def sign_on_end_view(request: StaffRequest, key: UUID) -> HttpResponse:
    """End the binding."""
    try:
        unbind_sign_on(request.access, staff_key=key, reason=request.POST.get("unbind_reason", ""))
    except Invalid as error:
        return _staff_page(request, key, error=error, part="unbind")
    messages.success(request, "シングルサインオンの結び付けを解きました。")
    return redirect("staff_view", key=key)


@require_GET
@screen("staff.manage")
def rights_table_view(request: StaffRequest) -> HttpResponse:
    """The table of operations and duties (操作権限一覧表, STD-10.3), for printing."""
    rows = [
        (
            operation,
            [not operation.duties or duty in operation.duties for duty in GRANTABLE],
            "、".join(purpose.label for purpose in operation.purposes),
        )
        for operation in OPERATIONS.values()
    ]
    return render(request, "staff/rights_table.html", {"rows": rows, "duties": GRANTABLE})


def _staff_page(
    request: StaffRequest, key: UUID, *, error: Invalid | None = None, part: str = ""
) -> HttpResponse:
    staff = staff_of(request.access, staff_key=key)
    rights = rights_on(staff, day=business_today())
    ticked = request.POST.getlist("hidden_items") if part == "hide" else rights.own_hidden
    return render(
        request,
        "staff/staff_view.html",
        {
            "person": staff,
            "rights": rights,
            "duties": _labels(rights),
            "coming": coming_of(request.access, login=staff.login),
            "sign_on": bool(settings.SIGN_ON_ISSUER),
            "binding": binding_of(request.access, staff_key=key),
            "may_manage": may(request.access, "staff.manage"),
            "may_restrict": may(request.access, "staff.restrict"),
            "grants": grants_of(request.access, staff_key=key),
            "today": business_today(),
            "is_locked_out": is_locked_out(request, staff.login),
            "duty_choices": _DUTY_CHOICES,
            "items": [(i.value, i.label, i.value in ticked) for i in HideableItem],
            "problems": _renamed(error, part) if error else (),
            "part": part,
            "shown": request.POST if part == "change" else _particulars(staff, rights),
            "entered": request.POST,
        },
        status=error.status if error else 200,
    )


def _labels(rights: Rights) -> list[str]:
    return [duty.label for duty in GRANTABLE if duty in rights.duties]


def _particulars(staff: Staff, rights: Rights) -> dict[str, str]:
    until = ended_on(staff, day=business_today())
    return {
        "name": rights.name,
        "office": rights.office,
        "valid_from": staff.valid_from.isoformat(),
        "valid_until": until.isoformat() if until else "",
    }


def _password_page(request: StaffRequest, key: UUID, password: str) -> HttpResponse:
    staff = staff_of(request.access, staff_key=key)
    return render(request, "staff/temporary_password.html", {"person": staff, "password": password})


# The page holds several forms, so that a command's field has a name of its own in each.
_FIELDS: Final[Mapping[str, Mapping[str, str]]] = {
    "change": {"reason": "change_reason"},
    "hide": {"reason": "hide_reason"},
    "bind": {"reason": "bind_reason"},
    "unbind": {},
    "grant": {"reason": "grant_reason", "valid_from": "duty_from", "valid_until": "duty_until"},
    "end": {"reason": "end_reason", "valid_until": "end_on"},
    "act": {"reason": "act_reason"},
}


def _renamed(error: Invalid, part: str) -> tuple[Problem, ...]:
    names = _FIELDS[part]
    return tuple(replace(p, field=names.get(p.field, p.field)) for p in error.problems)
