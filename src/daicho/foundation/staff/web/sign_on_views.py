"""Single sign-on (シングルサインオン): to the town's provider and back; the second factor follows as always."""

# The sign-in library has no types.

from __future__ import annotations

import hmac
from contextlib import suppress
from typing import Any, Final

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_GET

from daicho.foundation.audit.public import recorded
from daicho.foundation.staff.access import visitor_access
from daicho.foundation.staff.audit_types import SIGN_ON_FAILED
from daicho.foundation.staff.models import SignOnBinding
from daicho.foundation.staff.sessions import SIGN_ON
from daicho.foundation.staff.sign_on import Provider, begin_sign_on, subject_of, unproved
from daicho.foundation.staff.web.locking import safe_next
from daicho.kernel.clock import real_now
from daicho.kernel.errors import DaichoError, Missing

_UNDER_WAY: Final = "staff_sign_on_under_way"
MINUTES: Final = 10


@require_GET
def sign_on_view(request: HttpRequest) -> HttpResponse:
    """Send the person to the provider; what the answer must fit stays in the session."""
    try:
        beginning = begin_sign_on(_provider())
    except DaichoError as error:
        return _failed(request, error)
    request.session[_UNDER_WAY] = {
        "state": beginning.state,
        "nonce": beginning.nonce,
        "verifier": beginning.verifier,
        "at": real_now().timestamp(),
        "next": safe_next(request, request.GET.get("next", "")),
    }
    return redirect(beginning.url)


@sensitive_variables("code", "subject")
@require_GET
def sign_on_back_view(request: HttpRequest) -> HttpResponse:
    """Come back from the provider: one answer for one question, in the same browser, within ten minutes."""
    asked: dict[str, Any] = request.session.pop(_UNDER_WAY, None) or {}  # Any: JSON of the session
    subject = ""
    try:
        provider = _provider()
        _check_answer(request, asked)
        subject = subject_of(
            provider,
            code=request.GET.get("code", ""),
            nonce=asked["nonce"],
            verifier=asked["verifier"],
        )
        binding = _binding(provider, subject)
    except DaichoError as error:
        return _failed(request, error, subject=subject)
    record_authentication(request, binding.staff, method="sign_on", binding=str(binding.key))
    request.session[SIGN_ON] = str(binding.key)
    login = Login(user=binding.staff, redirect_url=asked["next"])
    response: HttpResponse = perform_login(request, login)
    return response


def _provider() -> Provider:
    if not settings.SIGN_ON_ISSUER:
        raise Missing("この画面はありません。", remedy="ログインの画面を使ってください。")
    return Provider(
        issuer=settings.SIGN_ON_ISSUER,
        client=settings.SIGN_ON_CLIENT,
        secret=settings.SIGN_ON_SECRET,
        back_url=settings.SITE_ORIGIN + reverse("sign_on_back"),
    )


def _check_answer(request: HttpRequest, asked: dict[str, Any]) -> None:  # Any: JSON of the session
    if request.GET.get("error"):
        raise unproved("認証の仕組みで、ログインが取りやめられたか断られました。")
    given = request.GET.get("state", "")
    fits = bool(asked) and hmac.compare_digest(given.encode(), str(asked["state"]).encode())
    if not fits or real_now().timestamp() - asked["at"] > MINUTES * 60:
        raise unproved(f"この端末から始めたログインではないか、始めてから{MINUTES}分を過ぎました。")
    if not request.GET.get("code"):
        raise unproved("認証の仕組みから、必要なものが届きませんでした。")


def _binding(provider: Provider, subject: str) -> SignOnBinding:
    found = (
        SignOnBinding.objects.select_related("staff")
        .filter(issuer=provider.issuer, subject=subject, ended_at__isnull=True)
        .first()
    )
    if found is None:
        raise unproved("この利用者は、どの職員とも結び付けられていません。")
    return found


def _failed(request: HttpRequest, error: DaichoError, *, subject: str = "") -> HttpResponse:
    """Say why, in words; `subject` is shown to its bearer, who tells it to 管理."""
    with suppress(type(error)), recorded(visitor_access(request), SIGN_ON_FAILED) as note:
        note.say(reason=error.why or error.what)
        raise error
    return render(
        request,
        "staff/sign_on_failed.html",
        {"error": error, "subject": subject},
        status=error.status,
    )
