"""Views of sign-in (ログイン・認証手段): the library's, with our pages, our trail and our rules."""

# The sign-in library has no types.
# mypy: allow-subclassing-any

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from allauth.account.views import AccountInactiveView, LoginView, LogoutView, PasswordChangeView
from allauth.mfa.base.internal.flows import post_authentication
from allauth.mfa.base.views import AuthenticateView
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.views import GenerateRecoveryCodesView, ViewRecoveryCodesView
from allauth.mfa.totp.views import ActivateTOTPView, DeactivateTOTPView
from allauth.mfa.webauthn.views import AddWebAuthnView, LoginWebAuthnView, RemoveWebAuthnView
from django.conf import settings
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from daicho.foundation.audit.public import recorded, refuse
from daicho.foundation.staff.access import staff_access, visitor_access
from daicho.foundation.staff.audit_types import FACTOR_CHANGED, SIGN_IN_FAILED
from daicho.foundation.staff.models import Staff
from daicho.foundation.staff.screens import error_response
from daicho.foundation.staff.sign_in import METHOD_WORDS, FactorAdapter
from daicho.foundation.staff.web.problems import problems_of_form
from daicho.kernel.access import Purpose
from daicho.kernel.errors import Refused


class _WithProblems:
    """Gives the template `problems`."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found: dict[str, Any] = super().get_context_data(**kwargs)  # type: ignore[misc]  # a mixin
        form = found.get("form")
        found["problems"] = problems_of_form(form) if isinstance(form, BaseForm) else ()
        return found


class SignIn(_WithProblems, LoginView):
    """Login name and password, or a passkey (ログイン)."""

    template_name = "staff/sign_in.html"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not settings.PASSWORD_SIGN_IN:
            error = Refused(
                "パスワードではログインできません。",
                why="この市町村は、シングルサインオンかパスキーでログインすることにしています。",
                remedy="ログインの画面からやり直してください。",
                code="password_sign_in_off",
            )
            refuse(visitor_access(request), SIGN_IN_FAILED, error)
            return error_response(request, error)
        response: HttpResponse = super().post(request, *args, **kwargs)
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = super().get_context_data(**kwargs)
        return found | {
            "by_password": settings.PASSWORD_SIGN_IN,
            "by_sign_on": bool(settings.SIGN_ON_ISSUER),
            "next": self.request.GET.get("next", ""),
        }


class SignInByPasskey(LoginWebAuthnView):
    """A passkey alone: possession and the user's verification are two factors."""


class SecondFactor(_WithProblems, AuthenticateView):
    """The second step of signing in (二要素認証)."""

    template_name = "staff/second_factor.html"


class SignOut(LogoutView):
    """Sign-out (ログアウト)."""

    template_name = "staff/sign_out.html"


class AccountStopped(AccountInactiveView):
    """What someone sees whose account is not in use."""

    template_name = "staff/account_stopped.html"


class ChangePassword(_WithProblems, PasswordChangeView):
    """One's own password (パスワードの変更)."""

    template_name = "staff/change_password.html"

    def get_default_success_url(self) -> str:
        return reverse("own_account")


class EnrolApp(_WithProblems, ActivateTOTPView):
    """Enrol an authenticator app; its first right code counts as the session's second factor."""

    template_name = "staff/enrol_app.html"

    def form_valid(self, form: BaseForm) -> HttpResponse:
        with _entered(self.request, method="totp", change="登録"):
            response: HttpResponse = super().form_valid(form)
        enrolled = Authenticator.objects.get(user=self.request.user, type=Authenticator.Type.TOTP)
        _count_as_factor(self.request, enrolled)
        return response

    def get_success_url(self) -> str:
        return _after_enrolment(self.did_generate_recovery_codes)


class RemoveApp(_WithProblems, DeactivateTOTPView):
    """Remove the authenticator app; refused while it is the only second factor."""

    template_name = "staff/remove_app.html"

    def form_valid(self, form: BaseForm) -> HttpResponse:
        with _entered(self.request, method="totp", change="削除"):
            response: HttpResponse = super().form_valid(form)
        return response

    def get_success_url(self) -> str:
        return reverse("own_account")


class EnrolPasskey(_WithProblems, AddWebAuthnView):
    """Enrol a passkey, which is always one that can sign in by itself."""

    template_name = "staff/enrol_passkey.html"

    def form_valid(self, form: BaseForm) -> HttpResponse:
        with _entered(self.request, method="webauthn", change="登録"):
            response: HttpResponse = super().form_valid(form)
        enrolled = Authenticator.objects.filter(
            user=self.request.user, type=Authenticator.Type.WEBAUTHN
        ).latest("pk")
        _count_as_factor(self.request, enrolled)
        return response

    def get_success_url(self) -> str:
        return _after_enrolment(self.did_generate_recovery_codes)


class RemovePasskey(RemoveWebAuthnView):
    """Remove a passkey; refused while it is the only second factor."""

    template_name = "staff/remove_passkey.html"

    def form_valid(self, form: BaseForm) -> HttpResponse:
        if not FactorAdapter().can_delete_authenticator(self.get_object()):
            error = Refused(
                "このパスキーは削除できません。",
                why="ほかに二要素目の認証手段がありません。",
                remedy="先に、別のパスキーか認証アプリを登録してください。",
                code="last_factor",
            )
            return error_response(self.request, error)
        with _entered(self.request, method="webauthn", change="削除"):
            response: HttpResponse = super().form_valid(form)
        return response

    def get_success_url(self) -> str:
        return reverse("own_account")


class RecoveryCodes(ViewRecoveryCodesView):
    """Recovery codes (予備コード), shown once."""

    template_name = "staff/recovery_codes.html"


class NewRecoveryCodes(_WithProblems, GenerateRecoveryCodesView):
    """New recovery codes in place of the old ones."""

    template_name = "staff/new_recovery_codes.html"

    def form_valid(self, form: BaseForm) -> HttpResponse:
        with _entered(self.request, method="recovery_codes", change="再発行"):
            response: HttpResponse = super().form_valid(form)
        return response


def _after_enrolment(has_new_codes: bool) -> str:
    return reverse("mfa_view_recovery_codes" if has_new_codes else "own_account")


def _count_as_factor(request: HttpRequest, authenticator: Authenticator) -> None:
    post_authentication(request, authenticator, reauthenticated=True)


@contextmanager
def _entered(request: HttpRequest, *, method: str, change: str) -> Iterator[None]:
    """One transaction with the change and its entry."""
    user = request.user
    if not isinstance(user, Staff):
        raise TypeError("a factor is changed in a session only")
    access = staff_access(request, user, purpose=Purpose.ADMINISTRATION)
    with recorded(access, FACTOR_CHANGED) as note:
        note.say(method=METHOD_WORDS[method], change=change)
        yield
