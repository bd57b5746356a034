"""Session guard (セッションの見張り): no view without a session that has come far enough for it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from daicho.foundation.audit.public import recorded
from daicho.foundation.staff.access import staff_access
from daicho.foundation.staff.audit_types import SCREEN_LOCKED, SIGNED_OUT
from daicho.foundation.staff.models import Staff
from daicho.foundation.staff.sessions import (
    Expiry,
    Standing,
    expiry_of,
    idle_too_long,
    lock,
    standing_of,
    touch,
)
from daicho.kernel.access import Purpose

_ALWAYS = frozenset({"account_logout", "locked_out", "terminal_enrol"})
# What each standing reaches, by URL name; FULL reaches everything.
REACHABLE: Final[Mapping[Standing, frozenset[str]]] = {
    Standing.ANONYMOUS: _ALWAYS
    | {
        "account_login",
        "account_inactive",
        "mfa_authenticate",
        "mfa_login_webauthn",
        "sign_on",
        "sign_on_back",
    },
    Standing.UNFACTORED: _ALWAYS
    | {
        "factor_enrol",
        "mfa_activate_totp",
        "mfa_add_webauthn",
        "mfa_view_recovery_codes",
        "unlock",
    },
    Standing.LOCKED: _ALWAYS | {"unlock"},
    Standing.PASSWORD_DUE: _ALWAYS
    | {"account_change_password", "lock", "mfa_view_recovery_codes", "unlock"},
}
_NEXT_STEP: Final[Mapping[Standing, str]] = {
    Standing.ANONYMOUS: "account_login",
    Standing.UNFACTORED: "factor_enrol",
    Standing.LOCKED: "unlock",
    Standing.PASSWORD_DUE: "account_change_password",
}


class StaffSession:
    """Ends sessions whose time is up, locks idle ones, and sends everyone else where they may go."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(
        self,
        request: HttpRequest,
        view: Callable[..., HttpResponseBase],
        _args: tuple[object, ...],
        _kwargs: dict[str, object],
    ) -> HttpResponse | None:
        """Refuse by default: a view is reached by its standing, or because it is `open_to_all`."""
        if getattr(view, "open_because", ""):
            return None
        user = request.user
        if isinstance(user, Staff):
            expiry = expiry_of(request, user)
            if expiry is not None:
                return _sign_out(request, user, expiry)
            _lock_when_idle(request, user)
        standing = standing_of(request)
        name = request.resolver_match.url_name if request.resolver_match else None
        if standing is not Standing.FULL and name not in REACHABLE[standing]:
            return _send_on(request, standing)
        if standing not in (Standing.ANONYMOUS, Standing.LOCKED):
            touch(request)
        return None


def _lock_when_idle(request: HttpRequest, user: Staff) -> None:
    if standing_of(request) in (Standing.FULL, Standing.PASSWORD_DUE) and idle_too_long(request):
        lock(request)
        with recorded(
            staff_access(request, user, purpose=Purpose.ADMINISTRATION), SCREEN_LOCKED
        ) as note:
            note.say(reason="操作がないまま時間が過ぎた")


def _sign_out(request: HttpRequest, user: Staff, expiry: Expiry) -> HttpResponse:
    with recorded(staff_access(request, user, purpose=Purpose.ADMINISTRATION), SIGNED_OUT) as note:
        note.say(reason=expiry.value)
    logout(request)
    messages.warning(
        request, f"ログアウトしました。{expiry.value}ためです。もう一度ログインしてください。"
    )
    return _send_on(request, Standing.ANONYMOUS)


def _send_on(request: HttpRequest, standing: Standing) -> HttpResponse:
    partial = request.headers.get("HX-Request") == "true"
    target = reverse(_NEXT_STEP[standing])
    if request.method == "GET" and not partial:
        target = f"{target}?{urlencode({'next': request.get_full_path()})}"
    if partial:
        response = HttpResponse(status=204)
        response["HX-Redirect"] = target
        return response
    return redirect(target)
