"""Standing of a session (セッションの状態): signed in or not, second factor, locked, password due,
time used up.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import Enum, auto
from typing import Final
from uuid import UUID

from allauth.account.authentication import get_authentication_records
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpRequest

from daicho.foundation.staff.models import SignOnBinding, Staff
from daicho.foundation.staff.selectors.rights import serves_on
from daicho.kernel.clock import business_today, real_now

_BEGUN: Final = "staff_begun_at"
_SEEN: Final = "staff_seen_at"
_LOCKED: Final = "staff_locked"
_PURPOSE: Final = "staff_purpose"
SEEN_SECONDS: Final = 15.0
SIGN_ON: Final = "staff_sign_on"


class Standing(Enum):
    """How far a session has come; only `FULL` reaches the screens."""

    ANONYMOUS = auto()
    UNFACTORED = auto()
    LOCKED = auto()
    PASSWORD_DUE = auto()
    FULL = auto()


class Expiry(Enum):
    """Why a session is over."""

    IDLE = "操作がないまま時間が過ぎた"
    ABSOLUTE = "ログインから時間が過ぎた"
    ACCOUNT = "アカウントが使えなくなった"


def standing_of(request: HttpRequest) -> Standing:
    """Where the session stands, judged anew for each request."""
    user = request.user
    if not isinstance(user, Staff):
        return Standing.ANONYMOUS
    if not has_second_factor(request, user):
        return Standing.UNFACTORED
    if request.session.get(_LOCKED):
        return Standing.LOCKED
    if not signed_on(request, user) and password_due(user, now=real_now()):
        return Standing.PASSWORD_DUE
    return Standing.FULL


def signed_on(request: HttpRequest, user: Staff) -> bool:
    """Whether the session was opened through the town's provider, where a password has no part."""
    records = get_authentication_records(request, user)
    return any(record.get("method") == "sign_on" for record in records)


def has_second_factor(request: HttpRequest, user: Staff) -> bool:
    """Whether the session was opened with a second factor that still exists."""
    records = get_authentication_records(request, user)
    used = {record.get("id") for record in records if record.get("method") == "mfa"}
    used.discard(None)
    # Asked several times in one request (middleware, guard, menu); the answer is the same.
    asked: dict[object, bool] = request.__dict__.setdefault("_daicho_factors", {})
    key = (user.pk, frozenset(used))
    if key not in asked:
        asked[key] = (
            bool(used) and Authenticator.objects.filter(user_id=user.pk, pk__in=used).exists()
        )
    return asked[key]


def password_due(user: Staff, *, now: datetime) -> bool:
    """Whether a new password is needed: a temporary one, or a year old (ACC-016;
    `STAFF_PASSWORD_DAYS`).
    """
    days: int | None = settings.STAFF_PASSWORD_DAYS
    too_old = days is not None and now - user.password_changed_at > timedelta(days=days)
    return user.must_change_password or too_old


def begin(request: HttpRequest) -> None:
    """Start the clocks of a new session."""
    now = real_now().timestamp()
    request.session[_BEGUN] = now
    request.session[_SEEN] = now
    request.session[_LOCKED] = False


def begun_within(request: HttpRequest, *, seconds: float) -> bool:
    """Whether the session is younger than that."""
    begun = request.session.get(_BEGUN)
    return begun is not None and real_now().timestamp() - begun <= seconds


def expiry_of(request: HttpRequest, user: Staff) -> Expiry | None:
    """Why the session is over, if it is."""
    now = real_now().timestamp()
    if not serves_on(user, day=business_today()) or _unbound(request, user):
        return Expiry.ACCOUNT
    begun = request.session.get(_BEGUN)
    if begun is None or now - begun > settings.STAFF_SESSION_HOURS * 3600:
        return Expiry.ABSOLUTE
    if now - request.session.get(_SEEN, begun) > settings.STAFF_IDLE_MINUTES * 60:
        return Expiry.IDLE
    return None


def _unbound(request: HttpRequest, user: Staff) -> bool:
    """Whether the session came through a binding that has been ended since."""
    if not signed_on(request, user):
        return False
    key = str(request.session.get(SIGN_ON) or UUID(int=0))
    found = SignOnBinding.objects.filter(key=key, staff_id=user.key, ended_at__isnull=True)
    return not found.exists()


def idle_too_long(request: HttpRequest) -> bool:
    """Whether the screen has to be locked for want of use."""
    seen: float = request.session.get(_SEEN, 0.0)
    return real_now().timestamp() - seen > settings.STAFF_LOCK_MINUTES * 60


def touch(request: HttpRequest) -> None:
    """Note that the person is there, to a quarter of a minute: not every page is worth a durable write."""
    now = real_now().timestamp()
    if now - request.session.get(_SEEN, 0.0) >= SEEN_SECONDS:
        request.session[_SEEN] = now


def lock(request: HttpRequest) -> None:
    """Lock the session until the person proves who they are again."""
    request.session[_LOCKED] = True


def unlock(request: HttpRequest) -> None:
    """Open a locked session."""
    request.session[_LOCKED] = False
    touch(request)


def chosen_purpose(request: HttpRequest) -> str:
    """The purpose (利用目的) the person has chosen, or an empty text."""
    return str(request.session.get(_PURPOSE, ""))


def choose_purpose(request: HttpRequest, value: str) -> None:
    """Keep the chosen purpose for the rest of the session."""
    request.session[_PURPOSE] = value
