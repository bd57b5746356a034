"""Lock and unlock (画面ロック): leave the place, and prove again who one is; also before sensitive
changes.
"""

from __future__ import annotations

from allauth.account.forms import ReauthenticateForm
from allauth.account.internal.flows.reauthentication import (
    STATE_SESSION_KEY,
    reauthenticate_by_password,
)
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.forms import ReauthenticateWebAuthnForm
from allauth.mfa.webauthn.internal.auth import begin_authentication
from django.contrib.auth import logout
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from daicho.foundation.audit.public import recorded
from daicho.foundation.staff.access import staff_access
from daicho.foundation.staff.audit_types import SCREEN_LOCKED, SCREEN_UNLOCKED, SIGNED_OUT
from daicho.foundation.staff.lockout import forget_failures
from daicho.foundation.staff.models import Staff
from daicho.foundation.staff.sessions import lock, unlock
from daicho.foundation.staff.sign_in import METHOD_WORDS
from daicho.foundation.staff.web.problems import problems_of_form
from daicho.foundation.staff.web.sign_in_forms import CodeAgainForm
from daicho.kernel.access import Purpose
from daicho.kernel.errors import Problem


@require_POST
def lock_view(request: HttpRequest) -> HttpResponse:
    """Lock the screen, by the person's wish or because the page stood idle."""
    user = _person(request)
    access = staff_access(request, user, purpose=Purpose.ADMINISTRATION)
    with recorded(access, SCREEN_LOCKED) as note:
        note.say(reason="本人または画面の無操作")
    lock(request)
    return redirect(f"{reverse('unlock')}?next={safe_next(request, request.POST.get('next', ''))}")


@sensitive_post_parameters("password", "code", "credential")
@require_http_methods(["GET", "POST"])
def unlock_view(request: HttpRequest) -> HttpResponse:
    """Password, code or passkey: any of them opens the screen again."""
    user = _person(request)
    form, method = _form_for(request, user)
    problems: tuple[Problem, ...] = ()
    if request.method == "POST" and form.is_valid():
        return _open(request, user, form, method)
    if request.method == "POST":
        problems = problems_of_form(form)
        if getattr(request, "axes_locked_out", False):
            _end_session(request, user)
    context = {
        "problems": problems,
        "next": safe_next(request, request.POST.get("next", "") or request.GET.get("next", "")),
        "person": user,
        "has_passkey": _has_passkey(user),
    }
    if context["has_passkey"]:
        context["js_data"] = {"request_options": begin_authentication(user)}
    return render(request, "staff/unlock.html", context, status=422 if problems else 200)


def safe_next(request: HttpRequest, url: str) -> str:
    """A path of this site to go back to; the home page otherwise."""
    allowed = url_has_allowed_host_and_scheme(
        url, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return url if url and allowed else reverse("home")


def _form_for(request: HttpRequest, user: Staff) -> tuple[Form, str]:
    if "credential" in request.POST:
        return ReauthenticateWebAuthnForm(user=user, data=request.POST), "webauthn"
    if "code" in request.POST:
        return CodeAgainForm(user=user, data=request.POST), "totp"
    return ReauthenticateForm(user=user, data=request.POST or None), "password"


def _open(request: HttpRequest, user: Staff, form: Form, method: str) -> HttpResponse:
    if isinstance(form, CodeAgainForm | ReauthenticateWebAuthnForm):
        form.save()
    else:
        reauthenticate_by_password(request)
    # A form that the library interrupted is not sent again by itself: the person sends it once
    # more.
    request.session.pop(STATE_SESSION_KEY, None)
    unlock(request)
    forget_failures(user.login)
    access = staff_access(request, user, purpose=Purpose.ADMINISTRATION)
    with recorded(access, SCREEN_UNLOCKED) as note:
        note.say(method=METHOD_WORDS[method])
    return redirect(safe_next(request, request.POST.get("next", "")))


def _end_session(request: HttpRequest, user: Staff) -> None:
    """Too many failures end the session (失敗が重なったら強制終了, STD-10.3)."""
    access = staff_access(request, user, purpose=Purpose.ADMINISTRATION)
    with recorded(access, SIGNED_OUT) as note:
        note.say(reason="失敗が重なったための強制終了")
    logout(request)


def _has_passkey(user: Staff) -> bool:
    found = Authenticator.objects.filter(user_id=user.key, type=Authenticator.Type.WEBAUTHN)
    return bool(found.exists())


def _person(request: HttpRequest) -> Staff:
    user = request.user
    if not isinstance(user, Staff):
        raise TypeError("the session guard lets nobody else come here")
    return user
