"""Terminal cookie (端末の識別): the signed, long-lived mark that an enrolled browser carries."""

from __future__ import annotations

from datetime import timedelta
from typing import Final
from uuid import UUID

from django.conf import settings
from django.core import signing
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from daicho.foundation.staff.models import Terminal

COOKIE: Final = "daicho_terminal"
# Browsers keep no cookie longer than 400 days, so a terminal is enrolled anew about once a year.
LIFETIME: Final = timedelta(days=400)
_SALT: Final = "daicho.foundation.staff.terminal"


def mark_terminal(response: HttpResponseBase, *, terminal_key: UUID) -> None:
    """Give the browser the mark of a terminal."""
    response.set_cookie(
        COOKIE,
        signing.dumps(str(terminal_key), salt=_SALT),
        max_age=LIFETIME,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )


def terminal_of(request: HttpRequest) -> Terminal | None:
    """The enrolled terminal the request comes from; None when unmarked, forged, expired or revoked."""
    mark = request.COOKIES.get(COOKIE, "")
    try:
        key = UUID(signing.loads(mark, salt=_SALT, max_age=LIFETIME))
    except signing.BadSignature:
        return None
    return Terminal.objects.filter(key=key, revoked_at__isnull=True).first()
