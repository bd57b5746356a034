"""Timelines (時系列): a change on any day runs on until the record says something of its own, and no further."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daicho.kernel.uncertain_dates import LegalDate
from daicho.registers.residents.domain.particulars import Kind, Particulars, Status
from daicho.registers.residents.domain.segments import Holding, Stretch, rewrite
from daicho.registers.residents.domain.timelines import (
    covering,
    differences,
    edited_from,
    shifted,
    timeline,
)

RECORD, PERSON = uuid4(), uuid4()
FIRST = date(2020, 1, 1)
NAMES = ("name", "banchi", "remarks")


def items(values: tuple[str, str, str]) -> Particulars:
    return Particulars(
        kind=Kind.JAPANESE,
        birth_date=LegalDate.of_day(date(1990, 1, 1)),
        household_number="0000000019",
        municipality_code="072010",
        address="架空市",
        **dict(zip(NAMES, values, strict=True)),  # type: ignore[arg-type]  # items by name
    )


def line_of(days: list[int], said: list[tuple[str, str, str]]) -> tuple[Holding, ...]:
    """Versions that begin on these days after the first, each saying three items."""
    starts = [FIRST + timedelta(days=day) for day in days]
    ends: list[date | None] = [*starts[1:], None]
    return tuple(
        Holding(
            version=uuid4(),
            record=RECORD,
            person=PERSON,
            atena_number="0000000027",
            history_number=number,
            change=uuid4(),
            status=Status.PRESENT,
            valid=Stretch(start, end),
            particulars=items(values),
        )
        for number, (start, end, values) in enumerate(zip(starts, ends, said, strict=True), 1)
    )


words = st.sampled_from(["い", "ろ", "は"])
values = st.tuples(words, words, words)
lines = (
    st.sets(st.integers(1, 60), max_size=6)
    .map(lambda later: [0, *sorted(later)])
    .flatmap(
        lambda days: st.builds(
            line_of, st.just(days), st.lists(values, min_size=len(days), max_size=len(days))
        )
    )
)
days = st.integers(0, 70).map(lambda day: FIRST + timedelta(days=day))


def said_on(line: tuple[Holding, ...], day: date) -> Particulars:
    held = covering(line, day)
    assert held is not None
    return held.particulars


def rewritten(
    line: tuple[Holding, ...], day: date, edits: dict[str, object]
) -> tuple[Holding, ...]:
    """The record as it stands after a correction."""
    segments = edited_from(line, day, edits)
    change: UUID = uuid4()
    made = rewrite(line, segments=segments, change=change, next_number=len(line) + 1)
    kept = [h for h in line if h.version not in made.close]
    new = [
        replace(
            line[0],
            version=uuid4(),
            history_number=v.history_number,
            change=v.change,
            status=v.status,
            valid=v.valid,
            particulars=v.particulars,
        )
        for v in made.append
    ]
    return timeline([*kept, *new], RECORD)


@given(line=lines, day=days, word=st.sampled_from(["い", "に"]))
def test_before_the_day_nothing_changes_and_on_it_the_new_value_holds(
    line: tuple[Holding, ...], day: date, word: str
) -> None:
    after = rewritten(line, day, {"name": word})
    for n in range(75):
        on = FIRST + timedelta(days=n)
        was, now = said_on(line, on), said_on(after, on)
        assert replace(now, name=was.name) == was
        if on < day:
            assert now == was
    assert said_on(after, day).name == word


@given(line=lines, day=days)
def test_it_runs_on_until_something_of_its_own_is_said_and_no_further(
    line: tuple[Holding, ...], day: date
) -> None:
    wrong = said_on(line, day).name
    after = rewritten(line, day, {"name": "に"})
    running = True
    for n in range((day - FIRST).days, 75):
        on = FIRST + timedelta(days=n)
        running = running and said_on(line, on).name == wrong
        assert said_on(after, on).name == ("に" if running else said_on(line, on).name)


@given(line=lines, day=days)
def test_what_is_corrected_and_put_back_says_every_day_what_it_said(
    line: tuple[Holding, ...], day: date
) -> None:
    wrong = said_on(line, day).name
    back = rewritten(rewritten(line, day, {"name": "に"}), day, {"name": wrong})
    for n in range(75):
        on = FIRST + timedelta(days=n)
        assert said_on(back, on) == said_on(line, on)


@given(line=lines, which=st.integers(0, 6), to=days)
def test_a_version_begins_on_another_day_only_between_its_neighbours(
    line: tuple[Holding, ...], which: int, to: date
) -> None:
    held = line[min(which, len(line) - 1)]
    day = held.valid.start
    assert day is not None
    starts = [h.valid.start for h in line if h.valid.start is not None]
    crossed = [s for s in starts if s != day and min(day, to) <= s <= max(day, to)]
    if crossed:
        with pytest.raises(ValueError, match="between"):
            shifted(line, day, to, {})
        return
    moved = shifted(line, day, to, {"remarks": "直した"})
    assert moved.segments[-1].from_on >= to
    at = next(s for s in moved.segments if s.from_on == to)
    assert at.particulars == replace(held.particulars, remarks="直した")
    assert (moved.since == day) is (held is line[0] and to > day)


def test_differences_name_the_later_values() -> None:
    before, after = items(("い", "ろ", "は")), items(("い", "に", "は"))
    assert differences(before, after, NAMES) == {"banchi": "に"}


def test_a_day_before_the_record_is_refused() -> None:
    with pytest.raises(ValueError, match="nothing"):
        edited_from(line_of([0], [("い", "ろ", "は")]), FIRST - timedelta(days=1), {})
