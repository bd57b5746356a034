"""Help (この画面の説明): for templates, the address of the page of the manual about the screen that is open."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from daicho.foundation.manual.library import page_about


def page_of_manual(request: HttpRequest) -> dict[str, str]:
    """`help_url`, empty where there is nothing to explain or where this node has no manual."""
    match = request.resolver_match
    operation = getattr(match.func, "operation", "") if match else ""
    if not match or not operation:
        return {"help_url": ""}
    values = tuple(value for value in match.kwargs.values() if isinstance(value, str))
    page = page_about(screen=match.url_name or "", values=values, operation=operation)
    try:
        return {"help_url": reverse("manual_page", args=[page.name]) if page else ""}
    except NoReverseMatch:
        return {"help_url": ""}
