"""Movement tables: what happened in a month, and the law that ties it to the population of two days."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import transaction
from hypothesis import given
from hypothesis import settings as trying
from hypothesis import strategies as st
from pytest_django.fixtures import Settings as TownSettings

from daicho.business.movements.commands.submit import submit
from daicho.business.movements.models import Case
from daicho.business.movements.tests.conftest import family, staff
from daicho.business.movements.tests.correcting import cancelling, leaving
from daicho.business.movements.tests.family import Staff
from daicho.business.movements.tests.paper import (
    CHILD,
    FOREIGNER,
    HEAD,
    NOTIFIED,
    PLACE,
    WIFE,
    alerts_of,
    carry_through,
    move_in_paper,
    pool,
)
from daicho.business.statistics.domain.tables import Table
from daicho.business.statistics.domain.wish import Wish
from daicho.business.statistics.selectors.reports import Report, make_report
from daicho.kernel.access import Access
from daicho.kernel.errors import Invalid
from daicho.registers.residents.domain.particulars import (
    Kind,
    Particulars,
    Removal,
    Sex,
    Status,
)
from daicho.registers.residents.domain.segments import Segment
from daicho.registers.residents.models import Version
from daicho.registers.residents.tests.factories import (
    Resident,
    change,
    enter,
    foreigner,
    make_resident,
    record_change,
    remove,
)

__all__ = ["family", "staff"]

TODAY = date(2026, 11, 20)
FIRST = date(2026, 11, 1)
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


def made(access: Access, report: str = "movements", **wish: Any) -> Report:
    whole = {"as_of": TODAY, "since": FIRST, "exact": True, **wish}
    return make_report(access, Wish(report, **whole))


def cells(table: Table, column: str = "all") -> dict[str, int]:
    """The numbers of one column that are not zero."""
    return {r.code: n for r in table.rows if (n := table.value(r.code, column))}


@pytest.fixture
def a_month(staff: Staff, family: list[UUID]) -> None:
    """A family of four since April; in November two move in, one of the four moves out, one dies; one 仮登録 waits."""
    for person in (HEAD, {**WIFE, "relationship": "世帯主", "name": "例示　花子"}):
        carry_through(*staff, "move_in", move_in_paper(person, banchi="8-8"))
    carry_through(*staff, "move_out", leaving([family[3]]))
    dead = {
        f"selected.{family[2]}": "on",
        "event_date": "2026-11-18",
        "noticed_on": "2026-11-19",
    }
    carry_through(*staff, "death", dead)
    paper = move_in_paper({**CHILD, "relationship": "世帯主"}, banchi="7-7")
    submit(
        staff[0],
        case=uuid4(),
        kind="move_in",
        payload=paper,
        edition=0,
        confirmed=alerts_of("move_in", paper),
    )


@pytest.mark.proves("REG-085")
@pytest.mark.usefixtures("a_month")
def test_a_month_is_counted_by_reason_and_a_draft_is_not(reporting: Access) -> None:
    people, months, happened, _ = made(reporting).tables
    assert cells(people) == {
        "opening": 4,
        "entry_domestic_move_in": 2,
        "social.増": 2,
        "removal_domestic_move_out": 1,
        "social.減": 1,
        "social": 1,
        "removal_death": 1,
        "natural": -1,
        "closing": 4,
    }
    assert cells(months, "2026-11") == cells(people)
    assert cells(happened) == {
        "total": 4,
        "entry_domestic_move_in": 2,
        "removal_domestic_move_out": 1,
        "removal_death": 1,
    }
    assert not people.differing()
    assert not months.differing()


@pytest.mark.usefixtures("a_month")
def test_the_areas_of_a_month(reporting: Access) -> None:
    (table,) = made(reporting, "vital", level="town").tables
    whole = {c.code: table.value("total", c.code) for c in table.columns}
    assert whole["opening"] == 4
    assert whole["change"] == 0
    assert whole["closing"] == 4
    assert not table.differing()


@pytest.mark.usefixtures("family")
def test_what_was_cancelled_is_counted_no_more(staff: Staff, reporting: Access) -> None:
    paper = move_in_paper({**HEAD, "name": "例示　太郎"}, banchi="8-8")
    case = carry_through(*staff, "move_in", paper)
    assert cells(made(reporting).tables[0])["entry_domestic_move_in"] == 1
    people = list(Case.objects.get(key=case).persons)
    carry_through(*staff, "reversal", cancelling(case, people))
    now = cells(made(reporting).tables[0])
    assert "entry_domestic_move_in" not in now
    assert "removal_reversal" not in now
    assert now["closing"] == 4


def test_an_entry_and_a_removal_on_one_day_are_one_of_each(reporting: Access) -> None:
    remove(make_resident(since=FIRST), on=FIRST, removal=Removal.DEAD)
    table = made(reporting).tables[0]
    found = cells(table)
    assert (found["entry_domestic_move_in"], found["removal_death"]) == (1, 1)
    assert "change" not in found
    assert not table.differing()


@pytest.mark.proves("STD-6.1/m3")
def test_months_before_this_system_are_not_counted(
    reporting: Access, settings: TownSettings
) -> None:
    settings.STATISTICS_FROM = date(2026, 11, 1)
    make_resident(since=date(2026, 10, 15))
    make_resident(since=date(2026, 11, 15))
    report = made(reporting, since=date(2026, 10, 1))
    assert [c.label for c in report.tables[1].columns] == ["11月", "計"]
    assert cells(report.tables[0])["entry_domestic_move_in"] == 1
    assert ("集計の始まり", "令和8年11月1日（これより前は旧システム）") in report.conditions
    with pytest.raises(Invalid) as caught:
        made(reporting, since=date(2026, 9, 1), as_of=date(2026, 10, 31))
    assert "旧システム" in caught.value.message


@pytest.mark.proves("STD-6.1/m1")
def test_the_annual_report_and_its_proof(reporting: Access) -> None:
    make_resident(since=date(2024, 4, 1))
    make_resident(since=date(2025, 5, 1), sex=Sex.FEMALE)
    enter(foreigner(), since=date(2025, 6, 1))
    remove(make_resident(since=date(2024, 4, 1)), on=date(2025, 7, 1), removal=Removal.DEAD)
    remove(make_resident(since=date(2024, 4, 1)), on=date(2025, 12, 31))
    remove(make_resident(since=date(2024, 4, 1)), on=date(2026, 1, 1))
    report = made(reporting, "annual", as_of=date(2026, 8, 1))
    people, homes, year = report.tables
    assert report.wish.as_of == date(2026, 1, 1)
    assert people.value("total", "all") == 3
    assert people.value("total", "foreign.female") == 1
    assert homes.value("total", "number") == 3
    found = cells(year)
    assert found["opening"] == 4
    assert found["entry_domestic_move_in"] == 2
    assert found["removal_domestic_move_out"] == 1
    assert found["removal_death"] == 1
    assert found["closing"] == 4
    assert not any(t.differing() for t in report.tables)
    assert year.checks[-1].label == "1月1日の人口"
    assert (year.checks[-1].one, year.checks[-1].other) == (3, 3)


@pytest.mark.proves("STD-6.1/m2")
def test_the_periodic_report_on_places_of_residence(staff: Staff, reporting: Access) -> None:
    pool()
    her = {**FOREIGNER, "relationship": "世帯主"}
    carry_through(*staff, "move_in", move_in_paper(her))
    another = {**her, "name_alphabet": "SAMPLE ANNA", "residence_card_number": "ZZ00000002ZZ"}
    paper = {"event_date": "2026-11-16", "notified_on": "2026-11-19", **NOTIFIED, **PLACE}
    paper |= {f"persons.0.{name}": value for name, value in another.items()}
    carry_through(*staff, "art_30_46", paper)
    notified, moved, statuses, nationalities = made(reporting, "immigration").tables
    assert cells(notified) == {"mid": 2, "mid.moved": 1, "mid.new": 1}
    assert moved.value("closing", "foreign") == 2
    assert statuses.value("total", "foreign") == 2
    assert nationalities.value("架空国", "foreign") == 2


TOWNS = ("066000", "001000", "002000")
DAYS = st.integers(0, 75)
ACTS = st.lists(
    st.tuples(
        st.sampled_from(
            ("enter", "leave", "die", "move", "sex", "return", "cancel", "revive", "naturalize")
        ),
        DAYS,
        st.integers(0, 5),
    ),
    min_size=3,
    max_size=14,
)
START = date(2026, 9, 5)


class Town:
    """People who come, go and change at random; acts that the register's rules do not allow are left out."""

    def __init__(self) -> None:
        self.here: list[tuple[Resident, date]] = []
        self.gone: list[tuple[Resident, date, date]] = []

    def act(self, act: str, day: date, which: int) -> None:
        getattr(self, f"_{act}")(day, which)

    def _enter(self, day: date, which: int) -> None:
        town = TOWNS[which % 3]
        if which < 3:
            who = make_resident(since=day, town_code=town)
        else:
            who = enter(foreigner(town_code=town), since=day)
        self.here.append((who, day))

    def _pick(self, day: date, which: int) -> int | None:
        at = which % len(self.here) if self.here else 0
        return at if self.here and self.here[at][1] <= day else None

    def _leave(self, day: date, which: int, removal: Removal = Removal.MOVED_OUT) -> None:
        at = self._pick(day, which)
        if at is not None:
            who, since = self.here.pop(at)
            self.gone.append((remove(who, on=day, removal=removal), since, day))

    def _die(self, day: date, which: int) -> None:
        self._leave(day, which, Removal.DEAD)

    def _move(self, day: date, which: int) -> None:
        at = self._pick(day, which)
        if at is not None:
            who, _ = self.here[at]
            self.here[at] = (change(who, on=day, town_code=TOWNS[which % 3]), day)

    def _sex(self, day: date, which: int) -> None:
        at = self._pick(day, which)
        if at is not None:
            who, _ = self.here[at]
            after = Sex.FEMALE if who.items.sex is Sex.MALE else Sex.MALE
            self.here[at] = (change(who, on=day, reason="correction_ex_officio", sex=after), day)

    def _return(self, day: date, which: int) -> None:
        if self.gone and self.gone[which % len(self.gone)][2] <= day:
            who, _, _ = self.gone.pop(which % len(self.gone))
            items = replace(
                who.items, removal=Removal.NONE, removal_reason="", destination_planned=""
            )
            self.here.append((enter(items, since=day, person=who.person), day))

    def _cancel(self, _day: date, which: int) -> None:
        """Who came should not have been entered: removed from the first day."""
        if self.here:
            who, since = self.here.pop(which % len(self.here))
            first = min(since, who_first(who))
            items = replace(who.items, removal=Removal.REMOVED, removal_reason="異動の取消し（減）")
            segment = Segment(first, Status.REMOVED, items)
            record_change(
                who.person,
                (segment,),
                reason="removal_reversal",
                since=first,
                record=who.record,
            )

    def _revive(self, _day: date, which: int) -> None:
        """A removal is taken back: as if it had never been."""
        if self.gone:
            who, since, on = self.gone.pop(which % len(self.gone))
            items = replace(who.items, removal=Removal.NONE, removal_reason="")
            record_change(
                who.person,
                (Segment(on, Status.PRESENT, items),),
                reason="entry_reversal",
                since=on,
                record=who.record,
            )
            self.here.append((replace(who, items=items), max(since, on)))

    def _naturalize(self, day: date, which: int) -> None:
        at = self._pick(day, which)
        if at is not None and self.here[at][0].items.kind == "foreign":
            who, _ = self.here.pop(at)
            remove(who, on=day, removal=Removal.REMOVED)
            items = make_items(who)
            self.here.append((enter(items, since=day, person=who.person), day))


