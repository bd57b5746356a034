"""Surveys (実態調査): two at once, wrong input, who may, and what stays."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier
from uuid import UUID, uuid4

import pytest
from django.db import ProgrammingError, connections, transaction

from daicho.business.movements.models import Case
from daicho.business.surveys.commands.begin_removal import begin_removal
from daicho.business.surveys.commands.compare_addresses import compare_addresses
from daicho.business.surveys.commands.conclude import conclude
from daicho.business.surveys.commands.open_survey import open_survey
from daicho.business.surveys.commands.record_act import record_act
from daicho.business.surveys.domain.acts import Entry, entry_problems
from daicho.business.surveys.domain.addresses import same_place
from daicho.business.surveys.domain.states import TABLE, Action, State, actions_from
from daicho.business.surveys.models import Mismatch, Survey, SurveyAct
from daicho.business.surveys.selectors.mismatches import list_mismatches
from daicho.business.surveys.selectors.surveys import (
    HIDDEN,
    list_surveys,
    open_form,
    view_survey,
)
from daicho.foundation.audit.models import Entry as TrailEntry
from daicho.kernel.access import Access
from daicho.kernel.errors import Conflict, DaichoError, Invalid, Missing, Refused
from daicho.registers.protection.domain.levels import Restraint
from daicho.registers.protection.tests.scene import suppress
from daicho.registers.residents.tests.factories import Resident, make_resident, remove

TODAY = date(2026, 11, 20)
VISIT = Entry(action=Action.VISIT, done_on=TODAY, finding="lives_not", who="市民課 見本")


def begin(access: Access, *people: Resident, key: UUID | None = None, origin: str = "own") -> UUID:
    survey = key or uuid4()
    persons = [p.person for p in people]
    open_survey(access, survey=survey, persons=persons, origin=origin, words="")
    return survey


def test_the_table_leaves_no_survey_without_a_way_out() -> None:
    for state in State:
        assert bool(actions_from(state)) is state.is_open
    ends = {TABLE[a].after for a in (Action.CONFIRM, Action.FIND_ABSENT, Action.WITHDRAW)}
    assert not any(s.is_open for s in ends if s)


@pytest.mark.parametrize(
    ("entry", "field"),
    [
        (
            Entry(action=Action.VISIT, done_on=date(2026, 11, 21), finding="lives", who="見本"),
            "done_on",
        ),
        (
            Entry(action=Action.VISIT, done_on=date(2026, 10, 1), finding="lives", who="見本"),
            "done_on",
        ),
        (Entry(action=Action.VISIT, done_on=TODAY, finding="?", who="見本"), "finding"),
        (Entry(action=Action.VISIT, done_on=TODAY, finding="lives", who=" "), "who"),
        (Entry(action=Action.INQUIRE, done_on=TODAY, finding="lives", method="?"), "method"),
        (Entry(action=Action.DEMAND, done_on=TODAY, method="post"), "until"),
        (Entry(action=Action.POST, done_on=TODAY, until=date(2026, 11, 19), method="web"), "until"),
        (Entry(action=Action.WITHDRAW, done_on=TODAY), "words"),
        (Entry(action=Action.WITHDRAW, done_on=TODAY, words="あ" * 2001), "words"),
    ],
)
def test_what_is_written_of_an_act_is_checked(entry: Entry, field: str) -> None:
    problems = entry_problems(entry, opened_on=date(2026, 11, 1), today=TODAY)
    assert [p.field for p in problems] == [field]


@pytest.mark.parametrize(
    ("theirs", "same"),
    [
        ("福島市五老内町3番1号", True),
        ("福島市五老内町３－１", True),
        ("福島市五老内町3-1", True),
        ("福島市五老内町3番1号見本ハイツ101", True),
        ("福島市五老内町3-1 見本ハイツ101", True),
        ("福島市五老内町3-11", False),
        ("福島市五老内町31", False),
        ("福島市見本町3-1", False),
        ("福島市五老内町3-1見本ハイツ102", False),
    ],
)
def test_ways_of_writing_an_address(theirs: str, *, same: bool) -> None:
    assert same_place(theirs, address="福島市五老内町3番1号", katagaki="見本ハイツ101") is same


@pytest.mark.django_db
@pytest.mark.usefixtures("today")
class TestActs:
    """On a register."""

    def test_every_act_leaves_one_entry_and_stays(self, clerk: Access) -> None:
        someone = make_resident()
        survey = begin(clerk, someone)
        edition = record_act(clerk, survey=survey, edition=1, entry=VISIT)
        demand = Entry(action=Action.DEMAND, done_on=TODAY, until=TODAY, method="post")
        edition = record_act(clerk, survey=survey, edition=edition, entry=demand)
        view = view_survey(clerk, survey=survey)
        assert [a.label for a in view.acts] == ["調査を始める", "現地調査", "催告"]
        assert view.state is State.DEMANDED
        assert [p.name for p in view.people] == ["見本　太郎"]
        kinds = TrailEntry.objects.order_by("seq").values_list("kind", flat=True)
        assert list(kinds) == ["surveys.opened", "surveys.acted", "surveys.acted", "surveys.viewed"]
        for change in (
            lambda: SurveyAct.objects.update(words="別の言葉"),
            lambda: SurveyAct.objects.all().delete(),
            lambda: Mismatch.objects.update(theirs="別の住所"),
        ):
            with pytest.raises(ProgrammingError), transaction.atomic():
                change()

    def test_who_may_not(self, clerk: Access, approver: Access, auditor: Access) -> None:
        someone = make_resident()
        survey = begin(clerk, someone)
        with pytest.raises(Refused):
            begin(approver, make_resident())
        with pytest.raises(Refused):
            record_act(approver, survey=survey, edition=1, entry=VISIT)
        with pytest.raises(Refused):
            view_survey(auditor, survey=survey)
        assert SurveyAct.objects.count() == 1

    def test_a_wrong_beginning_begins_nothing(self, clerk: Access) -> None:
        here, there = make_resident(), make_resident(name="例示　次郎")
        gone = remove(make_resident(), on=date(2026, 11, 1))
        for people, origin in (
            ((), "own"),
            ((here, there), "own"),
            ((gone,), "own"),
            ((here,), "?"),
        ):
            with pytest.raises(Invalid):
                begin(clerk, *people, origin=origin)
        assert not Survey.objects.exists()

    def test_stale_pages_and_ends_that_are_no_ends(self, clerk: Access, examiner: Access) -> None:
        survey = begin(clerk, make_resident())
        record_act(clerk, survey=survey, edition=1, entry=VISIT)
        with pytest.raises(Conflict) as caught:
            record_act(clerk, survey=survey, edition=1, entry=VISIT)
        assert caught.value.reason_code == "survey.stale"
        with pytest.raises(Conflict):
            begin_removal(clerk, survey=survey)
        with pytest.raises(Missing):
            view_survey(clerk, survey=uuid4())
        conclude(examiner, survey=survey, edition=2, residing=False, ceased_on=date(2026, 11, 1))
        with pytest.raises(Conflict):
            record_act(clerk, survey=survey, edition=3, entry=VISIT)
        with pytest.raises(Refused):
            begin_removal(examiner, survey=survey)
        case = begin_removal(clerk, survey=survey)
        assert begin_removal(clerk, survey=survey) == case
        assert Case.objects.get().payload["event_date"] == "R8.11.1"

    def test_the_list_and_the_household_to_choose_from(self, clerk: Access) -> None:
        head = make_resident()
        number = head.items.household_number
        wife = make_resident(
            name="見本　花子", household_number=number, relationship_to_head="妻", member_order=2
        )
        found = open_form(clerk, atena_number=wife.atena_number)
        assert [p.person for p in found] == [head.person, wife.person]
        assert open_form(clerk, atena_number="0000000000") == ()
        begin(clerk, head, wife)
        (line,) = list_surveys(clerk).lines
        assert line.names == "見本　太郎、見本　花子"
        assert list_surveys(clerk, state="withdrawn").lines == ()

    def test_a_list_of_another_office(self, clerk: Access) -> None:
        here = make_resident()
        gone = remove(make_resident(), on=date(2026, 11, 1))
        text = (
            f"{here.atena_number},{here.items.address}\n"
            f"{here.atena_number},別の町1\n\n{gone.atena_number},別の町2\n0000000000,別の町3\n"
        )
        assert compare_addresses(clerk, source="税", text=text) == 3
        why = list(Mismatch.objects.order_by("theirs").values_list("why", flat=True))
        assert why == ["住所が違う", "今の住民ではない（除票）", "この宛名番号の人は台帳にいない"]
        for wrong in ("", "x,y\n", "123\n", "宛名番号,住所\n"):
            with pytest.raises(Invalid):
                compare_addresses(clerk, source="税", text=wrong)
        mismatch = Mismatch.objects.get(person=here.person)
        open_survey(
            clerk,
            survey=uuid4(),
            persons=[here.person],
            origin="mismatch",
            words="",
            mismatch=mismatch.key,
        )
        mismatch.refresh_from_db()
        assert mismatch.survey == Survey.objects.get()
        assert mismatch.settled_at is not None


@pytest.mark.usefixtures("today", "fresh_database")
def test_two_begin_for_one_person_at_once(clerk: Access) -> None:
    someone = make_resident()
    barrier = Barrier(2)

    def run(key: UUID) -> str:
        barrier.wait()
        try:
            begin(clerk, someone, key=key)
        except DaichoError as error:
            return error.reason_code
        else:
            return "done"
        finally:
            connections.close_all()

    runs: Callable[[UUID], str] = run
    with ThreadPoolExecutor(2) as threads:
        assert sorted(threads.map(runs, [uuid4(), uuid4()])) == ["done", "survey.under_way"]
    assert Survey.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.usefixtures("today")
def test_whom_nobody_may_look_up_is_not_shown(clerk: Access) -> None:
    shielded, other = make_resident(), make_resident(name="例示　次郎")
    survey = begin(clerk, shielded)
    begin(clerk, other)
    compare_addresses(clerk, source="税", text=f"{shielded.atena_number},別の町1")
    suppress(shielded.person, look_up=Restraint.ERROR)
    lines = {line.key: line for line in list_surveys(clerk).lines}
    assert (lines[survey].names, lines[survey].address) == (HIDDEN, "")
    assert "例示　次郎" in {line.names for line in lines.values()}
    assert list_mismatches(clerk).hidden == {shielded.person}
    with pytest.raises(Refused):
        view_survey(clerk, survey=survey)
    with pytest.raises(Refused):
        open_form(clerk, atena_number=shielded.atena_number)
