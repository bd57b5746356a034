"""One record: 住民票, 世帯, 異動履歴, 文字, and a number shown on request."""

from __future__ import annotations

from datetime import date
from typing import Final
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.views.decorators.http import require_GET, require_POST

from daicho.foundation.staff.public import StaffRequest, may, screen
from daicho.foundation.vault.public import NumberKind
from daicho.kernel.access import Access, Purpose
from daicho.kernel.errors import Invalid, Missing, Problem
from daicho.kernel.wareki import parse_date
from daicho.registers.residents.selectors.history import view_history
from daicho.registers.residents.selectors.household import view_household
from daicho.registers.residents.selectors.known import AsOf
from daicho.registers.residents.selectors.person import (
    RecordHead,
    show_number,
    view_characters,
    view_person,
)

Link = dict[str, str]

# Which movements can begin from a record that is present, and from a 除票 (business.movements' codes).
OF_PRESENT: Final = (
    ("move_within", "転居"),
    ("move_out", "転出"),
    ("death", "死亡"),
    ("household_head_change", "世帯主変更"),
)
OF_REMOVED: Final = (("arrival_notice", "転入通知の受理"),)
INTO_HOUSEHOLD: Final = (("move_in", "この世帯への転入"), ("birth", "出生"))


@require_GET
@screen("residents.view")
def person_page(request: StaffRequest, record: UUID) -> HttpResponse:
    """One 住民票, as of a day and as known on another."""
    as_of, problems = _as_of(request)
    view = view_person(request.access, record=record, as_of=as_of)
    context = {
        "view": view,
        "may_show": may(request.access.serving(Purpose.MOVEMENT), "numbers.show"),
        "movements": _movements(request.access, view.head),
        "certificate": _certificate(request.access, view.head),
    }
    return _draw(request, "person", context, record=record, problems=problems)


@require_GET
@screen("residents.view")
def household_page(request: StaffRequest, record: UUID) -> HttpResponse:
    """The household of a record."""
    as_of, problems = _as_of(request)
    view = view_household(request.access, record=record, as_of=as_of)
    context = {"view": view, "movements": _movements(request.access, view.head, household=True)}
    return _draw(request, "household", context, record=record, problems=problems)


@require_GET
@screen("residents.history")
def history_page(request: StaffRequest, record: UUID) -> HttpResponse:
    """What happened to a record."""
    view = view_history(request.access, record=record)
    return _draw(request, "history", {"view": view}, record=record)


@require_GET
@screen("residents.view")
def characters_page(request: StaffRequest, record: UUID) -> HttpResponse:
    """The characters of a record's names, enlarged, with their codes."""
    view = view_characters(request.access, record=record)
    return _draw(request, "characters", {"view": view}, record=record)


@require_POST
@screen("numbers.show")
def number(request: StaffRequest, version: UUID, kind: str) -> HttpResponse:
    """A number in plain, for half a minute (HTMX)."""
    known = next((k for k in NumberKind if k.value == kind), None)
    if known is None:
        raise Missing("この番号はありません。", code="residents.number_kind")
    value = show_number(request.access, version=version, kind=known)
    context = {"kind": known, "version": version, "value": _spaced(value)}
    return render(request, "residents/number.html", context)


def _spaced(number: str) -> str:
    return " ".join(number[at : at + 4] for at in range(0, len(number), 4))


def _as_of(request: StaffRequest) -> tuple[AsOf, tuple[Problem, ...]]:
    """The two days asked for; one that cannot be read is told, and today is shown."""
    days: dict[str, date] = {}
    problems: list[Problem] = []
    for name in ("on", "known_on"):
        text = request.GET.get(name, "").strip()
        if not text:
            continue
        try:
            days[name] = parse_date(text, field=name)
        except Invalid as invalid:
            problems.extend(invalid.problems)
    return (AsOf() if problems else AsOf(**days)), tuple(problems)


def _draw(
    request: StaffRequest,
    tab: str,
    context: dict[str, object],
    *,
    record: UUID,
    problems: tuple[Problem, ...] = (),
) -> HttpResponse:
    titles = (
        ("person", "住民票"),
        ("household", "世帯"),
        ("history", "異動履歴"),
        ("characters", "文字"),
    )
    known = {
        "problems": problems,
        "on": request.GET.get("on", ""),
        "known_on": request.GET.get("known_on", ""),
        "tabs": [
            {
                "title": title,
                "url": reverse(f"residents_{name}", args=[record]),
                "active": name == tab,
            }
            for name, title in titles
        ],
    }
    return render(
        request, f"residents/{tab}.html", {**context, **known}, status=422 if problems else 200
    )


def _movements(access: Access, head: RecordHead | None, *, household: bool = False) -> list[Link]:
    """Movements that can begin here; none where the screens of movements are not served."""
    if head is None or not may(access.serving(Purpose.MOVEMENT), "movements.draft"):
        return []
    about = f"household={head.household_number}"
    person = "" if household else f"&person={head.person}"
    kinds = OF_REMOVED if head.removed else OF_PRESENT
    links = [(kind, title, f"{about}{person}") for kind, title in kinds]
    if household:
        links += [(kind, title, about) for kind, title in INTO_HOUSEHOLD]
    try:
        return [
            {"title": title, "url": f"{reverse('movements_new', args=[kind])}?{query}"}
            for kind, title, query in links
        ]
    except NoReverseMatch:
        return []


def _certificate(access: Access, head: RecordHead | None) -> str:
    if head is None or not may(access.serving(Purpose.CERTIFICATE), "certificates.issue"):
        return ""
    try:
        return f"{reverse('certificates_issue')}?person={head.person}"
    except NoReverseMatch:
        return ""
