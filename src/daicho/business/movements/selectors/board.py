"""Board (受付簿・仮登録一覧): the cases of every desk by state, narrowed as the desk works, and the book of a day (STD-4.0.8)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.conf import settings
from django.core.paginator import Page, Paginator
from django.db.models import Count, Q, QuerySet

from daicho.business.movements.audit_types import CASES_LISTED, DAYBOOK_PRINTED
from daicho.business.movements.domain.kinds import KINDS
from daicho.business.movements.domain.notification import Channel
from daicho.business.movements.domain.states import State
from daicho.business.movements.models import Case
from daicho.foundation.audit.public import recorded
from daicho.foundation.staff.public import check_may, may
from daicho.kernel.access import Access
from daicho.kernel.clock import business_today
from daicho.registers.residents.public import shields_of

PER_PAGE: Final = 20
HIDDEN: Final = "（照会の抑止）"
CLOSED: Final = (State.APPROVED.value, State.DISCARDED.value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What a desk wants to see; blank means all. `charge` is the key of whoever entered it."""

    state: str = ""
    office: str = ""
    kind: str = ""
    charge: str = ""
    channel: str = ""
    occasion: str = ""
    who: str = ""
    received_on: date | None = None
    overdue: bool = False
    own: bool = False


@dataclass(frozen=True, slots=True)
class CaseLine:
    """One line of the list; `choosable` may be approved together with others by who looks."""

    key: UUID
    number: str
    edition: int
    title: str
    state: State
    summary: str
    channel: str
    office: str
    received_on: date | None
    event_on: date | None
    notified_on: date | None
    entered_by: str
    changed_at: datetime
    late: bool
    overdue: bool
    held: str
    marks: tuple[str, ...]
    choosable: bool


@dataclass(frozen=True, slots=True)
class Board:
    """A page of the list, its lines, how many there are in every state, and what can be chosen to narrow it."""

    wish: Wish
    page: Page[Case]
    lines: tuple[CaseLine, ...]
    counts: dict[str, int]
    offices: tuple[str, ...]
    charges: tuple[tuple[str, str], ...]
    may_approve: bool


@dataclass(frozen=True, slots=True)
class Daybook:
    """受付簿 of a day: every case received then, in the order of the numbers."""

    day: date
    office: str
    lines: tuple[CaseLine, ...]


def list_cases(
    access: Access, *, state: str = "", page: int = 1, wish: Wish | None = None
) -> Board:
    """The cases in a state (all that are not closed when none is named), newest first; one entry for the page."""
    check_may(access, "movements.list")
    asked = wish or Wish(state=state)
    with recorded(access, CASES_LISTED) as note:
        narrowed = _narrowed(access, asked)
        rows = _in_state(narrowed, asked.state).order_by("-changed_at")
        approving = asked.state == State.EXAMINED and may(access, "movements.approve")
        each = settings.MOVEMENTS_APPROVED_AT_ONCE if approving else PER_PAGE
        found = Paginator(rows, each).get_page(page)
        hidden = _hidden(access, found)
        note.say(state=asked.state or "open", page=found.number, count=found.paginator.count)
        note.about(*(p for row in found for p in row.persons))
        return Board(
            wish=asked,
            page=found,
            lines=tuple(_line(access, row, hidden, approving=approving) for row in found),
            counts=_counts(narrowed),
            offices=tuple(_offices()),
            charges=tuple(_charges()),
            may_approve=approving,
        )


def view_daybook(access: Access, *, day: date, office: str = "") -> Daybook:
    """受付簿 of a day, whole, to be printed; one entry."""
    check_may(access, "movements.list")
    with recorded(access, DAYBOOK_PRINTED) as note:
        rows = Case.objects.filter(received_on=day).order_by("number")
        if office:
            rows = rows.filter(office=office)
        hidden = _hidden(access, rows)
        lines = tuple(_line(access, row, hidden, approving=False) for row in rows)
        note.say(day=day.isoformat(), count=len(lines))
        note.about(*(p for row in rows for p in row.persons))
        return Daybook(day, office, lines)


def numbers_of(cases: Iterable[UUID]) -> dict[UUID, str]:
    """The 受付番号 of cases; nothing of what they say."""
    return dict(Case.objects.filter(key__in=list(cases)).values_list("key", "number"))


def _narrowed(access: Access, wish: Wish) -> QuerySet[Case]:
    rows = Case.objects.all()
    equal = {
        "office": wish.office,
        "kind": wish.kind,
        "entered_by": wish.charge,
        "channel": wish.channel,
        "occasion": wish.occasion,
        "received_on": wish.received_on,
    }
    rows = rows.filter(**{name: value for name, value in equal.items() if value})
    if wish.who:
        rows = rows.filter(Q(summary__contains=wish.who) | Q(number__endswith=wish.who))
    if wish.own:
        rows = rows.filter(entered_by=access.staff_key)
    if wish.overdue:
        rows = rows.exclude(state__in=CLOSED).filter(_overdue(business_today()))
    return rows


def _overdue(today: date) -> Q:
    """届出の期限か、保留の期限が過ぎたもの."""
    return Q(deadline__lt=today) | Q(state=State.HELD.value, held_until__lt=today)


def _in_state(rows: QuerySet[Case], state: str) -> QuerySet[Case]:
    return rows.filter(state=state) if state in set(State) else rows.exclude(state__in=CLOSED)


def _counts(rows: QuerySet[Case]) -> dict[str, int]:
    found = dict(rows.values_list("state").annotate(n=Count("pk")).values_list("state", "n"))
    return {state.value: found.get(state.value, 0) for state in State}


def _offices() -> list[str]:
    return list(Case.objects.order_by("office").values_list("office", flat=True).distinct())


def _charges() -> list[tuple[str, str]]:
    rows = Case.objects.exclude(state__in=CLOSED).order_by("entered_by_name")
    return [(str(k), n) for k, n in rows.values_list("entered_by", "entered_by_name").distinct()]


def _hidden(access: Access, rows: Iterable[Case]) -> frozenset[UUID]:
    """Who of these may not be looked up by this actor (STD-3.1)."""
    shields = shields_of(access, {p for row in rows for p in row.persons})
    return frozenset(p for p, shield in shields.items() if shield.hidden)


def _line(access: Access, row: Case, hidden: frozenset[UUID], *, approving: bool) -> CaseLine:
    state, today = State(row.state), business_today()
    past = bool(row.deadline and row.deadline < today)
    waited = state is State.HELD and bool(row.held_until and row.held_until < today)
    return CaseLine(
        key=row.key,
        number=row.number,
        edition=row.edition,
        title=KINDS[row.kind].title,
        state=state,
        summary=row.summary if hidden.isdisjoint(row.persons) else HIDDEN,
        channel=Channel(row.channel).label if row.channel else "",
        office=row.office,
        received_on=row.received_on,
        event_on=row.event_on,
        notified_on=row.notified_on,
        entered_by=row.entered_by_name,
        changed_at=row.changed_at,
        late=bool(row.deadline and row.notified_on and row.notified_on > row.deadline),
        overdue=row.state not in CLOSED and (past or waited),
        held=row.held_reason,
        marks=_marks(row),
        choosable=approving and row.entered_by != access.staff_key,
    )


def _marks(row: Case) -> tuple[str, ...]:
    wanted = (
        (row.provisional_closed_day, "休日受付"),
        (row.later_entry, "後日入力"),
        (row.survey is not None, "実態調査"),
    )
    return tuple(words for shown, words in wanted if shown)
