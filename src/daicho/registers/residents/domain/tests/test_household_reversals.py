"""Cancelling a removal (取消し, household-rules chapter 6)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from daicho.kernel.errors import Invalid
from daicho.registers.residents.domain.household_events import (
    change_head,
    leave_household,
    restore_as_new,
    restore_members,
)
from daicho.registers.residents.domain.tests.families import key
from daicho.registers.residents.domain.tests.test_households import (
    NUCLEAR,
    ON,
    codes,
    household,
    read,
    said,
    sound,
)


def test_c02_c04_a_cancelled_departure_comes_back_to_its_place() -> None:
    before = household(NUCLEAR)
    left = leave_household(before, leaving=[key("B")], on=ON).households[0]
    gone = [member for member in before.members if member.key == key("B")]
    made = sound(restore_members(left, returning=gone, former_head=key("A"), on=ON), left)
    assert made.households == (before,)
    assert codes(made) == []


def test_c02_the_relationship_is_asked_where_the_head_has_changed() -> None:
    before = household(NUCLEAR)
    left = leave_household(before, leaving=[key("D")], on=ON).households[0]
    handed = change_head(
        left, new_head=key("C"), relationships=said("A 父、B 母"), on=ON
    ).households[0]
    gone = [member for member in before.members if member.key == key("D")]
    made = sound(restore_members(handed, returning=gone, former_head=key("A"), on=ON), handed)
    assert codes(made) == ["head_changed_meanwhile"]
    answered = restore_members(
        handed, returning=gone, former_head=key("A"), on=ON, relationships=said("D 妹")
    )
    assert codes(answered) == []
    assert read(answered.households[0]) == "C 世帯主、A 父、B 母、D 妹"


def test_c05_a_head_who_returns_is_head_only_where_none_is_set() -> None:
    before = household(NUCLEAR)
    gone = [member for member in before.members if member.key == key("A")]
    headless = leave_household(before, leaving=[key("A")], on=ON).households[0]
    back = sound(restore_members(headless, returning=gone, former_head=key("A"), on=ON), headless)
    assert back.households == (before,)
    handed = change_head(
        headless, new_head=key("B"), relationships=said("C 子、D 子"), on=ON
    ).households[0]
    made = sound(restore_members(handed, returning=gone, former_head=key("A"), on=ON), handed)
    assert codes(made) == ["former_head_returns", "relationship_blank"]
    assert read(made.households[0]) == "A 、B 世帯主、C 子、D 子"


def test_c03_a_whole_household_comes_back_under_a_new_number() -> None:
    before = household(NUCLEAR)
    ended = leave_household(before, leaving=before.keys, on=ON).households[0]
    with pytest.raises(Invalid) as refused:
        restore_members(ended, returning=before.members, former_head=key("A"), on=ON)
    assert refused.value.reason_code == "household_ended"
    made = sound(restore_as_new(before.members, number="0000000027", place_key="P1", on=ON))
    assert made.households[0] == replace(before, number="0000000027")
