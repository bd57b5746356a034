"""URLs of the server that is measured: the core's, and Django pages that do nothing, for comparison."""

from __future__ import annotations

from functools import cache

from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from daicho.foundation.staff.public import StaffRequest, open_to_all, screen


@cache
def _filled(size: int) -> bytes:
    return b"<p>" + b"x" * max(0, size - 3)


@open_to_all("performance comparison, no data")
def empty(_request: HttpRequest) -> HttpResponse:
    """Nothing at all."""
    return HttpResponse(b"")


@open_to_all("performance comparison, no data")
def bare_page(_request: HttpRequest, size: int) -> HttpResponse:
    """So many bytes, made beforehand: no session, no template, no database."""
    return HttpResponse(_filled(size))


@screen("residents.search")
def guarded_page(_request: StaffRequest, size: int) -> HttpResponse:
    """The same behind the guard of a screen: session, second factor, duty, terminal."""
    return HttpResponse(_filled(size))


urlpatterns = [
    path("bench/empty/", empty),
    path("bench/page/<int:size>/", bare_page),
    path("bench/guarded/<int:size>/", guarded_page),
    path("", include("daicho.config.urls.core")),
]
