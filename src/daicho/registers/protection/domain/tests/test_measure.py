"""A measure through time: its year, the last month, what runs out, what a removal does."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daicho.kernel.errors import Conflict, Invalid
from daicho.registers.protection.domain.acts import (
    Act,
    Days,
    check_may_be_done,
    ended,
    may_be_done,
    renewed,
    started,
    transferred,
)
from daicho.registers.protection.domain.checking import check_facts
from daicho.registers.protection.domain.levels import RULES, Channel, Restraint
from daicho.registers.protection.domain.measure import (
    Business,
    EndGround,
    Facts,
    Joint,
    Role,
    Standing,
    State,
    Target,
    Wanted,
    level_of,
    since_of,
    state_on,
    until_of,
)
from daicho.registers.protection.domain.spans import (
    Span,
    last_day_of_year_from,
    prolonged,
    renewable_from,
)
from daicho.registers.protection.tests.scene import facts, running

SHE, CHILD = UUID(int=1), UUID(int=2)


@pytest.mark.proves("STD-3.4/m4")
@pytest.mark.parametrize(
    ("first", "last"),
    [
        (date(2020, 4, 1), date(2021, 3, 31)),
        (date(2024, 2, 29), date(2025, 2, 28)),
        (date(2023, 3, 1), date(2024, 2, 29)),
        (date(2023, 2, 28), date(2024, 2, 27)),
        (date(2026, 1, 1), date(2026, 12, 31)),
        (date(2026, 8, 31), date(2027, 8, 30)),
    ],
)
def test_a_year_ends_on_the_eve_of_the_same_day(first: date, last: date) -> None:
    assert last_day_of_year_from(first) == last


@pytest.mark.proves("STD-3.4/m5", "STD-3.4/m6")
@pytest.mark.parametrize(
    ("last", "from_", "next_first", "next_last"),
    [
        (date(2021, 3, 31), date(2021, 2, 28), date(2021, 4, 1), date(2022, 3, 31)),
        (date(2025, 2, 28), date(2025, 1, 28), date(2025, 3, 1), date(2026, 2, 28)),
        (date(2024, 3, 31), date(2024, 2, 29), date(2024, 4, 1), date(2025, 3, 31)),
        (date(2026, 12, 15), date(2026, 11, 15), date(2026, 12, 16), date(2027, 12, 15)),
    ],
)
def test_prolonging(last: date, from_: date, next_first: date, next_last: date) -> None:
    assert renewable_from(last) == from_
    assert prolonged(Span(date(2000, 1, 1), last)) == Span(next_first, next_last)


@given(st.dates(date(1999, 1, 1), date(2090, 12, 31)))
def test_a_year_has_365_or_366_days_and_the_next_follows_at_once(first: date) -> None:
    last = last_day_of_year_from(first)
    assert (last - first).days in (364, 365)
    assert prolonged(Span(first, last)).starts_on == last + timedelta(days=1)
    assert first < renewable_from(last) < last


@pytest.mark.proves("STD-3.4/m8", "STD-3.4/m9", "STD-3.4/m11")
@pytest.mark.parametrize(
    ("day", "state"),
    [
        (date(2026, 9, 30), State.RECEIVED),
        (date(2026, 10, 1), State.PROVISIONAL),
        (date(2026, 10, 9), State.PROVISIONAL),
        (date(2026, 10, 10), State.ACTIVE),
        (date(2027, 9, 8), State.ACTIVE),
        (date(2027, 9, 9), State.EXPIRING),
        (date(2027, 10, 9), State.EXPIRING),
        (date(2027, 10, 10), State.EXPIRED),
        (date(2029, 1, 1), State.EXPIRED),
    ],
)
def test_the_state_follows_from_the_dates(day: date, state: State) -> None:
    span = Span(date(2026, 10, 10), date(2027, 10, 9))
    assert state_on(facts(SHE, periods=(span,)), day) is state


def test_without_a_provisional_measure_nothing_is_hidden_before_the_start() -> None:
    content = facts(SHE, provisional_on=None)
    assert state_on(content, date(2026, 12, 1)) is State.RECEIVED
    assert level_of(content, State.RECEIVED, RULES[Channel.KIOSK]) is Restraint.NONE


@pytest.mark.proves("STD-3.4/m12")
def test_who_moves_out_is_supported_on_without_a_gap() -> None:
    content = running(SHE, since=date(2026, 4, 1))
    left = date(2026, 11, 20)
    assert state_on(content, date(2026, 11, 19), moved_out_on=left) is State.ACTIVE
    for day in (left, date(2027, 3, 31), date(2027, 4, 1), date(2030, 1, 1)):
        assert state_on(content, day, moved_out_on=left) is State.PROVISIONAL
        assert since_of(content, day, moved_out_on=left) == left
        assert until_of(content, day, moved_out_on=left) is None
    over = replace(content, ended_on=date(2027, 6, 1), end_ground=EndGround.PETITION)
    assert state_on(over, date(2027, 6, 1), moved_out_on=left) is State.ENDED


@pytest.mark.parametrize("changes", [{"role": Role.TRANSFERRED}, {"standing": Standing.FORMER}])
def test_only_the_municipality_of_first_receipt_switches(changes: dict[str, object]) -> None:
    content = running(SHE, since=date(2026, 4, 1), **changes)
    day = date(2027, 4, 1)
    assert state_on(content, day, moved_out_on=date(2026, 11, 20)) is State.EXPIRED


@pytest.mark.parametrize("channel", Channel)
def test_a_measure_that_was_not_prolonged_still_stops_where_nobody_is_told(
    channel: Channel,
) -> None:
    content, rule = running(SHE), RULES[channel]
    in_effect = level_of(content, State.ACTIVE, rule)
    lapsed = level_of(content, State.EXPIRED, rule)
    assert in_effect is not Restraint.NONE
    assert lapsed is (Restraint.ALERT if rule.lift else Restraint.ERROR)
    assert level_of(content, State.ENDED, rule) is Restraint.NONE


def test_where_copies_were_not_asked_to_be_stopped_they_are_confirmed() -> None:
    wanted = (Wanted(Business.INSPECTION, Target.ADDRESS, "福島市"),)
    content = running(SHE, wanted=wanted)
    assert level_of(content, State.ACTIVE, RULES[Channel.CERTIFICATE]) is Restraint.ALERT
    assert level_of(content, State.ACTIVE, RULES[Channel.KIOSK]) is Restraint.ERROR


@pytest.mark.proves("STD-3.4/m10")
def test_a_measure_ends_on_three_grounds_and_lapses_only_when_it_is_over() -> None:
    content = running(SHE, since=date(2025, 11, 20))
    today = date(2026, 11, 20)
    assert {g.label for g in EndGround} == {
        "支援対象者の申出",
        "期間経過または未延長",
        "市区町村長が必要なしと認めた",
    }
    for ground in EndGround:
        over = ended(content, ground=ground, on=today, today=today)
        assert state_on(over, today) is State.ENDED
    with pytest.raises(Invalid, match="まだ終わっていません"):
        ended(content, ground=EndGround.LAPSED, on=date(2026, 11, 19), today=today)
    for on in (None, date(2026, 11, 21), date(2025, 11, 19)):
        with pytest.raises(Invalid):
            ended(content, ground=EndGround.PETITION, on=on, today=today)
    with pytest.raises(Invalid):
        ended(content, ground=None, on=today, today=today)


def test_prolonging_opens_a_month_before_the_end_and_says_so_until_then() -> None:
    content = running(SHE, since=date(2020, 4, 1))
    with pytest.raises(Conflict) as early:
        check_may_be_done(Act.RENEW, content, state_on(content, date(2021, 2, 27)))
    assert "令和3年2月28日" in early.value.message
    check_may_be_done(Act.RENEW, content, state_on(content, date(2021, 2, 28)))
    longer = renewed(content, Days())
    assert longer.ends_on == date(2022, 3, 31)
    assert state_on(longer, date(2021, 4, 1)) is State.ACTIVE
    assert renewed(content, Days(ends_on=date(2021, 9, 30))).ends_on == date(2021, 9, 30)


def test_a_start_is_once_and_its_last_day_can_be_put_right() -> None:
    begun = started(facts(SHE), Days(starts_on=date(2026, 10, 10)))
    assert begun.periods == (Span(date(2026, 10, 10), date(2027, 10, 9)),)
    other = started(facts(SHE), Days(date(2026, 10, 10), date(2027, 3, 31)))
    assert other.ends_on == date(2027, 3, 31)
    assert not may_be_done(Act.START, begun, State.PROVISIONAL)
    for days in (Days(), Days(date(2026, 9, 30)), Days(date(2026, 10, 10), date(2026, 10, 9))):
        with pytest.raises(Invalid):
            started(facts(SHE), days)


@pytest.mark.proves("STD-1.1.16/m7")
def test_a_transfer_is_noted_by_the_first_municipality_alone() -> None:
    today = date(2026, 11, 20)
    passed = transferred(facts(SHE), municipality="東京都架空区", on=today, today=today)
    assert [(t.municipality, t.on) for t in passed.transfers] == [("東京都架空区", today)]
    received = facts(SHE, role=Role.TRANSFERRED)
    assert not may_be_done(Act.TRANSFER, received, State.PROVISIONAL)
    for municipality, on in (("", today), ("架空区", date(2026, 11, 21)), ("架空区", None)):
        with pytest.raises(Invalid):
            transferred(facts(SHE), municipality=municipality, on=on, today=today)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"causes": ()}, "causes"),
        ({"wanted": ()}, "wanted"),
        (
            {"wanted": (Wanted(Business.COPY, Target.ADDRESS, ""),)},
            "place.copy.address",
        ),
        ({"perpetrators": ()}, "perpetrators.0.name"),
        ({"joint": (Joint(SHE, "本人"),)}, "joint.0.atena_number"),
        ({"joint": (Joint(CHILD, "子"), Joint(CHILD, "子"))}, "joint.1.atena_number"),
        ({"joint": (Joint(CHILD, ""),)}, "joint.0.relation"),
        ({"applied_on": date(2026, 11, 21)}, "applied_on"),
        ({"provisional_on": date(2026, 9, 30)}, "provisional_on"),
        ({"role": Role.TRANSFERRED, "received_on": date(2026, 10, 2)}, "first_municipality"),
        ({"role": Role.TRANSFERRED, "first_municipality": "架空区"}, "received_on"),
        ({"received_on": date(2026, 10, 2)}, "role"),
        ({"periods": (Span(date(2026, 10, 2), date(2026, 10, 1)),)}, "ends_on"),
        ({"periods": (Span(date(2026, 9, 1), date(2027, 8, 31)),)}, "starts_on"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field(changes: dict[str, object], field: str) -> None:
    content: Facts = replace(facts(SHE), **changes)  # type: ignore[arg-type]  # fields by name
    found = check_facts(content, today=date(2026, 11, 20))
    assert field in {p.field for p in found}
    assert all(p.remedy for p in found)


def test_a_lawful_application_passes() -> None:
    assert check_facts(facts(SHE, CHILD), today=date(2026, 11, 20)) == ()
