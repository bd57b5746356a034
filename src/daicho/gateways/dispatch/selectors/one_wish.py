"""One wish (一人の送付先情報): the household that is newly due, what was arranged, the letters, and what became of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from daicho.foundation.audit.public import recorded
from daicho.foundation.staff.public import check_may, may
from daicho.gateways.dispatch.audit_types import VIEWED
from daicho.gateways.dispatch.commands.contents import arranged_place, profile, roman_of
from daicho.gateways.dispatch.commands.steps import missing
from daicho.gateways.dispatch.domain.places import Ground, PrintClass
from daicho.gateways.dispatch.domain.postings import Roman
from daicho.gateways.dispatch.domain.roman import proposed
from daicho.gateways.dispatch.domain.states import TABLE, Action, State
from daicho.gateways.dispatch.models import Arrangement, Posting, RomanName, Wish
from daicho.gateways.dispatch.selectors.wishes import people_now, why_of
from daicho.kernel.access import Access
from daicho.kernel.clock import business_today
from daicho.kernel.errors import Problem
from daicho.registers.protection.public import marks_of
from daicho.registers.residents.domain.particulars import Kind, Status
from daicho.registers.residents.domain.segments import Holding
from daicho.registers.residents.public import check_shown, household_on


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody of the household who may go in the same envelope."""

    wish: UUID
    edition: int
    name: str
    birth: str
    relationship: str
    state: State
    chosen: bool


@dataclass(frozen=True, slots=True)
class ArrangementView:
    """What was arranged; `place` is empty for the registered address, and once it is erased."""

    print_class: str
    elsewhere: bool
    ground: str
    ground_code: str
    place: Mapping[str, str]
    made_at: datetime
    made_by: str
    erased_at: datetime | None


@dataclass(frozen=True, slots=True)
class PostingView:
    """One posting as histories show it; there is no content to show."""

    number: str
    made_at: datetime
    times: int
    people: int
    state: str
    tone: str
    settled_at: datetime | None
    message: UUID | None
    print_class: str
    elsewhere: bool
    basis: str
    operator: str


@dataclass(frozen=True, slots=True)
class WishView:
    """One wish as its screen shows it."""

    key: UUID
    edition: int
    name: str
    record: UUID | None
    address: str
    postal_code: str
    head: str
    removed: str
    marks: tuple[str, ...]
    why: str
    state: State
    noted_at: datetime
    make_at: datetime | None
    case: UUID | None
    words: str
    problems: tuple[Problem, ...]
    members: tuple[Member, ...]
    arrangement: ArrangementView | None
    postings: tuple[PostingView, ...]
    roman: Roman
    proposal: Roman
    foreign: bool
    has_former_surname: bool
    print_class: str
    actions: frozenset[Action]


def view_wish(access: Access, *, wish: UUID) -> WishView:
    """One wish; one entry. `Missing`, and `Refused` where looking the person up is suppressed."""
    check_may(access, "dispatch.view")
    with recorded(access, VIEWED) as note:
        row = Wish.objects.filter(key=wish).select_related("arrangement").first()
        if row is None:
            raise missing()
        note.about(row.person)
        note.say(state=row.state, why=row.why)
        check_shown(access, [row.person])
        held = people_now([row.person]).get(row.person)
        household = _household(held)
        members = _members(row, household)
        note.say(people=len(members))
        return _view(access, row, held, household, members)


def posting_view(row: Posting) -> PostingView:
    """A posting as histories show it."""
    state = State(row.state) if row.state in set(State) else State.READY
    return PostingView(
        number=row.number,
        made_at=row.made_at,
        times=row.times,
        people=len(row.persons),
        state=state.label,
        tone=state.tone,
        settled_at=row.settled_at,
        message=row.message,
        print_class=PrintClass(row.print_class).label,
        elsewhere=row.elsewhere,
        basis=row.basis,
        operator=row.operator_name,
    )


def _household(held: Holding | None) -> tuple[Holding, ...]:
    if held is None or held.status is not Status.PRESENT:
        return ()
    return household_on(held.particulars.household_number, business_today())


def _members(row: Wish, household: tuple[Holding, ...]) -> tuple[Member, ...]:
    """Those of the household who may be arranged together with this one."""
    arranged = [s.value for s, actions in TABLE.items() if Action.ARRANGE in actions]
    found = Wish.objects.filter(
        person__in=[h.person for h in household], thread=row.thread, state__in=arranged
    )
    wishes = {each.person: each for each in found}
    return tuple(
        Member(
            wish=wishes[h.person].key,
            edition=wishes[h.person].edition,
            name=h.particulars.printed_name,
            birth=h.particulars.birth_date.display(),
            relationship=h.particulars.relationship_to_head,
            state=State(wishes[h.person].state),
            chosen=wishes[h.person].arrangement_id == row.arrangement_id,
        )
        for h in household
        if h.person in wishes
    )


def _view(
    access: Access,
    row: Wish,
    held: Holding | None,
    household: tuple[Holding, ...],
    members: tuple[Member, ...],
) -> WishView:
    items = held.particulars if held else None
    heads = [h.particulars.printed_name for h in household if h.particulars.is_head]
    postings = Posting.objects.filter(persons__contains=[row.person]).order_by("-made_at", "key")
    arranged = row.arrangement
    return WishView(
        key=row.key,
        edition=row.edition,
        name=items.printed_name if items else "",
        record=held.record if held else None,
        address=items.full_address if items else "",
        postal_code=items.postal_code if items else "",
        head=heads[0] if heads else (items.head_name if items else ""),
        removed=items.removal.label if held and items and held.status is not Status.PRESENT else "",
        marks=marks_of([row.person]).get(row.person, ()),
        why=why_of(row),
        state=State(row.state),
        noted_at=row.noted_at,
        make_at=row.make_at,
        case=row.case,
        words=row.words,
        problems=tuple(
            Problem(p["code"], "", p["what"], p["why"], p["remedy"]) for p in row.problems
        ),
        members=members,
        arrangement=_arrangement(arranged) if arranged else None,
        postings=tuple(posting_view(each) for each in postings),
        roman=roman_of(RomanName.objects.filter(person=row.person).first()),
        proposal=_proposal(held),
        foreign=bool(items and items.kind is Kind.FOREIGN),
        has_former_surname=bool(items and items.former_surname),
        print_class=arranged.print_class if arranged else profile().dispatch.print_class,
        actions=TABLE[State(row.state)] if may(access, "dispatch.act") else frozenset(),
    )


def _arrangement(row: Arrangement) -> ArrangementView:
    return ArrangementView(
        print_class=PrintClass(row.print_class).label,
        elsewhere=row.elsewhere,
        ground=Ground(row.ground).label if row.ground else "",
        ground_code=row.ground,
        place=arranged_place(row),
        made_at=row.made_at,
        made_by=row.made_by_name,
        erased_at=row.erased_at,
    )


def _proposal(held: Holding | None) -> Roman:
    if held is None or held.particulars.kind is Kind.FOREIGN:
        return Roman()
    items = held.particulars
    former = proposed(items.former_surname_kana) if items.former_surname else ""
    return Roman(proposed(items.name_kana), former)
