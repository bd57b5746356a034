"""KnownEras (元号の反映): before a request is answered, the process knows every era that is registered."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from daicho.registers.code_tables.selectors.eras import refresh_eras


class KnownEras:
    """Looks at the table of eras at the first request and at most once a minute after it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._answer = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        refresh_eras()
        return self._answer(request)
