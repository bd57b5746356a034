"""Security headers (応答の見出し): what a browser may load, keep and reveal.

No inline script or style is ever needed, so none is allowed. A page with a resident on it is kept in
no cache: neither the browser's nor a proxy's, so that the back button after a lock shows nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from django.http import HttpRequest, HttpResponseBase

CONTENT_SECURITY_POLICY: Final = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
        "object-src 'none'",
    )
)
PERMISSIONS_POLICY: Final = ", ".join(
    (
        "camera=()",
        "geolocation=()",
        "microphone=()",
        "payment=()",
        "publickey-credentials-get=(self)",
        "publickey-credentials-create=(self)",
    )
)


class SecurityHeaders:
    """Middleware; a header that a view has set already stays as the view set it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self._get_response(request)
        response.headers.setdefault("Content-Security-Policy", CONTENT_SECURITY_POLICY)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.headers.setdefault("Cache-Control", "no-store")
        return response
