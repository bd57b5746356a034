"""Lock-out (アカウントのロック): failures of every kind counted for one account, and said in words.

django-axes counts in the database, by login name alone: five failures lock the account for half an
hour or until 管理 unlocks it. Passwords reach it through Django; codes of a second factor are
handed to it here.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress

from axes.handlers.proxy import AxesProxyHandler
from axes.utils import reset
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from daicho.foundation.audit.public import AuditType, recorded
from daicho.foundation.staff.access import staff_access, visitor_access
from daicho.foundation.staff.audit_types import ACCOUNT_LOCKED_OUT, SIGN_IN_FAILED
from daicho.foundation.staff.logins import canonical_login
from daicho.foundation.staff.models import Staff
from daicho.kernel.access import Purpose
from daicho.kernel.errors import Refused


def attempt_name(request: HttpRequest, credentials: Mapping[str, object] | None) -> str | None:
    """The name a failure is counted for (`AXES_USERNAME_CALLABLE`)."""
    named = (credentials or {}).get("username") or request.POST.get("login")
    return canonical_login(str(named)) if named else None


def is_locked_out(request: HttpRequest, login: str) -> bool:
    """Whether the account is locked now."""
    return not AxesProxyHandler.is_allowed(request, {"username": login})


def note_factor_failure(request: HttpRequest, *, login: str, method: str) -> None:
    """Count a wrong code of a second factor, and enter it on the trail."""
    AxesProxyHandler.user_login_failed(
        sender=Staff, credentials={"username": login}, request=request
    )
    note_failure(request, login=login, method=method)


def note_failure(request: HttpRequest, *, login: str, method: str) -> None:
    """Enter a failed sign-in on the trail, and the lock-out that followed from it."""
    failures = getattr(request, "axes_failures_since_start", None)
    error = Refused("ログインできませんでした。", code="sign_in_failed")
    _enter(request, SIGN_IN_FAILED, error, login=login, method=method, failures=failures)
    if getattr(request, "axes_locked_out", False):
        error = Refused("アカウントがロックされました。", code="locked_out")
        _enter(request, ACCOUNT_LOCKED_OUT, error, login=login, failures=failures)


def forget_failures(login: str) -> None:
    """Unlock an account and forget its failures."""
    reset(username=canonical_login(login))


def locked_out_response(request: HttpRequest, *_unused: object) -> HttpResponse:
    """The page that says so in words (`AXES_LOCKOUT_CALLABLE`)."""
    minutes = int(settings.AXES_COOLOFF_TIME.total_seconds() // 60)
    return render(request, "staff/locked_out.html", {"minutes": minutes}, status=429)


def _enter(
    request: HttpRequest, audit_type: AuditType, error: Refused, *, login: str, **detail: object
) -> None:
    user = request.user
    access = (
        staff_access(request, user, purpose=Purpose.ADMINISTRATION)
        if isinstance(user, Staff)
        else visitor_access(request, login=login)
    )
    with suppress(Refused), recorded(access, audit_type) as note:
        note.say(**detail)
        raise error
