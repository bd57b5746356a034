"""History (履歴): append-only in two times, whatever order things are said in, and refused otherwise."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest
from django.db import connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from daicho.kernel.clock import business_now
from daicho.kernel.errors import Conflict
from daicho.kernel.uncertain_dates import LegalDate
from daicho.registers.residents.domain.digests import items_digest
from daicho.registers.residents.domain.particulars import ITEM_NAMES, Particulars, Status
from daicho.registers.residents.domain.segments import Holding, Segment, Stretch, rewrite
from daicho.registers.residents.models import Version
from daicho.registers.residents.tests.factories import (
    MOVED_IN,
    Resident,
    make_resident,
    particulars,
)
from daicho.registers.residents.writes import ChangeFacts, RecordChange, apply_changes, holdings

START = date(2026, 1, 1)
DAYS = st.integers(0, 60).map(lambda n: START + timedelta(days=n))


def plain_items(note: str) -> Particulars:
    return particulars(household_number="0000000019", remarks=note)


def say(held: list[Holding], day: date, note: str) -> list[Holding]:
    """What one record holds after saying something from a day on."""
    highest = max((h.history_number for h in held), default=0)
    said = rewrite(
        held,
        segments=[Segment(day, Status.PRESENT, plain_items(note))],
        change=uuid4(),
        next_number=highest + 1,
    )
    kept = [h for h in held if h.version not in said.close]
    record = held[0].record if held else uuid4()
    fresh = [
        Holding(
            version=uuid4(),
            record=record,
            person=record,
            atena_number="",
            history_number=v.history_number,
            change=v.change,
            status=v.status,
            valid=v.valid,
            particulars=v.particulars,
        )
        for v in said.append
    ]
    return kept + fresh


@given(st.lists(DAYS, min_size=1, max_size=8))
def test_one_truth_for_every_day_and_no_number_is_lost(days: list[date]) -> None:
    held: list[Holding] = []
    for number, day in enumerate(days):
        held = say(held, day, str(number))
    assert sorted(h.history_number for h in held) == list(range(1, len(days) + 1))
    for offset in range(62):
        day = START + timedelta(days=offset)
        true = [h for h in held if h.valid.covers(day)]
        assert len(true) == (1 if day >= min(days) else 0)
        if true:
            said = [n for n, d in enumerate(days) if d <= day]
            assert true[0].particulars.remarks == str(said[-1])


def test_segments_out_of_order_are_a_mistake() -> None:
    items = plain_items("")
    two = [Segment(START, Status.PRESENT, items), Segment(START, Status.REMOVED, items)]
    for wrong in ([], two):
        with pytest.raises(ValueError, match="order"):
            rewrite([], segments=wrong, change=uuid4(), next_number=1)


@given(st.sampled_from(ITEM_NAMES), st.text(min_size=1, max_size=5))
def test_the_digest_sees_every_item(name: str, text: str) -> None:
    before = plain_items("")
    if not isinstance(getattr(before, name), str) or getattr(before, name) == text:
        return
    assert items_digest(replace(before, **{name: text})) != items_digest(before)  # type: ignore[arg-type]


def change_from(who: Resident, day: date, **items: object) -> UUID:
    """Say something of a resident from a day on."""
    key = uuid4()
    newest = holdings.on_day([who.person], date(2100, 1, 1))[-1].particulars
    facts = ChangeFacts(
        key=key,
        case=key,
        kind="move_within",
        reason="correction_move_within",
        basis="届出",
        event_date=LegalDate.of_day(day),
        processed_at=business_now(),
    )
    segment = Segment(day, Status.PRESENT, replace(newest, **items))  # type: ignore[arg-type]
    apply_changes([(facts, [RecordChange(who.person, (segment,), who.record)])])
    return key


@pytest.mark.django_db
@pytest.mark.proves("STD-1.2.1/m3", "STD-1.2.1/m5", "STD-1.2.1/m6", "STD-1.2.1/m7")
def test_every_change_is_one_more_whole_row() -> None:
    who = make_resident()
    for number, banchi in enumerate(("5-1", "5-2"), start=1):
        change_from(who, MOVED_IN + timedelta(days=number), banchi=banchi)
    now = sorted(holdings.of_persons([who.person]), key=lambda h: h.history_number)
    assert [h.history_number for h in now] == [1, 2, 3]
    assert [h.particulars.banchi for h in now] == ["3番1号", "5-1", "5-2"]
    assert {h.particulars.domicile for h in now} == {who.items.domicile}
    assert now[-1].valid == Stretch(MOVED_IN + timedelta(days=2), None)
    assert Version.objects.filter(person=who.person).count() == 5


@pytest.mark.django_db
def test_as_known_then_is_still_what_was_said_then() -> None:
    who = make_resident()
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        row = cursor.fetchone()
    assert row is not None
    change_from(who, MOVED_IN, banchi="9-9")
    day = MOVED_IN + timedelta(days=10)
    known_then = Version.objects.get(
        person=who.person, valid__contains=day, recorded__contains=row[0]
    )
    assert known_then.particulars().banchi == "3番1号"
    assert holdings.on_day([who.person], day)[0].particulars.banchi == "9-9"


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE residents_version SET name = 'x'",
        "DELETE FROM residents_version",
        "UPDATE residents_version SET recorded = tstzrange(lower(recorded) - interval '1 day', NULL)",
        "UPDATE residents_change SET reason = 'x'",
        "DELETE FROM residents_person",
        "UPDATE residents_householdnumber SET number = '1'",
    ],
)
def test_the_owner_of_the_tables_cannot_change_history_either(
    statement: str, cluster: Any, fresh_database: str
) -> None:
    make_resident()
    with (
        psycopg.connect(cluster.dsn("migrator", database=fresh_database)) as owner,
        pytest.raises(psycopg.errors.IntegrityConstraintViolation),
    ):
        owner.execute(statement)


@pytest.mark.django_db
def test_a_second_head_is_refused_in_words() -> None:
    head = make_resident()
    with pytest.raises(Conflict) as caught, transaction.atomic():
        make_resident(household_number=head.items.household_number, name="見本　次郎")
    assert caught.value.reason_code == "residents.residents_one_head"
    assert Version.objects.count() == 1
