"""Working place (職場): what every page knows of the person, their menu, their terminal and the
town.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from daicho import __version__
from daicho.foundation.staff.access import staff_access
from daicho.foundation.staff.models import Staff
from daicho.foundation.staff.policy import menu_for
from daicho.foundation.staff.sessions import Standing, chosen_purpose, standing_of
from daicho.kernel.access import Access, Duty, Purpose
from daicho.kernel.addresses import municipality_of
from daicho.kernel.errors import Missing


@dataclass(frozen=True, slots=True)
class MenuEntry:
    """One line of the menu."""

    title: str
    url: str
    active: bool


@dataclass(frozen=True, slots=True)
class MenuSection:
    """One heading of the menu and its lines."""

    title: str
    items: tuple[MenuEntry, ...]


def working_place(request: HttpRequest) -> dict[str, Any]:
    """For templates: `access` (or None), `duties` in their order, `menu`, `purpose`, `town`, `system` (its name in the
    heading), and the urls of lock, sign-out and of the entry that a printed screen leaves.
    """
    place: dict[str, Any] = {
        "access": None,
        "menu": (),
        "version": __version__,
        "system": settings.SYSTEM,
        "town": _town(settings.TOWN["code"]),
        "lock_url": "",
        "lock_after": 0,
        "sign_out_url": "",
        "print_url": "",
    }
    user = getattr(request, "user", None)
    if not isinstance(user, Staff) or standing_of(request) is not Standing.FULL:
        return place
    access = getattr(request, "access", None) or staff_access(
        request, user, purpose=Purpose.ADMINISTRATION
    )
    chosen = chosen_purpose(request)
    return place | {
        "access": access,
        "duties": [duty for duty in Duty if duty in access.duties],
        "menu": _sections(request, access),
        "purpose": Purpose(chosen) if chosen else None,
        "lock_url": reverse("lock"),
        "lock_after": settings.STAFF_LOCK_MINUTES * 60,
        "sign_out_url": reverse("account_logout"),
        "print_url": reverse("screen_printed"),
        "picker_url": _url("characters_suggest"),
        "radicals_url": _url("radicals_suggest"),
    }


@cache
def _town(code: str) -> dict[str, str]:
    """Code, name and prefecture; the code alone for a town that the table does not know."""
    try:
        found = municipality_of(code)
    except Missing:
        return {"code": code}
    return {"code": code, "name": found.name, "prefecture": found.prefecture}


def _sections(request: HttpRequest, access: Access) -> tuple[MenuSection, ...]:
    groups = [
        (group.title, [(operation.title, _url(operation.screen)) for operation in group.operations])
        for group in menu_for(access)
    ]
    urls = [url for _, found in groups for _, url in found if url]
    # Of two that begin like this page (the list, and the form under it) the longer one is where we are.
    here = max((url for url in urls if request.path.startswith(url)), key=len, default="")
    return tuple(
        MenuSection(title, tuple(MenuEntry(t, url, active=url == here) for t, url in found if url))
        for title, found in groups
        if any(url for _, url in found)
    )


def _url(name: str) -> str:
    # A node serves only some of the screens; the menu shows those it has.
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
