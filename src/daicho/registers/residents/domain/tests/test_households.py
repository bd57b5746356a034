"""Household events (household-rules chapters 2, 3, 6) and their invariants."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest

from daicho.kernel.errors import Invalid, Level
from daicho.registers.residents.domain.household_events import (
    change_head,
    form_household,
    join_household,
    leave_household,
    relocate_household,
    rename_head,
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
    Outcome,
    Person,
)
from daicho.registers.residents.domain.relationships import Relationship
from daicho.registers.residents.domain.tests.families import family, key, label

ON = date(2026, 11, 20)
NUCLEAR = "A男 世帯主、B女 妻、C男 子、D女 子"


def entrants(text: str, *, years: Mapping[str, int] | None = None) -> list[Entrant]:
    return [
        Entrant(
            Person(
                key=kin.key,
                name=f"見本{name[0]}",
                sex=kin.sex,
                birth_on=kin.birth_on,
                resident_number=f"{ord(name[0]):010d}",
            ),
            kin.relationship,
        )
        for name, kin in zip(text.split("、"), family(text, years=years), strict=True)
    ]


def household(text: str, *, number: str = "0000000019", place: str = "P1") -> Household:
    """A household in the order of the text, whatever the rule says."""
    coming = entrants(text)
    head = next((one.person.key for one in coming if str(one.relationship) == "世帯主"), None)
    made = form_household(coming, number=number, place_key=place, head=head, on=ON).households[0]
    members = {member.key: member for member in made.members}
    return replace(
        made,
        members=tuple(
            replace(members[one.person.key], order=place)
            for place, one in enumerate(coming, start=1)
        ),
    )


def said(text: str) -> dict[UUID, Relationship | None]:
    return {
        key(entry): label(entry.partition(" ")[2]) if entry.partition(" ")[2] else None
        for entry in text.split("、")
    }


def read(state: Household) -> str:
    names = {key(letter): letter for letter in "ABCDEFGHI"}
    return "、".join(f"{names[one.key]} {one.relationship or ''}" for one in state.members)


def codes(made: Outcome) -> list[str]:
    return [problem.code for problem in made.alerts]


def changed(made: Outcome) -> str:
    names = {key(letter): letter for letter in "ABCDEFGHI"}
    return "".join(sorted(names[change.key] for change in made.changes))


def sound(made: Outcome, *before: Household) -> Outcome:
    """The outcome, after checking every invariant on it."""
    assert check_invariants(made.households) == ()
    assert check_changes(made.changes, before=before, after=made.households) == ()
    assert all(problem.level is Level.ALERT for problem in made.alerts)
    assert all(problem.what and problem.remedy for problem in made.alerts)
    return made


@pytest.mark.proves("STD-4.0.2/m2")
def test_e01_a_new_household_has_a_head_and_the_order_of_the_rule() -> None:
    coming = entrants("C男 子、B女 妻、A男 ")
    made = sound(form_household(coming, number="0000000019", place_key="P1", head=key("A"), on=ON))
    assert read(made.households[0]) == "A 世帯主、B 妻、C 子"
    assert {member.head_name for member in made.households[0].members} == {"見本A"}
    assert changed(made) == "ABC"
    assert codes(made) == []


def test_e01_blank_relationships_and_young_heads_are_confirmed() -> None:
    coming = entrants("A男 、B女 ", years={"A": 2011})
    made = form_household(
        coming, number="0000000019", place_key="P1", head=key("A"), on=date(2026, 3, 31)
    )
    assert codes(sound(made)) == ["relationship_blank", "head_under_15"]
    of_age = form_household(
        coming, number="0000000019", place_key="P1", head=key("A"), on=date(2026, 4, 1)
    )
    assert codes(of_age) == ["relationship_blank"]


def test_a_head_must_be_among_them_and_alone() -> None:
    coming = entrants("A男 、B女 妻")
    with pytest.raises(Invalid) as refused:
        form_household(coming, number="0000000019", place_key="P1", head=key("C"), on=ON)
    assert refused.value.reason_code == "head_not_among_members"
    two = entrants("A男 世帯主、B女 世帯主")
    with pytest.raises(Invalid) as refused:
        form_household(two, number="0000000019", place_key="P1", head=key("A"), on=ON)
    assert refused.value.reason_code == "second_head"


@pytest.mark.proves("STD-5.2/m2")
def test_e02_joining_changes_nobody_who_was_there() -> None:
    before = household("A男 世帯主、C男 子、B女 妻")
    made = sound(join_household(before, entrants=entrants("E男 子、F男 父"), on=ON), before)
    assert read(made.households[0]) == "A 世帯主、C 子、B 妻、E 子、F 父"
    assert changed(made) == "EF"
    with pytest.raises(Invalid) as refused:
        join_household(before, entrants=entrants("B女 妻"), on=ON)
    assert refused.value.reason_code == "already_a_member"


def test_e06_the_whole_household_moves() -> None:
    before = household(NUCLEAR)
    made = sound(relocate_household(before, place_key="P2"), before)
    assert changed(made) == "ABCD"
    assert read(made.households[0]) == read(before)
    assert made.households[0].number == before.number


def test_e10_the_number_ends_with_the_last_member() -> None:
    before = household("A男 世帯主、B女 妻")
    made = sound(leave_household(before, leaving=[key("A"), key("B")], on=ON), before)
    assert made.households[0].has_ended
    assert [change.after for change in made.changes] == [None, None]
    assert (codes(made), made.notice_to) == ([], None)
    reused = replace(before, members=before.members)
    problems = check_invariants([reused], ended_numbers={before.number})
    assert [problem.code for problem in problems] == ["household_i_08"]


def test_e11_somebody_leaves_and_the_gap_closes() -> None:
    before = household(NUCLEAR)
    made = sound(leave_household(before, leaving=[key("B")], on=ON), before)
    assert read(made.households[0]) == "A 世帯主、C 子、D 子"
    assert changed(made) == "BCD"
    last = sound(leave_household(before, leaving=[key("D")], on=ON), before)
    assert changed(last) == "D"


def test_n02_k22_the_one_who_remains_becomes_head() -> None:
    before = household("A男 世帯主、B男 同居人")
    made = sound(leave_household(before, leaving=[key("A")], on=ON), before)
    assert read(made.households[0]) == "B 世帯主"
    assert made.households[0].members[0].head_name == "見本B"
    assert codes(made) == ["headless_one"]
    assert made.notice_to == key("B")
    unset = sound(leave_household(before, leaving=[key("A")], on=ON, appoint_sole=False), before)
    assert read(unset.households[0]) == "B 同居人"
    assert codes(unset) == ["household_headless"]


@pytest.mark.proves("STD-4.0.4/m2", "STD-1.1.10/m1", "STD-4.0.5/m4")
def test_n05_k23_two_or_more_stay_without_a_head() -> None:
    before = household(NUCLEAR)
    made = sound(leave_household(before, leaving=[key("A")], on=ON), before)
    after = made.households[0]
    assert read(after) == "B 妻、C 子、D 子"
    assert after.head is None
    assert {member.head_name for member in after.members} == {""}
    assert codes(made) == ["headless_two_or_more"]
    assert made.notice_to == key("B")
    gone = next(change for change in made.changes if change.key == key("A"))
    assert gone.before is not None
    assert str(gone.before.relationship) == "世帯主"


def test_n04_the_head_changes_first_and_then_leaves() -> None:
    before = household(NUCLEAR)
    handed = change_head(
        before, new_head=key("B"), relationships=said("A 夫、C 子、D 子"), on=ON
    ).households[0]
    made = sound(leave_household(handed, leaving=[key("A")], on=ON), handed)
    assert read(made.households[0]) == "B 世帯主、C 子、D 子"
    gone = next(change for change in made.changes if change.key == key("A"))
    assert gone.before is not None
    assert str(gone.before.relationship) == "夫"


@pytest.mark.proves("STD-4.0.4/m3")
def test_n11_members_of_a_headless_household_move_on() -> None:
    headless = household("B女 妻、C男 子、D女 子")
    left = sound(leave_household(headless, leaving=[key("D")], on=ON), headless)
    assert read(left.households[0]) == "B 妻、C 子"
    assert codes(left) == ["household_headless"]
    moved = sound(
        move_apart(
            headless, number="0000000027", place_key="P2", head=key("C"), relationships={}, on=ON
        ),
        headless,
    )
    assert [read(one) for one in moved.households] == ["B 妻、D 子", "C 世帯主"]


@pytest.mark.proves("STD-4.1.4.2/m1")
def test_e17_a_change_of_head_touches_everybody_and_orders_anew() -> None:
    before = household(NUCLEAR)
    made = sound(
        change_head(before, new_head=key("C"), relationships=said("A 父、B 母、D 妹"), on=ON),
        before,
    )
    assert read(made.households[0]) == "C 世帯主、A 父、B 母、D 妹"
    assert changed(made) == "ABCD"
    assert {member.head_name for member in made.households[0].members} == {"見本C"}
    kept = change_head(
        before, new_head=key("C"), relationships=said("A 父、B 母、D 妹"), on=ON, rerank=False
    )
    assert read(kept.households[0]) == "A 父、B 母、C 世帯主、D 妹"


@pytest.mark.parametrize(
    ("new_head", "relationships", "code"),
    [
        ("B", "A 夫、C 子", "relationships_incomplete"),
        ("A", "B 妻、C 子、D 子", "head_unchanged"),
        ("E", "A 夫、B 妻、C 子、D 子", "not_a_member"),
        ("B", "A 世帯主、C 子、D 子", "second_head"),
    ],
)
def test_e17_refusals(new_head: str, relationships: str, code: str) -> None:
    with pytest.raises(Invalid) as refused:
        change_head(
            household(NUCLEAR), new_head=key(new_head), relationships=said(relationships), on=ON
        )
    assert refused.value.reason_code == code


def test_e18_the_heads_name_changes_on_every_line() -> None:
    before = household(NUCLEAR)
    made = sound(rename_head(before, name="見本ア"), before)
    assert changed(made) == "ABCD"
    assert {member.head_name for member in made.households[0].members} == {"見本ア"}
    with pytest.raises(Invalid) as refused:
        rename_head(household("B女 妻、C男 子"), name="見本ア")
    assert refused.value.reason_code == "household_headless"


def test_e14_k26_some_become_a_household_of_their_own() -> None:
    before = household("A男 世帯主、B女 妻、C男 子、D女 子の妻、E男 子の子")
    made = sound(
        split_household(
            before,
            number="0000000027",
            head=key("C"),
            relationships=said("D 妻、E 子"),
            on=ON,
        ),
        before,
    )
    assert [read(one) for one in made.households] == ["A 世帯主、B 妻", "C 世帯主、D 妻、E 子"]
    assert changed(made) == "CDE"
    assert codes(made) == []
    with pytest.raises(Invalid) as refused:
        split_household(
            household("A男 世帯主、B女 妻"),
            number="0000000027",
            head=key("A"),
            relationships=said("B 妻"),
            on=ON,
        )
    assert refused.value.reason_code == "everyone_selected"


def test_e14_the_head_leaves_and_a_couple_parts() -> None:
    before = household("A男 世帯主、B女 妻、C男 子")
    made = sound(
        split_household(before, number="0000000027", head=key("A"), relationships={}, on=ON),
        before,
    )
    assert codes(made) == ["headless_two_or_more", "spouses_apart"]
    together = split_household(
        before, number="0000000027", head=key("A"), relationships=said("B 妻"), on=ON
    )
    assert codes(together) == ["headless_one"]


def test_e15_k25_all_of_one_enter_the_other() -> None:
    source = household("C男 世帯主、D女 妻、E男 子", number="0000000027")
    target = household("A男 世帯主")
    entered = said("C 弟、D 弟の妻、E 弟の子")
    made = sound(
        merge_households(source, target=target, relationships=entered, on=ON), source, target
    )
    assert made.households[0].has_ended
    assert read(made.households[1]) == "A 世帯主、C 弟、D 弟の妻、E 弟の子"
    assert changed(made) == "CDE"
    elsewhere = replace(target, place_key="P2")
    with pytest.raises(Invalid) as refused:
        merge_households(source, target=elsewhere, relationships=entered, on=ON)
    assert refused.value.reason_code == "place_differs"
    with pytest.raises(Invalid) as refused:
        merge_households(source, target=target, relationships=said("C 弟"), on=ON)
    assert refused.value.reason_code == "merge_needs_everyone"


def test_e16_some_pass_to_another_household() -> None:
    source = household("C男 世帯主、D女 妻、E男 子", number="0000000027")
    target = household("A男 世帯主")
    made = sound(
        transfer_members(source, target=target, relationships=said("E 弟の子"), on=ON),
        source,
        target,
    )
    assert [read(one) for one in made.households] == ["C 世帯主、D 妻", "A 世帯主、E 弟の子"]
    assert changed(made) == "E"
    with pytest.raises(Invalid) as refused:
        transfer_members(
            source, target=target, relationships=said("C 弟、D 弟の妻、E 弟の子"), on=ON
        )
    assert refused.value.reason_code == "everyone_selected"


@pytest.mark.proves("STD-4.0.2/m6")
def test_the_four_moves_of_two_axes() -> None:
    source = household("C男 世帯主、D女 妻", number="0000000027")
    target = household("A男 世帯主", place="P2")
    whole_new = relocate_household(source, place_key="P3")
    whole_old = move_into(source, target=target, relationships=said("C 弟、D 弟の妻"), on=ON)
    part_new = move_apart(
        source, number="0000000035", place_key="P3", head=key("D"), relationships={}, on=ON
    )
    part_old = move_into(source, target=target, relationships=said("D 同居人"), on=ON)
    shapes = [
        [(one.number, one.place_key, len(one.members)) for one in made.households]
        for made in (whole_new, whole_old, part_new, part_old)
    ]
    assert shapes == [
        [("0000000027", "P3", 2)],
        [("0000000027", "P1", 0), ("0000000019", "P2", 3)],
        [("0000000027", "P1", 1), ("0000000035", "P3", 1)],
        [("0000000027", "P1", 1), ("0000000019", "P2", 2)],
    ]
    with pytest.raises(Invalid) as refused:
        move_into(source, target=source, relationships=said("D 妻"), on=ON)
    assert refused.value.reason_code == "same_household"


def test_invariants_find_what_is_broken() -> None:
    good = household(NUCLEAR)
    first, second = good.members[:2]
    broken = {
        "household_i_01": [good, replace(household("A男 世帯主"), number="0000000027")],
        "household_i_02": [replace(good, members=(first, replace(first, person=second.person)))],
        "household_i_03": [replace(good, members=(replace(first, head_name="別人"),))],
        "household_i_09": [replace(good, members=(first, replace(second, order=1)))],
    }
    for code, states in broken.items():
        assert code in [problem.code for problem in check_invariants(states)]
    assert check_changes([], before=[good], after=[replace(good, place_key="P2")])
