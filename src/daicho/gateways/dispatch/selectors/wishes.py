"""Wishes (送付先情報の一覧, STD-7.1.1.4): who waits to be told, with whom something is wrong, who was told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final
from uuid import UUID

from django.core.paginator import Page, Paginator

from daicho.foundation.audit.public import recorded
from daicho.foundation.staff.public import check_may
from daicho.gateways.dispatch.audit_types import LISTED
from daicho.gateways.dispatch.domain.states import TARGET_REASONS, WAITING, WRONG, State, Why
from daicho.gateways.dispatch.models import Wish
from daicho.kernel.access import Access
from daicho.kernel.clock import business_today
from daicho.registers.residents.domain.segments import Holding
from daicho.registers.residents.public import records_on, shields_of

PER_PAGE: Final = 20
HIDDEN: Final = "（照会の抑止）"


class Shown(StrEnum):
    """What the list shows."""

    WAITING = "waiting"
    WRONG = "wrong"
    SENT = "sent"
    PROVIDED = "provided"
    WITHDRAWN = "withdrawn"

    @property
    def label(self) -> str:
        return _LABELS[self]


_LABELS: Final = {
    Shown.WAITING: "送付待ち",
    Shown.WRONG: "不一致・受付不可",
    Shown.SENT: "送信済",
    Shown.PROVIDED: "提供済",
    Shown.WITHDRAWN: "取りやめ",
}
_STATES: Final[Mapping[Shown, Sequence[State]]] = {
    Shown.WAITING: WAITING,
    Shown.WRONG: WRONG,
    Shown.SENT: (State.SENT,),
    Shown.PROVIDED: (State.PROVIDED,),
    Shown.WITHDRAWN: (State.WITHDRAWN,),
}


@dataclass(frozen=True, slots=True)
class WishLine:
    """One line of the list."""

    key: UUID
    name: str
    address: str
    marks: tuple[str, ...]
    why: str
    state: State
    noted_at: datetime
    make_at: datetime | None
    elsewhere: bool
    problem: str


@dataclass(frozen=True, slots=True)
class WishPage:
    """A page of the list; `counts` says how many there are under each heading."""

    page: Page[Wish]
    lines: tuple[WishLine, ...]
    counts: Mapping[Shown, int]


def list_wishes(access: Access, *, shown: str, page: int) -> WishPage:
    """Those of one heading, the newest change first; those that wait unless another is asked for."""
    asked = Shown(shown) if shown in set(Shown) else Shown.WAITING
    with recorded(access, LISTED) as note:
        check_may(access, "dispatch.view")
        rows = Wish.objects.filter(state__in=[s.value for s in _STATES[asked]])
        found = Paginator(
            rows.select_related("arrangement").order_by("-changed_at", "key"), PER_PAGE
        ).get_page(page)
        people = people_now([row.person for row in found])
        note.about(*people)
        note.say(state=asked.value, page=found.number, count=found.paginator.count)
        shields = shields_of(access, people)
        lines = tuple(
            _line(
                row,
                people.get(row.person),
                hidden=row.person in shields and shields[row.person].hidden,
                marks=shields[row.person].marks if row.person in shields else (),
            )
            for row in found
        )
        counts: dict[Shown, int] = {
            each: Wish.objects.filter(state__in=[s.value for s in states]).count()
            for each, states in _STATES.items()
            if each in (Shown.WAITING, Shown.WRONG)
        }
    return WishPage(found, lines, counts)


def people_now(persons: Sequence[UUID]) -> dict[UUID, Holding]:
    """What the newest record of each says today."""
    found = records_on(persons, business_today())
    return {h.person: h for h in sorted(found, key=lambda h: h.history_number)}


def why_of(row: Wish) -> str:
    """Why somebody is to be told, in words."""
    reason = TARGET_REASONS.get(row.target_reason, "")
    return f"{Why(row.why).label}（{reason}）" if reason else Why(row.why).label


def _line(row: Wish, held: Holding | None, *, hidden: bool, marks: tuple[str, ...]) -> WishLine:
    items = held.particulars if held else None
    return WishLine(
        key=row.key,
        name=HIDDEN if hidden or items is None else items.printed_name,
        address="" if hidden or items is None else items.full_address,
        marks=marks,
        why=why_of(row),
        state=State(row.state),
        noted_at=row.noted_at,
        make_at=row.make_at,
        elsewhere=bool(row.arrangement and row.arrangement.elsewhere),
        problem=row.problems[0]["what"] if row.problems else row.words,
    )
