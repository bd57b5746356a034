"""Reference of a request (記録番号): eight letters that the error page, the trail and the system log all say."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable

import structlog
from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from daicho.foundation.system_log.writing import route_of

log = structlog.get_logger(__name__)


class RequestReference:
    """Gives every request its reference, and tells of one that took long (通信ログ)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        reference = secrets.token_hex(4)
        request.reference = reference  # type: ignore[attr-defined]  # read where an access is made
        began = time.monotonic()
        with structlog.contextvars.bound_contextvars(
            reference=reference, staff="", terminal="", screen=""
        ):
            response = self.get_response(request)
            seconds = time.monotonic() - began
            if seconds >= settings.SLOW_SECONDS:
                log.warning(
                    "web.slow", part="web", seconds=round(seconds, 2), route=route_of(request)
                )
        return response
