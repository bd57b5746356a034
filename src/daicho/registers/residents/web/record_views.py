"""One record: 住民票, 世帯, 異動履歴, 文字, and a number shown on request."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
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
from daicho.registers.residents import ports
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
        "papers": _papers(request.access, record),
        "shielding": _shielding(request.access, view.head),
    }
    return draw(request, "person", context, record=record, problems=problems)


@require_GET
@screen("residents.view")
def household_page(request: StaffRequest, record: UUID) -> HttpResponse:
    """The household of a record."""
    as_of, problems = _as_of(request)
    view = view_household(request.access, record=record, as_of=as_of)
    context = {"view": view, "movements": _movements(request.access, view.head, household=True)}
    return draw(request, "household", context, record=record, problems=problems)


@require_GET
@screen("residents.history")
def history_page(request: StaffRequest, record: UUID) -> HttpResponse:
    """What happened to a record."""
    view = view_history(request.access, record=record)
    cases = {line.case: ports.links_of_case(request.access, line.case) for line in view.lines}
    lines = [(line, cases[line.case]) for line in view.lines]
    return draw(request, "history", {"view": view, "lines": lines}, record=record)


@require_GET
@screen("residents.view")
def characters_page(request: StaffRequest, record: UUID) -> HttpResponse:
    """The characters of a record's names, enlarged, with their codes."""
    view = view_characters(request.access, record=record)
    return draw(request, "characters", {"view": view}, record=record)


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


def draw(
    request: StaffRequest,
    tab: str,
    context: dict[str, object],
    *,
    record: UUID,
    problems: tuple[Problem, ...] = (),
) -> HttpResponse:
    """One tab of a record's screen."""
    titles = (
        ("person", "住民票"),
        ("household", "世帯"),
        ("history", "異動履歴"),
        ("characters", "文字"),
        ("memos", "メモ"),
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


def _movements(
    access: Access, head: RecordHead | None, *, household: bool = False
) -> Sequence[ports.Link]:
    """The movements that can begin here."""
    if head is None:
        return ()
    person = None if household else head.person
    return ports.movements_of(access, ports.Whom(head.household_number, person, bool(head.removed)))


def _certificate(access: Access, head: RecordHead | None) -> str:
    if head is None or not may(access.serving(Purpose.CERTIFICATE), "requests.receive"):
        return ""
    try:
        return f"{reverse('requests_new')}?person={head.person}"
    except NoReverseMatch:
        return ""


def _papers(access: Access, record: UUID) -> list[Link]:
    """Notices of this person's movements, what was issued about them, and forms that begin with what is known."""
    acting = access.serving(Purpose.CERTIFICATE)
    try:
        links = (
            ("certificates.notices", "通知書", reverse("certificates_person", args=[record])),
            (
                "certificates.history",
                "交付履歴",
                reverse("certificates_history") + f"?record={record}",
            ),
            (
                "certificates.notices",
                "届出書",
                reverse("certificates_forms") + f"?record={record}",
            ),
        )
    except NoReverseMatch:
        return []
    return [
        {"title": title, "url": url} for operation, title, url in links if may(acting, operation)
    ]


def _shielding(access: Access, head: RecordHead | None) -> list[Link]:
    """What may be done about who must not be told of this person (抑止・支援措置)."""
    if head is None:
        return []
    acting = access.serving(Purpose.PROTECTION)
    query = f"?person={head.person}"
    try:
        links = (
            ("protection.view", "照会する", reverse("protection_person", args=[head.person])),
            ("suppression.set", "抑止を設定する", reverse("protection_set") + query),
            ("suppression.lift", "一時解除する", reverse("protection_lift") + query),
        )
    except NoReverseMatch:
        return []
    return [
        {"title": title, "url": url} for operation, title, url in links if may(acting, operation)
    ]
