"""Laws over any row of all household events (household-rules 1): a small town on which everything happens in any order."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID, uuid5

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from daicho.kernel.errors import Invalid
from daicho.registers.residents.domain.household_events import (
    change_head,
    form_household,
    join_household,
    leave_household,
    relate_anew,
    relocate_household,
    restore_as_new,
    restore_members,
)
from daicho.registers.residents.domain.household_invariants import check_changes, check_invariants
from daicho.registers.residents.domain.household_moves import (
    merge_households,
    move_apart,
    move_into,
    split_household,
    transfer_members,
)
from daicho.registers.residents.domain.households import (
    Entrant,
    Household,
    Member,
    Outcome,
    Person,
)
from daicho.registers.residents.domain.recompute import propose_head_change
from daicho.registers.residents.domain.relationships import (
    COHABITANT,
    Relationship,
    parse_relationship,
)

ON = date(2026, 11, 20)
SPACE = UUID("0b5a5c0e-5a37-4a3f-8d51-746f776e0001")
WORDS = [
    "夫", "妻", "妻（未届）", "子", "子の妻", "子の子", "子（子の夫）", "父", "母", "弟", "妹",
    "妻の母", "妻の子", "弟の子", "父の兄の子の子", "縁故者", "同居人", "",
]  # fmt: skip
LOTS = ("P1", "P2")


@dataclass
class Town:
    """Every household that ever was, by its number; those gone wait in `gone` with the household that they left."""

    data: st.DataObject
    households: dict[str, Household] = field(default_factory=dict)
    gone: list[tuple[str, UUID | None, Member]] = field(default_factory=list)
    people: int = 0

    def number(self) -> str:
        return f"{len(self.households) + 1:010d}"

    def person(self) -> Person:
        self.people += 1
        draw = self.data.draw
        return Person(
            key=uuid5(SPACE, str(self.people)),
            name=f"見本{self.people}",
            sex=draw(st.sampled_from(["male", "female", None])),
            birth_on=date(draw(st.integers(1930, 2026)), 4, 1),
            resident_number=f"{self.people:010d}",
            birth_certain=draw(st.booleans()),
            foreign=draw(st.booleans()),
        )

    def word(self) -> Relationship | None:
        text = self.data.draw(st.sampled_from(WORDS))
        return parse_relationship(text, field="") if text else None

    def words(self, keys: set[UUID]) -> dict[UUID, Relationship | None]:
        return {key: self.word() for key in sorted(keys, key=str)}

    def living(self) -> list[Household]:
        return [h for h in self.households.values() if not h.has_ended]

    def some(self, household: Household) -> set[UUID]:
        return self.data.draw(st.sets(st.sampled_from(household.keys), min_size=1))

    def one(self) -> Household | None:
        living = self.living()
        return self.data.draw(st.sampled_from(living)) if living else None

    def two(self) -> tuple[Household, Household] | None:
        living = self.living()
        if len(living) < 2:
            return None
        first, second = self.data.draw(st.permutations(living))[:2]
        return first, second


Event = Callable[[Town], tuple[list[Household], Outcome] | None]


def join(town: Town) -> tuple[list[Household], Outcome] | None:
    """転入・出生 into a household that is there."""
    household = town.one()
    if household is None:
        return None
    coming = [Entrant(town.person(), town.word())]
    return [household], join_household(household, entrants=coming, on=ON)


def form(town: Town) -> tuple[list[Household], Outcome]:
    """転入 of people of their own."""
    coming = [Entrant(town.person(), town.word()) for _ in range(town.data.draw(st.integers(1, 4)))]
    head = coming[0].person.key if town.data.draw(st.booleans()) else None
    lot = town.data.draw(st.sampled_from(LOTS))
    return [], form_household(coming, number=town.number(), place_key=lot, head=head, on=ON)


def leave(town: Town) -> tuple[list[Household], Outcome] | None:
    """転出・死亡・失踪・職権消除."""
    household = town.one()
    if household is None:
        return None
    leaving = town.some(household)
    appoint = town.data.draw(st.booleans())
    made = leave_household(household, leaving=leaving, on=ON, appoint_sole=appoint)
    head = household.head.key if household.head else None
    town.gone += [(household.number, head, m) for m in household.members if m.key in leaving]
    return [household], made


def head_change(town: Town) -> tuple[list[Household], Outcome] | None:
    """世帯主変更, with the proposals as they come."""
    household = town.one()
    if household is None:
        return None
    new = town.data.draw(st.sampled_from(household.keys))
    proposed = propose_head_change(household.kins(), new_head=new)
    labels: Mapping[UUID, Relationship | None] = {
        key: proposal.after for key, proposal in proposed.items() if key != new
    }
    return [household], change_head(household, new_head=new, relationships=labels, on=ON)


def relate(town: Town) -> tuple[list[Household], Outcome] | None:
    """世帯構成変更 within a household."""
    household = town.one()
    if household is None:
        return None
    return [household], relate_anew(
        household, relationships=town.words(town.some(household)), on=ON
    )


def split(town: Town) -> tuple[list[Household], Outcome] | None:
    """世帯分離, and 転居 一全."""
    household = town.one()
    if household is None:
        return None
    moving = town.some(household)
    head = sorted(moving, key=str)[0]
    labels = town.words(moving - {head})
    if town.data.draw(st.booleans()):
        made = split_household(
            household, number=town.number(), head=head, relationships=labels, on=ON
        )
    else:
        made = move_apart(
            household, number=town.number(), place_key="P2", head=head, relationships=labels, on=ON
        )
    return [household], made


def pass_over(town: Town) -> tuple[list[Household], Outcome] | None:
    """世帯合併, 世帯変更, and 転居 全一・一一."""
    found = town.two()
    if found is None:
        return None
    source, target = found
    kind = town.data.draw(st.sampled_from([merge_households, transfer_members, move_into]))
    moving = set(source.keys) if kind is merge_households else town.some(source)
    labels = town.words(moving)
    return [source, target], kind(source, target=target, relationships=labels, on=ON)


def relocate(town: Town) -> tuple[list[Household], Outcome] | None:
    """転居 全全."""
    household = town.one()
    if household is None:
        return None
    return [household], relocate_household(
        household, place_key=town.data.draw(st.sampled_from(LOTS))
    )


def restore(town: Town) -> tuple[list[Household], Outcome] | None:
    """職権回復・異動の取消し（増）."""
    if not town.gone:
        return None
    number, head, member = town.gone.pop(town.data.draw(st.integers(0, len(town.gone) - 1)))
    household = town.households[number]
    if household.has_ended:
        return [], restore_as_new(
            [member], number=town.number(), place_key=household.place_key, on=ON
        )
    return [household], restore_members(household, returning=[member], former_head=head, on=ON)


EVENTS: tuple[Event, ...] = (
    form, join, leave, head_change, relate, split, pass_over, relocate, restore,
)  # fmt: skip


@settings(max_examples=80)
@given(st.data())
def test_any_row_of_all_events_keeps_every_invariant(data: st.DataObject) -> None:
    """I-01 to I-09 after every event; what no confirmation can carry is refused and changes nothing."""
    town = Town(data)
    for _ in range(data.draw(st.integers(1, 12))):
        before = dict(town.households)
        ended = {number for number, h in before.items() if h.has_ended}
        waiting = list(town.gone)
        try:
            done = data.draw(st.sampled_from(EVENTS))(town)
        except Invalid:
            assert town.households == before
            town.gone = waiting
            continue
        if done is None:
            continue
        touched, made = done
        assert check_changes(made.changes, before=touched, after=made.households) == ()
        town.households |= {h.number: h for h in made.households}
        assert check_invariants(town.households.values(), ended_numbers=ended) == ()
        everybody = [key for h in town.households.values() for key in h.keys]
        assert len(everybody) == len(set(everybody)), "nobody is in two households"
        for household in town.living():
            assert sum(m.is_head for m in household.members) <= 1
            assert all(
                m.relationship is None or len(m.relationship.parts) <= 4 for m in household.members
            )
        assert ended <= {n for n, h in town.households.items() if h.has_ended}, (
            "a number is never used again"
        )


@given(st.sets(st.sampled_from("BCDE"), min_size=1))
def test_a_split_and_a_merge_move_nobody_else(moving: set[str]) -> None:
    """H-603, H-604: those who stay keep their words; those who come back stand at the end."""
    keys = {letter: uuid5(SPACE, letter) for letter in "ABCDE"}
    people = {
        letter: Person(key, f"見本{letter}", "male", date(1980, 4, 1), letter)
        for letter, key in keys.items()
    }
    coming = [Entrant(person, COHABITANT) for person in people.values()]
    (whole,) = form_household(coming, number="1", place_key="P1", head=keys["A"], on=ON).households
    head = keys[min(moving)]
    labels: dict[UUID, Relationship | None] = {
        keys[m]: COHABITANT for m in moving if keys[m] != head
    }
    stays, new = split_household(
        whole, number="2", head=head, relationships=labels, on=ON
    ).households
    assert {m.key: m.relationship for m in stays.members} == {
        m.key: m.relationship for m in whole.members if m.key in stays.keys
    }
    back = merge_households(
        new, target=stays, relationships=dict.fromkeys(new.keys, COHABITANT), on=ON
    )
    grown = back.households[1]
    assert grown.keys[: len(stays.keys)] == stays.keys
    assert set(grown.keys) == set(whole.keys)


def test_a_household_keeps_its_head_when_members_are_related_anew() -> None:
    """世帯構成変更 refuses the head in both directions, and what changes nothing."""
    one, two = (Person(uuid5(SPACE, n), f"見本{n}", "male", date(1980, 4, 1), n) for n in "AB")
    coming = [Entrant(one, None), Entrant(two, COHABITANT)]
    (home,) = form_household(coming, number="1", place_key="P1", head=one.key, on=ON).households
    head = parse_relationship("世帯主", field="")
    for labels in ({one.key: COHABITANT}, {two.key: head}, {two.key: COHABITANT}):
        with pytest.raises(Invalid):
            relate_anew(home, relationships=dict[UUID, Relationship | None](labels), on=ON)
    made = relate_anew(home, relationships={two.key: parse_relationship("弟", field="")}, on=ON)
    assert [c.key for c in made.changes] == [two.key]
