"""The sample town: the same for the same seed, lawful on every day, and obviously invented."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Literal

import pytest

from daicho.foundation.vault.public import NumberKind
from daicho.kernel.characters import without_selectors
from daicho.kernel.check_digits import (
    ADDRESSEE_NUMBER,
    HOUSEHOLD_NUMBER,
    INDIVIDUAL_NUMBER,
    RESIDENT_RECORD_CODE,
)
from daicho.kernel.clock import TOKYO
from daicho.kernel.names import check_alphabet, check_japanese_name, check_name_kana
from daicho.kernel.uncertain_dates import Form
from daicho.operations.sample.numbers import pool_codes
from daicho.operations.sample.pools import RARE_SURNAMES, SURNAME_HEADS
from daicho.operations.sample.town import TownPlan, make_chunk
from daicho.registers.residents.domain.household_invariants import check_invariants
from daicho.registers.residents.domain.households import Household, Member, Person
from daicho.registers.residents.domain.particulars import Kind, ResidenceCategory, Sex, Status
from daicho.registers.residents.domain.relationships import parse_relationship
from daicho.registers.residents.domain.segments import Holding
from daicho.registers.residents.load import Batch

AS_OF = date(2026, 11, 20)
PLAN = TownPlan(residents=900, seed=7, town="072010", as_of=AS_OF)
INVENTED = {head for head, _ in SURNAME_HEADS} | {without_selectors(n) for n, _ in RARE_SURNAMES}


@pytest.fixture(scope="module")
def batch() -> Batch:
    return make_chunk(PLAN, 0)


def _known(batch: Batch, at: datetime) -> list[Holding]:
    return [
        v.held
        for v in batch.versions
        if v.recorded_from <= at and (v.recorded_until is None or at < v.recorded_until)
    ]


def _households(held: Iterable[Holding], day: date) -> list[Household]:
    members: dict[str, list[Member]] = {}
    places: dict[str, str] = {}
    for each in held:
        items = each.particulars
        if each.status is not Status.PRESENT or not each.valid.covers(day):
            continue
        label = items.relationship_to_head
        sex: Literal["male", "female"] = "male" if items.sex is Sex.MALE else "female"
        person = Person(
            each.person, items.printed_name, sex, items.birth_date.sort_on, each.atena_number
        )
        number = items.household_number
        places[number] = items.address
        members.setdefault(number, []).append(
            Member(
                person,
                parse_relationship(label, field="") if label else None,
                items.member_order or 0,
                items.head_name,
            )
        )
    return [
        Household(number, places[number], tuple(sorted(m, key=lambda one: one.order)))
        for number, m in members.items()
    ]


def test_the_same_seed_makes_the_same_town(batch: Batch) -> None:
    assert make_chunk(PLAN, 0) == batch
    other = TownPlan(residents=900, seed=8, town="072010", as_of=AS_OF)
    assert make_chunk(other, 0).persons != batch.persons


@pytest.mark.parametrize("town", ["072044", "112291", "131032"])
def test_other_towns_have_their_own_places(town: str) -> None:
    made = make_chunk(TownPlan(residents=20, seed=1, town=town, as_of=AS_OF), 0)
    assert {v.held.particulars.municipality_code for v in made.versions} == {town}
    assert all(len(v.held.particulars.address_code) == 11 for v in made.versions)


def test_as_many_residents_as_were_asked_for(batch: Batch) -> None:
    now = datetime(2026, 11, 20, 23, tzinfo=TOKYO)
    present = [
        h for h in _known(batch, now) if h.status is Status.PRESENT and h.valid.covers(AS_OF)
    ]
    assert len(present) == len({h.person for h in present}) == PLAN.residents


@pytest.mark.parametrize("years", [0, 1, 3, 7, 12, 19])
def test_every_household_is_lawful_on_every_day(batch: Batch, years: int) -> None:
    day = AS_OF - timedelta(days=365 * years + 11 * years)
    for known_at in (AS_OF, day):
        at = datetime(known_at.year, known_at.month, known_at.day, 23, tzinfo=TOKYO)
        households = _households(_known(batch, at), day)
        assert len(households) > 20
        assert check_invariants(households) == ()


def test_there_is_life_in_the_town(batch: Batch) -> None:
    kinds = Counter(change.kind for change in batch.changes)
    assert {
        "reformat",
        "move_in",
        "move_within",
        "move_out",
        "arrival_notice",
        "birth",
        "death",
        "household_head_change",
        "re_move_in",
        "error_amend",
        "disappearance",
        "immigration_notice",
    } <= set(kinds)
    assert {r.kind for r in batch.records} == {Kind.JAPANESE, Kind.FOREIGN}
    assert max(r.ordinal for r in batch.records) > 1
    assert any(v.held.valid.empty for v in batch.versions)
    assert any(v.recorded_until for v in batch.versions)


def test_rare_things_are_there() -> None:
    """IVS, 不詳 births, a day that no calendar has, two eras on one day, long names, planned 転出, every category."""
    plan = TownPlan(residents=2000, seed=1, town="072010", as_of=AS_OF)
    held = [v.held for chunk in range(2) for v in make_chunk(plan, chunk).versions]
    items = [h.particulars for h in held]
    names = "".join(i.name for i in items)
    assert {"\U000e0102", "\U000e0103", "\U000e010f", "𠮷", "髙", "﨑"} <= set(names)
    births = {i.birth_date.encode() for i in items}
    assert "T15.12.25|和|exact|1926-12-25" in births
    assert any(i.birth_date.is_uncertain for i in items)
    forms = {i.address_since.form for i in items if i.address_since}
    assert Form.NON_CALENDAR in forms
    assert any(i.removal_event_date and i.removal_event_date.is_uncertain for i in items)
    assert max(len(i.name_alphabet) for i in items) > 60
    assert max(len(i.katagaki) for i in items) > 50
    assert any(i.former_surname for i in items)
    assert any(i.alias for i in items)
    assert any(h.valid.start and h.valid.start > AS_OF for h in held)
    assert {i.residence_category for i in items} == set(ResidenceCategory)
    assert {i.removal_reason for i in items} >= {"国内転出", "国外転出", "死亡", "帰化", "国籍喪失"}
    labels = {i.relationship_to_head for i in items}
    assert {"世帯主", "妻（未届）", "同居人", "子の子", "子の妻", "母", "弟"} <= labels


def test_numbers_have_their_check_digits_and_are_nobody_elses(batch: Batch) -> None:
    assert all(ADDRESSEE_NUMBER.is_valid(number) for _, number in batch.persons)
    assert all(HOUSEHOLD_NUMBER.is_valid(number) for number, _ in batch.households)
    kinds = {
        NumberKind.INDIVIDUAL: INDIVIDUAL_NUMBER,
        NumberKind.RESIDENT_CODE: RESIDENT_RECORD_CODE,
    }
    assert all(kinds[n.kind].is_valid(n.number) for n in batch.numbers)
    codes = [n.number for n in batch.numbers if n.kind is NumberKind.RESIDENT_CODE]
    codes += pool_codes(PLAN.seed)
    assert all(RESIDENT_RECORD_CODE.is_valid(code) for code in codes)
    assert len(set(codes)) == len(codes)
    individual = [n.number for n in batch.numbers if n.kind is NumberKind.INDIVIDUAL]
    assert len(set(individual)) == len(individual) == len(batch.persons)


def test_names_can_be_printed_and_are_invented(batch: Batch) -> None:
    for version in batch.versions:
        items = version.held.particulars
        assert items.printed_name
        assert check_name_kana(items.name_kana, field="") == items.name_kana
        if items.kind is Kind.JAPANESE:
            assert check_japanese_name(items.name, field="") == items.name
            family = without_selectors(items.name.partition("\u3000")[0])
            assert any(family.startswith(word) for word in INVENTED)
        else:
            assert check_alphabet(items.name_alphabet, field="") == items.name_alphabet
        for card in (items.residence_card_number, items.special_permanent_number):
            assert not card or (card.startswith("ZZ") and card.endswith("ZZ"))


def test_changes_were_entered_one_after_the_other(batch: Batch) -> None:
    """What a version says was said by its change, or is said again by a later one."""
    changes = {c.key: c for c in batch.changes}
    for version in batch.versions:
        made = changes[version.held.change]
        assert version.recorded_from >= made.processed_at
        assert version.recorded_until is None or version.recorded_until > version.recorded_from
    latest = max(c.processed_at for c in batch.changes)
    assert latest < datetime(2026, 11, 21, tzinfo=TOKYO)