def who_first(who: Resident) -> date:
    """The first day of the record."""
    valid = Version.objects.filter(record=who.record).values_list("valid", flat=True)
    first: date = min(v.lower for v in valid if not v.isempty)
    return first


def make_items(who: Resident) -> Particulars:
    """The items of somebody who became a Japanese."""
    return replace(who.items, kind=Kind.JAPANESE, name="見本　真理", domicile="架空市1番地")


@pytest.mark.proves("STD-6.1/m1")
@trying(max_examples=30)
@given(ACTS)
def test_population_is_the_earlier_one_with_all_changes_between(
    reporting: Access, acts: list[tuple[str, int, int]]
) -> None:
    with transaction.atomic():
        town = Town()
        for act, days, which in sorted(acts, key=lambda a: a[1]):
            town.act(act, START + timedelta(days=days), which)
        for since in {START + timedelta(days=days) for _, days, _ in acts[:3]}:
            people, months, _, _ = made(reporting, since=since).tables
            (areas,) = made(reporting, "vital", since=since, level="town").tables
            assert not people.differing(), people.differing()
            assert not months.differing(), months.differing()
            assert not areas.differing(), areas.differing()
            closing = people.value("closing", "all")
            assert closing == len(present_by_hand(TODAY)) == areas.value("total", "closing")
        transaction.set_rollback(True)


def present_by_hand(day: date) -> list[UUID]:
    """Who is present, found without any counting in SQL."""
    rows = Version.objects.filter(recorded__endswith=None, status="present")
    return [v.person_id for v in rows if not v.valid.isempty and covers(v.valid, day)]


def covers(valid: Any, day: date) -> bool:  # Any: psycopg's Range
    return valid.lower <= day and (valid.upper is None or day < valid.upper)
