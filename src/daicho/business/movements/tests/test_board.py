"""The board (仮登録一覧), several approvals at once, and what nobody sees before the approval (STD-4.0.8)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import transaction

from daicho.business.movements.commands.approve_many import approve_many
from daicho.business.movements.commands.examine import examine
from daicho.business.movements.commands.hold import hold
from daicho.business.movements.commands.submit import submit
from daicho.business.movements.domain.reception import Occasion
from daicho.business.movements.models import Case, CaseStep
from daicho.business.movements.public import open_draft, pending_cases
from daicho.business.movements.selectors.board import HIDDEN, Wish, list_cases, view_daybook
from daicho.business.movements.selectors.cases import view_case
from daicho.business.movements.selectors.lists import open_list
from daicho.business.movements.tests.family import NEXT_DOOR, Staff, moving
from daicho.business.movements.tests.paper import (
    HEAD,
    NOTIFIED,
    alerts_of,
    carry_through,
    individual_number,
    move_in_paper,
    pool,
)
from daicho.foundation.audit.models import Entry
from daicho.foundation.outbox.models import Message
from daicho.kernel import clock
from daicho.kernel.access import Access, Duty, Purpose
from daicho.kernel.errors import Conflict, Invalid, Refused
from daicho.registers.protection.domain.levels import Restraint
from daicho.registers.protection.tests.scene import suppress
from daicho.registers.residents.domain.resident_query import ResidentQuery
from daicho.registers.residents.models import Change, Person, Version
from daicho.registers.residents.public import record_on, search
from daicho.registers.residents.tests.factories import individual_number as number_kept
from daicho.registers.residents.tests.factories import make_resident, remove
from daicho.registers.residents.writes import holdings

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


def waiting(staff: Staff, name: str, *, office: str = "市民課") -> tuple[UUID, int]:
    """A 転入 of one, examined and waiting to be decided."""
    clerk, examiner, _ = staff
    case = uuid4()
    paper = move_in_paper({**HEAD, "name": name, "family_register_head": name})
    edition = submit(
        replace(clerk, office=office),
        case=case,
        kind="move_in",
        payload=paper,
        edition=0,
        confirmed=alerts_of("move_in", paper),
    )
    return case, examine(examiner, case=case, edition=edition)


@pytest.mark.proves("STD-4.0.8/m4", "STD-4.0.8/m5")
def test_the_list_is_narrowed_by_who_moves_and_by_the_office_and_some_are_approved(
    staff: Staff,
) -> None:
    pool()
    first, second = waiting(staff, "見本　太郎"), waiting(staff, "例示　次郎", office="支所")
    approver = staff[2]
    found = list_cases(approver, state="examined")
    assert {line.summary for line in found.lines} == {"見本　太郎", "例示　次郎"}
    assert all(line.choosable for line in found.lines)
    by_name = list_cases(approver, wish=Wish(state="examined", who="例示"))
    by_office = list_cases(approver, wish=Wish(state="examined", office="支所"))
    assert [line.key for line in by_name.lines] == [second[0]]
    assert [line.key for line in by_office.lines] == [second[0]]
    (decision,) = approve_many(approver, cases=[(by_office.lines[0].key, second[1])])
    assert decision.approved
    assert Case.objects.get(key=first[0]).state == "examined"
    assert Version.objects.count() == 1
    rest = list_cases(approver, state="examined")
    done = approve_many(approver, cases=[(line.key, line.edition) for line in rest.lines])
    assert [d.approved for d in done] == [True]
    assert list_cases(approver, state="examined").counts["examined"] == 0


@pytest.mark.proves("STD-4.0.8/m6")
def test_no_more_than_the_limit_are_approved_at_once(staff: Staff, settings: Any) -> None:
    settings.MOVEMENTS_APPROVED_AT_ONCE = 2
    pool()
    cases = [waiting(staff, f"見本　{n}郎") for n in "一二三"]
    with pytest.raises(Invalid) as caught:
        approve_many(staff[2], cases=cases)
    assert caught.value.reason_code == "approve.count"
    assert not Version.objects.exists()
    with pytest.raises(Invalid):
        approve_many(staff[2], cases=[])
    assert all(d.approved for d in approve_many(staff[2], cases=cases[:2]))
    assert Version.objects.count() == 2
    assert len(list_cases(staff[2], state="examined").lines) == 1


def test_what_cannot_be_approved_is_told_and_the_rest_stands(staff: Staff) -> None:
    pool()
    clerk, _, approver = staff
    good, stale, held = (waiting(staff, f"見本　{n}郎") for n in "一二三")
    hold(clerk, case=held[0], edition=held[1], remark="補正を待つ")
    cases = [(stale[0], stale[1] - 1), held, (uuid4(), 1), good]
    decisions = approve_many(approver, cases=cases)
    assert [d.approved for d in decisions] == [False, False, False, True]
    assert all(d.reason for d in decisions[:3])
    assert [v.particulars().name for v in Version.objects.all()] == ["見本　一郎"]
    entries = Entry.objects.filter(kind="movements.case_approved")
    assert sorted(entries.values_list("outcome", flat=True)) == ["done", *["refused"] * 3]
    together = Entry.objects.get(kind="movements.cases_approved_together")
    assert together.outcome == "done"
    with pytest.raises(Refused):
        approve_many(clerk, cases=[good])


def test_own_entries_cannot_be_chosen(staff: Staff) -> None:
    both = replace(staff[0], duties=staff[0].duties | staff[2].duties)
    case, edition = waiting((both, staff[1], staff[2]), "見本　太郎")
    (line,) = list_cases(both, state="examined").lines
    assert not line.choosable
    (decision,) = approve_many(both, cases=[(case, edition)])
    assert not decision.approved
    assert not Version.objects.exists()


@pytest.mark.proves("STD-4.0.8/m8", "STD-4.0.8/m9", "STD-4.0.8/m11")
def test_before_the_approval_others_see_what_was_before_and_hear_nothing(
    staff: Staff, family: list[UUID]
) -> None:
    clerk, examiner, approver = staff
    reader = Access(
        staff_key=uuid4(),
        login="窓口9",
        name="試験 窓口9",
        duties=frozenset({Duty.COUNTER}),
        purpose=Purpose.INQUIRY,
        terminal="本庁9",
        office="国保年金課",
    )
    record = holdings.on_day(family[:1], date(2026, 11, 20))[0].record
    said = Message.objects.count()
    paper = moving(family) | NEXT_DOOR
    case = uuid4()
    edition = submit(
        clerk,
        case=case,
        kind="move_within",
        payload=paper,
        edition=0,
        confirmed=alerts_of("move_within", paper),
    )
    edition = examine(examiner, case=case, edition=edition)
    (seen,) = search(reader, ResidentQuery(name="見本　太郎")).lines
    assert seen.record == record
    assert "3-1" in seen.address or "3番1号" in seen.address
    assert pending_cases(family)[family[0]] == Case.objects.get(key=case).number
    shown = record_on(record, date(2026, 11, 20))
    assert shown is not None
    assert shown.particulars.banchi == "3-1"
    assert Message.objects.count() == said
    with pytest.raises(Refused):
        view_case(reader, case=case)
    with pytest.raises(Refused):
        list_cases(reader)
    approve_many(approver, cases=[(case, edition)])
    (after,) = search(reader, ResidentQuery(name="見本　太郎")).lines
    assert after.address != seen.address
    assert Message.objects.count() == said + 1
    assert Change.objects.filter(case=case, reason="correction_move_within").exists()


def submitted(
    staff: Staff, kind: str, paper: dict[str, str], *, survey: UUID | None = None
) -> None:
    """A paper put before the examiner, from a draft where a survey led to it."""
    case = open_draft(staff[0], kind=kind, payload=paper, survey=survey)
    alerts = alerts_of(kind, paper)
    submit(staff[0], case=case, kind=kind, payload=paper, edition=1, confirmed=alerts)


@pytest.mark.proves("REG-092")
def test_what_brought_the_data_is_kept_and_narrows_the_list(staff: Staff) -> None:
    """異動届, 戸籍の届出, 他市町村の通知, 調査 and 番号の変更請求: one case each."""
    _, ref = number_kept()
    names = ("見本　太郎", "見本　花子", "見本　一郎", "見本　二葉", "例示　次郎")
    people = [
        make_resident(name=n, individual_number_ref=ref if n == "例示　次郎" else None)
        for n in names
    ]
    remove(people[2], on=date(2026, 11, 10))
    father, mother, son, daughter, other = (f"selected.{p.person}" for p in people)
    out = {"abroad": "domestic", "destination_address": "大阪府架空市", **NOTIFIED}
    out |= {"event_date": "2026-11-12", "notified_on": "2026-11-12", father: "on"}
    submitted(staff, "move_out", out)
    death = {mother: "on", "event_date": "2026-11-15", "noticed_on": "2026-11-16"}
    submitted(staff, "death", death)
    arrival = {"noticed_on": "2026-11-19", "event_date": "2026-11-10", son: "on"}
    submitted(staff, "arrival_notice", arrival | {"confirmed_address": "大阪府架空市1番"})
    removal = {"event_date": "2026-11-15", "removal_cause": "absent", "survey": "調2026-00001"}
    removal |= {"basis": "職権", "ground": "実態調査", daughter: "on"}
    submitted(staff, "ex_officio_removal", removal, survey=uuid4())
    request = {"event_date": "2026-11-19", "requested_on": "2026-11-19", "ground": "漏えい"}
    request |= {"basis": "請求", other: "on", **NOTIFIED}
    request |= {f"edit.{people[4].person}.individual_number": individual_number(52)}
    submitted(staff, "number_change_request", request)
    told = {
        occasion.label: [
            line.summary
            for line in list_cases(
                staff[0], wish=Wish(state="submitted", occasion=occasion.value)
            ).lines
        ]
        for occasion in Occasion
    }
    assert told == {
        "異動届": ["見本　太郎"],
        "戸籍の届出・通知": ["見本　花子"],
        "他市町村の通知": ["見本　一郎"],
        "申出・調査": ["見本　二葉"],
        "番号の変更請求": ["例示　次郎"],
        "職権（その他）": [],
    }


@pytest.mark.proves("REG-076")
def test_a_recorded_case_says_when_where_and_by_whom(staff: Staff, family: list[UUID]) -> None:
    paper = moving(family) | NEXT_DOOR
    case = carry_through(*staff, "move_within", paper)
    change = Change.objects.get(case=case)
    assert change.processed_at.astimezone(clock.TOKYO).date() == date(2026, 11, 20)
    assert change.terminal == "本庁1"
    assert change.entered_by == staff[0].staff_key
    steps = view_case(staff[0], case=case).steps
    assert [(s.label, s.actor, s.terminal) for s in steps] == [
        ("仮登録する", "試験 窓口1", "本庁1"),
        ("審査を終える", "試験 審査1", "本庁1"),
        ("決裁して本登録する", "試験 決裁1", "本庁1"),
    ]
    assert CaseStep.objects.filter(case=case).count() == 3


@pytest.mark.proves("REG-044")
def test_a_person_keeps_the_number_that_nobody_else_can_have(
    staff: Staff, family: list[UUID]
) -> None:
    before = dict(Person.objects.values_list("key", "atena_number"))
    assert len(set(before.values())) == 4
    carry_through(*staff, "move_within", moving(family) | NEXT_DOOR)
    out = {"abroad": "domestic", "destination_address": "大阪府架空市", **NOTIFIED}
    out |= {"event_date": "2026-11-18", "notified_on": "2026-11-18"}
    carry_through(*staff, "move_out", {f"selected.{p}": "on" for p in family} | out)
    back = move_in_paper(HEAD, event_date="2026-11-20", notified_on="2026-11-20")
    back["persons.0.returning"] = str(family[0])
    carry_through(*staff, "move_in", back)
    assert dict(Person.objects.values_list("key", "atena_number")) == before
    with pytest.raises(Exception, match="atena_number"), transaction.atomic():
        Person.objects.create(atena_number=before[family[0]])


def test_the_daybook_holds_everything_received_that_day(staff: Staff) -> None:
    clerk = staff[0]
    waiting(staff, "見本　太郎")
    late = move_in_paper({**HEAD, "name": "例示　次郎"}, received_on="2026-11-19")
    submit(
        clerk,
        case=uuid4(),
        kind="move_in",
        payload=late,
        edition=0,
        confirmed=alerts_of("move_in", late),
    )
    today = view_daybook(clerk, day=date(2026, 11, 20))
    assert [line.summary for line in today.lines] == ["見本　太郎"]
    before = view_daybook(clerk, day=date(2026, 11, 19))
    assert [line.summary for line in before.lines] == ["例示　次郎"]
    assert Entry.objects.filter(kind="movements.daybook_printed").count() == 2


def test_what_is_overdue_or_my_own(staff: Staff, family: list[UUID]) -> None:
    clerk = staff[0]
    paper = moving(family) | NEXT_DOOR
    case = uuid4()
    edition = submit(
        clerk,
        case=case,
        kind="move_within",
        payload=paper,
        edition=0,
        confirmed=alerts_of("move_within", paper),
    )
    (line,) = list_cases(clerk, wish=Wish(overdue=True, who="見本　一郎")).lines
    assert line.key == case
    assert list_cases(clerk, wish=Wish(overdue=True, who="例示")).lines == ()
    hold(clerk, case=case, edition=edition, remark="回答を待つ", until=date(2026, 11, 24))
    (line,) = list_cases(clerk, state="held").lines
    assert line.held == "回答を待つ"
    with clock.set_to(date(2026, 11, 25)):
        (line,) = list_cases(clerk, state="held").lines
        assert line.overdue
    other = replace(clerk, staff_key=uuid4())
    assert list_cases(other, wish=Wish(state="held", own=True)).lines == ()
    assert len(list_cases(clerk, wish=Wish(state="held", own=True)).lines) == 1


def test_holding_into_the_past_and_holding_twice(staff: Staff) -> None:
    clerk = staff[0]
    case, edition = waiting(staff, "見本　太郎")
    with pytest.raises(Invalid) as caught:
        hold(clerk, case=case, edition=edition, remark="待つ", until=date(2026, 11, 19))
    assert {p.field for p in caught.value.problems} == {"held_until"}
    hold(clerk, case=case, edition=edition, remark="待つ", until=date(2026, 11, 20))
    with pytest.raises(Conflict):
        hold(clerk, case=case, edition=edition + 1, remark="待つ")


def test_whom_nobody_may_look_up_is_not_named(staff: Staff) -> None:
    shielded = make_resident()
    out = {"abroad": "domestic", "destination_address": "大阪府架空市", **NOTIFIED}
    out |= {"event_date": "2026-11-12", "notified_on": "2026-11-12"}
    submitted(staff, "move_out", {f"selected.{shielded.person}": "on", **out})
    assert list_cases(staff[0]).lines[0].summary == "見本　太郎"
    suppress(shielded.person, look_up=Restraint.ERROR)
    assert list_cases(staff[0]).lines[0].summary == HIDDEN
    assert view_daybook(staff[0], day=date(2026, 11, 20)).lines[0].summary == HIDDEN
    (line,) = open_list(staff[0], code="provisional").lines
    assert "見本" not in "".join(line.cells)
