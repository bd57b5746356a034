"""Forms of sign-in (ログイン): the library's, with one counter of failures and no secret left in
the clear.
"""

# The sign-in library has no types.
# mypy: allow-subclassing-any

from __future__ import annotations

from typing import Any

from allauth.account.forms import LoginForm
from allauth.core import context
from allauth.mfa import app_settings
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm, BaseAuthenticateForm, ReauthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.totp.internal.auth import (
    SECRET_SESSION_KEY,
    TOTP,
    generate_totp_secret,
    validate_totp_code,
)
from django import forms
from django.core.cache import cache
from django.core.exceptions import ValidationError

from daicho.foundation.staff.lockout import is_locked_out, note_factor_failure
from daicho.foundation.staff.logins import canonical_login
from daicho.foundation.staff.models import Staff
from daicho.foundation.staff.sealing import seal, unseal


class SignInForm(LoginForm):
    """Login name and password; the name in its one spelling, so that failures add up."""

    def clean_login(self) -> str:
        return canonical_login(self.cleaned_data["login"])


class _CountedCode(BaseAuthenticateForm):
    """A code of the authenticator app or a recovery code; a wrong one counts like a wrong password."""

    user: Staff

    def clean_code(self) -> str:
        request = context.request
        if is_locked_out(request, self.user.login):
            request.axes_locked_out = True
            raise get_adapter().validation_error("incorrect_code")
        try:
            code = str(super().clean_code())
        except ValidationError:
            note_factor_failure(request, login=self.user.login, method="totp")
            raise
        self._keep_as_used(code)
        return code

    def _keep_as_used(self, code: str) -> None:
        # The library forgets a used code after one period, but with tolerance it is good for
        # longer.
        factor = self.authenticator.wrap()
        if isinstance(factor, TOTP):
            periods = 2 * app_settings.TOTP_TOLERANCE + 1
            cache.touch(factor._get_used_cache_key(code), app_settings.TOTP_PERIOD * periods)


class CodeForm(_CountedCode, AuthenticateForm):
    """The second step of signing in."""


class CodeAgainForm(_CountedCode, ReauthenticateForm):
    """A code to open a locked screen."""


class ActivateAppForm(ActivateTOTPForm):
    """Enrolment of an authenticator app; until it is done, its secret lies sealed in the session."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.user = kwargs.pop("user")
        # Not the parent's: it would put the secret into the session, and so the database, in the
        # clear.
        forms.Form.__init__(self, *args, **kwargs)
        session = context.request.session
        kept = session.get(SECRET_SESSION_KEY) if self.is_bound else None
        self.secret = unseal(kept) if kept else generate_totp_secret()
        if not kept:
            session[SECRET_SESSION_KEY] = seal(self.secret)

    def clean_code(self) -> str:
        code = str(self.cleaned_data["code"])
        if not validate_totp_code(self.secret, code):
            raise get_adapter().validation_error("incorrect_code")
        return code
