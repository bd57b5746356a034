"""Settings of sign-in: accounts without e-mail, a second factor for everyone, lock-out and
time-out.

The numbers are those a town may decide on; each can be set in the environment.
"""

from __future__ import annotations

import os
from datetime import timedelta
from urllib.parse import urlsplit

from daicho.config.home import daicho_home, read_secret

_ORIGIN = urlsplit(os.environ.get("DAICHO_ORIGIN", "http://localhost:8700"))
_PASSWORD_DAYS = int(os.environ.get("DAICHO_PASSWORD_DAYS", "365"))

STAFF_IDLE_MINUTES = int(os.environ.get("DAICHO_IDLE_MINUTES", "30"))
STAFF_LOCK_MINUTES = int(os.environ.get("DAICHO_LOCK_MINUTES", "10"))
STAFF_SESSION_HOURS = int(os.environ.get("DAICHO_SESSION_HOURS", "12"))
# ACC-016: the seeds promise a yearly change; 0 switches it off.
STAFF_PASSWORD_DAYS = _PASSWORD_DAYS or None
STAFF_DATA_KEY = read_secret(daicho_home(), "staff-data-key", env="DAICHO_STAFF_DATA_KEY")
SESSION_COOKIE_AGE = STAFF_SESSION_HOURS * 3600

# Single sign-on (OpenID Connect): off unless the town names its provider. Without a secret the client is a public one.
SIGN_ON_ISSUER = os.environ.get("DAICHO_OIDC_ISSUER", "")
SIGN_ON_CLIENT = os.environ.get("DAICHO_OIDC_CLIENT", "")
SIGN_ON_SECRET = (
    read_secret(daicho_home(), "oidc-client-secret", env="DAICHO_OIDC_SECRET")
    if SIGN_ON_ISSUER and os.environ.get("DAICHO_OIDC_PUBLIC", "off") != "on"
    else ""
)
# Where single sign-on is on, a town may do without passwords; switching them on again lets people in while it fails.
PASSWORD_SIGN_IN = not SIGN_ON_ISSUER or os.environ.get("DAICHO_PASSWORD_SIGN_IN", "on") == "on"

LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_ADAPTER = "daicho.foundation.staff.sign_in.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = "login"
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_USER_DISPLAY = "daicho.foundation.staff.sign_in.display_name"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PRESERVE_USERNAME_CASING = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
# One counter of failures: django-axes, by account. An office shares one address, so none is limited
# by address.
ACCOUNT_RATE_LIMITS = False
ACCOUNT_FORMS = {"login": "daicho.foundation.staff.web.sign_in_forms.SignInForm"}

MFA_ADAPTER = "daicho.foundation.staff.sign_in.FactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_PASSKEY_SIGNUP_ENABLED = False
MFA_WEBAUTHN_USER_VERIFICATION = "required"
# The library then believes any origin, so only a browser on this very machine may be served so.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = (_ORIGIN.scheme, _ORIGIN.hostname) == ("http", "localhost")
MFA_TOTP_ISSUER = "Daicho"
MFA_TOTP_TOLERANCE = 1
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_RATE_LIMITS = False
MFA_FORMS = {
    "activate_totp": "daicho.foundation.staff.web.sign_in_forms.ActivateAppForm",
    "authenticate": "daicho.foundation.staff.web.sign_in_forms.CodeForm",
    "reauthenticate": "daicho.foundation.staff.web.sign_in_forms.CodeAgainForm",
}

AXES_HANDLER = "axes.handlers.database.AxesDatabaseHandler"
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=30)
AXES_LOCKOUT_PARAMETERS = ["username"]
AXES_USERNAME_FORM_FIELD = "username"
AXES_USERNAME_CALLABLE = "daicho.foundation.staff.lockout.attempt_name"
AXES_LOCKOUT_CALLABLE = "daicho.foundation.staff.lockout.locked_out_response"
AXES_RESET_ON_SUCCESS = True
# The half hour runs from the fifth failure; trying on does not lengthen it.
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
# None of these may be kept with a failure (axes keeps what was posted).
AXES_SENSITIVE_PARAMETERS = [
    "username",
    "login",
    "ip_address",
    "password",
    "oldpassword",
    "password1",
    "password2",
    "code",
    "credential",
    "csrfmiddlewaretoken",
]
AXES_ENABLE_ACCESS_FAILURE_LOG = False
AXES_DISABLE_ACCESS_LOG = True
AXES_VERBOSE = False

AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("login", "name", "office")},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {"NAME": "daicho.foundation.staff.passwords.NotTheLastPassword"},
]
# Failures are counted by account alone: neither another address nor another browser starts anew.
SILENCED_SYSTEM_CHECKS = ["axes.W006"]
