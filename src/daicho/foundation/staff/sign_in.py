"""Sign-in (ログイン): what the sign-in library asks of us, and what it tells the trail.

The library (django-allauth) calls these adapters; django-axes counts failures. Neither needs a
signal of ours.
"""

# The sign-in library has no types.
# mypy: allow-subclassing-any

from __future__ import annotations

from typing import Any, Final

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.account.internal.stagekit import clear_login
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from daicho.foundation.audit.public import recorded
from daicho.foundation.staff.access import staff_access
from daicho.foundation.staff.audit_types import PASSWORD_CHANGED, SIGNED_IN, SIGNED_OUT
from daicho.foundation.staff.lockout import is_locked_out, note_failure
from daicho.foundation.staff.models import Staff
from daicho.foundation.staff.passwords import keep_new_password
from daicho.foundation.staff.sealing import seal, unseal
from daicho.foundation.staff.selectors.rights import serves_on
from daicho.foundation.staff.sessions import begin, begun_within
from daicho.kernel.access import Purpose
from daicho.kernel.clock import business_today

METHOD_WORDS: Final = {
    "password": "パスワード",
    "totp": "認証アプリ",
    "webauthn": "パスキー",
    "recovery_codes": "予備コード",
    "sign_on": "シングルサインオン",
}


def display_name(user: Staff) -> str:
    """How the library names a person."""
    return user.name


class AccountAdapter(DefaultAccountAdapter):
    """Accounts without sign-up and without e-mail."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002  # the library's signature
        return False

    def pre_login(self, request: HttpRequest, user: Staff, **kwargs: Any) -> HttpResponse | None:
        """Stop whoever is locked out or whose account is not in use, by whichever way they come."""
        if is_locked_out(request, user.login):
            clear_login(request)
            return redirect("locked_out")
        if not serves_on(user, day=business_today()):
            clear_login(request)
            return redirect("account_inactive")
        response: HttpResponse | None = super().pre_login(request, user, **kwargs)
        return response

    def post_login(self, request: HttpRequest, user: Staff, **kwargs: Any) -> HttpResponse:
        """Start the session's clocks and enter the sign-in on the trail."""
        begin(request)
        access = staff_access(request, user, purpose=Purpose.ADMINISTRATION)
        with recorded(access, SIGNED_IN) as note:
            note.say(method=methods_used(request, user))
        response: HttpResponse = super().post_login(request, user, **kwargs)
        return response

    def logout(self, request: HttpRequest) -> None:
        user = request.user
        if isinstance(user, Staff):
            access = staff_access(request, user, purpose=Purpose.ADMINISTRATION)
            with recorded(access, SIGNED_OUT) as note:
                note.say(reason="本人の操作")
        super().logout(request)

    def get_reauthentication_methods(self, user: AbstractBaseUser) -> list[dict[str, str]]:
        """One page proves again who somebody is: that of the locked screen."""
        if not user.is_authenticated:
            return []
        return [{"id": "unlock", "description": "本人の確認", "url": reverse("unlock")}]

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:  # noqa: ARG002
        """Not right after signing in."""
        return not begun_within(context.request, seconds=settings.ACCOUNT_REAUTHENTICATION_TIMEOUT)

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        note_failure(request, login=str(credentials.get("username", "")), method="password")

    def set_password(self, user: Staff, password: str) -> None:
        """The person's own change of password."""
        access = staff_access(context.request, user, purpose=Purpose.ADMINISTRATION)
        with recorded(access, PASSWORD_CHANGED):
            keep_new_password(user, password, temporary=False)


class FactorAdapter(DefaultMFAAdapter):
    """Second factors: sealed at rest, and never down to none."""

    def encrypt(self, text: str) -> str:
        return seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        return unseal(encrypted_text)

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Whether another second factor remains; recovery codes do not count."""
        others = Authenticator.objects.filter(user_id=authenticator.user_id)
        others = others.exclude(pk=authenticator.pk)
        return bool(others.exclude(type=Authenticator.Type.RECOVERY_CODES).exists())

    def get_totp_issuer(self) -> str:
        return str(settings.MFA_TOTP_ISSUER)

    def _get_site_name(self) -> str:
        return self.get_totp_issuer()

    def generate_authenticator_name(self, user: AbstractBaseUser, type: str) -> str:  # noqa: A002
        count = Authenticator.objects.filter(user_id=user.pk, type=type).count()
        return f"パスキー{count + 1}"


def methods_used(request: HttpRequest, user: Staff) -> str:
    """How the session was opened, in words (パスワード・認証アプリ)."""
    records = get_authentication_records(request, user)
    names = [str(record.get("type") or record.get("method")) for record in records]
    return "・".join(METHOD_WORDS.get(name, name) for name in dict.fromkeys(names))
