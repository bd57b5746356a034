"""Cancellation as a law (取消しの法則): whatever was done and taken back, every day says again what it said before.

What household-rules 6 lists is left out: a household that ended comes back under a new number (C-03).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest
from django.db import transaction
from hypothesis import example, given, settings
from hypothesis import strategies as st

from daicho.business.movements.tests.correcting import cancelling, leaving
from daicho.business.movements.tests.family import NEXT_DOOR, Staff, moving
from daicho.business.movements.tests.paper import NOTIFIED, carry_through
from daicho.kernel.errors import Invalid
from daicho.registers.residents.domain.particulars import Particulars, Status
from daicho.registers.residents.selectors.verify_digests import verify_digests
from daicho.registers.residents.writes import effect_of, holdings

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]
DAYS = tuple(date(2026, month, day) for month in (4, 10, 11) for day in (1, 10, 15, 20))
People = list[UUID]


def state(people: People) -> dict[tuple[UUID, date], tuple[str, Particulars]]:
    """What the register says of everybody on each day; of those present only."""
    return {
        (held.person, day): (held.status, held.particulars)
        for day in DAYS
        for held in holdings.on_day(people, day)
        if held.status is Status.PRESENT
    }


def whoever(people: People, chosen: set[int]) -> People:
    return [people[n] for n in sorted(chosen)]


some = st.sets(st.integers(0, 3), min_size=1)
steps = st.one_of(
    st.tuples(st.just("move_within"), some),
    st.tuples(st.just("move_out"), some),
    st.tuples(st.just("death"), st.sets(st.integers(0, 3), min_size=1, max_size=1)),
    st.tuples(st.just("household_head_change"), st.sets(st.integers(1, 3), min_size=1, max_size=1)),
    st.tuples(st.just("reformat"), some),
)


def paper_of(kind: str, people: People, chosen: People) -> dict[str, str]:
    match kind:
        case "move_within":
            paper = moving(chosen, **NEXT_DOOR, event_date="2026-11-10", notified_on="2026-11-12")
            if len(chosen) < len(people):
                paper |= {f"relationship.{p}": "同居人" for p in chosen[1:]}
                paper[f"relationship.{chosen[0]}"] = "世帯主"
            return paper
        case "move_out":
            return leaving(chosen)
        case "death":
            return {
                f"selected.{chosen[0]}": "on",
                "event_date": "2026-10-10",
                "noticed_on": "2026-10-12",
            }
        case "household_head_change":
            number = holdings.on_day(people, date(2026, 10, 1))[0].particulars.household_number
            others = {f"relationship.{p}": "同居人" for p in people if p != chosen[0]}
            return {
                "household": number,
                "new_head": str(chosen[0]),
                "event_date": "2026-10-15",
                "notified_on": "2026-10-20",
                "relationship_reason": "架空の理由",
                **others,
                **NOTIFIED,
            }
        case _:
            return {
                **{f"selected.{p}": "on" for p in chosen},
                "event_date": "2026-11-20",
                "ground": "試験",
            }


def renumbered(
    before: Mapping[tuple[UUID, date], tuple[str, Particulars]],
    after: Mapping[tuple[UUID, date], tuple[str, Particulars]],
) -> dict[tuple[UUID, date], tuple[str, Particulars]]:
    """What was before, but for the numbers of households that began anew."""
    return {
        key: (status, replace(items, household_number=after[key][1].household_number))
        if key in after
        else (status, items)
        for key, (status, items) in before.items()
    }


@settings(
    max_examples=25,
)
@given(done=st.lists(steps, min_size=1, max_size=2), last=steps)
@example(done=[("death", {1}), ("death", {2})], last=("death", {0}))
@example(done=[("move_within", {1, 2})], last=("death", {2}))
def test_what_is_taken_back_leaves_no_trace_but_history(
    staff: Staff, family: People, done: list[tuple[str, set[int]]], last: tuple[str, set[int]]
) -> None:
    with transaction.atomic():
        for kind, chosen in done:
            try:
                with transaction.atomic():
                    carry_through(*staff, kind, paper_of(kind, family, whoever(family, chosen)))
            except Invalid:
                continue
        before = state(family)
        kind, chosen = last
        try:
            with transaction.atomic():
                case = carry_through(*staff, kind, paper_of(kind, family, whoever(family, chosen)))
        except Invalid:
            case = None
        if case is not None:
            direct = [record.person for record in effect_of(case).direct]
            carry_through(*staff, "reversal", cancelling(case, direct))
            after = state(family)
            assert after == renumbered(before, after)
            assert verify_digests().intact
        transaction.set_rollback(True)
