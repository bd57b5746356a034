"""The one question: every channel hides, a lift opens three of them for a while, and an error stops."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django.fixtures import Settings

from daicho.foundation.outbox.models import Message
from daicho.kernel import clock
from daicho.kernel.access import Access
from daicho.kernel.clock import TOKYO
from daicho.kernel.errors import Unavailable
from daicho.registers.protection import ports
from daicho.registers.protection.commands.end_suppression import end_suppression
from daicho.registers.protection.commands.lift import return_lift
from daicho.registers.protection.domain.levels import RULES, Process, Restraint
from daicho.registers.protection.models import Suppression
from daicho.registers.protection.public import (
    Channel,
    Disclosure,
    marks_of,
    may_disclose,
    protected_persons,
)
from daicho.registers.protection.tests.scene import SUPPORTER, lifted, support, suppress
from daicho.registers.residents.tests.factories import change, make_resident, remove

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]
ERROR, ALERT, NONE = Restraint.ERROR, Restraint.ALERT, Restraint.NONE
OUTSIDE = [c for c in Channel if RULES[c].lift is None]


def ask(
    *persons: UUID, channel: Channel = Channel.CERTIFICATE, on: date | None = None
) -> Disclosure:
    return may_disclose(SUPPORTER, persons=persons, channel=channel, on=on)


@pytest.mark.proves("STD-3.4/m1")
@pytest.mark.parametrize("channel", Channel)
def test_every_channel_hears_of_a_measure_of_the_applicant_and_of_those_with_her(
    channel: Channel,
) -> None:
    she, child, other = make_resident(), make_resident(), make_resident()
    support(she.person, child.person)
    answer = ask(she.person, child.person, other.person, channel=channel)
    for who in (she, child):
        assert answer.of(who.person).level is RULES[channel].measure
        assert answer.of(who.person).marks == ("支援",)
        assert "支援措置期間中（令和8年10月1日から令和9年9月30日）" in answer.of(who.person).words
    assert answer.of(other.person).level is NONE
    assert answer.permits is (RULES[channel].measure is not ERROR)


@pytest.mark.proves("STD-3.1/m2", "STD-3.1/m4", "STD-3.1/m12")
@pytest.mark.parametrize("channel", Channel)
@pytest.mark.parametrize("process", Process)
@pytest.mark.parametrize("level", [ERROR, ALERT])
def test_each_process_has_its_own_level(
    channel: Channel, process: Process, level: Restraint
) -> None:
    who = make_resident()
    suppress(who.person, levels={process: level})
    rule = RULES[channel]
    expected = rule.settled(level) if process in rule.processes else NONE
    assert ask(who.person, channel=channel).of(who.person).level is expected


def test_of_several_suppressions_the_hardest_counts() -> None:
    who = make_resident()
    suppress(who.person, certificate=ALERT, movement=ERROR)
    suppress(who.person, certificate=ERROR)
    suppress(who.person, look_up=ALERT)
    assert ask(who.person).of(who.person).level is ERROR
    assert ask(who.person, channel=Channel.MOVEMENT).of(who.person).level is ERROR
    assert ask(who.person, channel=Channel.LOOK_UP).of(who.person).level is ALERT
    assert len(ask(who.person).of(who.person).grounds) == 3


@pytest.mark.proves("STD-3.1/m5", "STD-3.1/m6")
def test_a_suppression_begins_on_its_day_and_does_not_end_by_itself() -> None:
    who = make_resident()
    key = suppress(
        who.person, since=date(2026, 11, 10), until=date(2026, 11, 19), certificate=ERROR
    )
    assert ask(who.person, on=date(2026, 11, 9)).permits
    for day in (date(2026, 11, 10), date(2026, 11, 20), date(2027, 12, 1)):
        assert not ask(who.person, on=day).permits
    end_suppression(SUPPORTER, suppression=key, reason="申出の取下げ")
    assert ask(who.person).permits


@pytest.mark.proves("STD-3.1/m7", "STD-3.1/m9")
@pytest.mark.parametrize("process", Process)
def test_a_lift_opens_one_process_and_returns_by_itself(
    process: Process, settings: Settings
) -> None:
    settings.SUPPRESSION_LIFT_MINUTES = 10
    who = make_resident()
    suppress(who.person, movement=ERROR, certificate=ERROR, look_up=ERROR)
    nine = datetime(2026, 11, 20, 9, tzinfo=TOKYO)
    with clock.set_to(nine):
        lifted(who.person, process=process)
    for minutes, open_ in ((1, True), (9, True), (10, False), (60, False)):
        with clock.set_to(nine + timedelta(minutes=minutes, seconds=1)):
            for channel in Channel:
                opened = open_ and RULES[channel].lift is process
                assert ask(who.person, channel=channel).permits is opened, (minutes, channel)
            assert marks_of([who.person]) == {who.person: ("抑止",)}


@pytest.mark.proves("STD-3.1/m8", "STD-3.4/m3")
@pytest.mark.parametrize("channel", OUTSIDE)
def test_a_lift_never_reaches_a_channel_without_anybody_who_examined(channel: Channel) -> None:
    she = make_resident()
    support(she.person)
    told = Message.objects.count()
    for process in Process:
        lifted(she.person, process=process)
    assert ask(she.person).permits
    assert not ask(she.person, channel=channel).permits
    assert she.person in set(protected_persons(channel))
    assert Message.objects.count() == told


def test_a_lift_can_be_taken_back_at_once() -> None:
    she = make_resident()
    support(she.person)
    key = lifted(she.person)
    assert ask(she.person).permits
    return_lift(SUPPORTER, lift=key)
    assert not ask(she.person).permits


@pytest.mark.proves("STD-3.1/m3")
def test_a_household_suppression_stays_with_its_number() -> None:
    head = make_resident()
    number = head.items.household_number
    child = make_resident(
        household_number=number, relationship_to_head="子", member_order=2, name="見本　一郎"
    )
    suppress(household=number, certificate=ERROR)
    assert not ask(head.person).permits
    assert not ask(child.person).permits
    moved = change(head, on=date(2026, 11, 1), address="福島市五老内町9番", banchi="9番")
    assert not ask(moved.person).permits
    away = make_resident()
    change(
        child,
        on=date(2026, 11, 5),
        household_number=away.items.household_number,
        relationship_to_head="同居人",
    )
    assert ask(child.person).permits
    assert not ask(child.person, on=date(2026, 11, 4)).permits
    own = may_disclose(SUPPORTER, persons=(), households=[number], channel=Channel.CERTIFICATE)
    assert not own.permits


def test_who_was_removed_from_a_suppressed_household_stays_hidden() -> None:
    who = make_resident()
    suppress(household=who.items.household_number, certificate=ERROR)
    remove(who, on=date(2026, 11, 10))
    assert not ask(who.person).permits


def test_the_removed_record_of_somebody_supported_is_hidden_from_the_first_minute() -> None:
    she = make_resident()
    support(she.person, since=date(2026, 4, 1))
    remove(she, on=date(2026, 12, 1))
    planned = ask(she.person, on=date(2026, 11, 30)).of(she.person)
    assert "支援措置期間中" in planned.words
    gone = ask(she.person, on=date(2026, 12, 1)).of(she.person)
    assert gone.level is ERROR
    assert "仮支援措置期間中（前住所地）（令和8年12月1日から" in gone.words
    assert ask(she.person, on=date(2030, 1, 1)).of(she.person).level is ERROR


def test_the_bulk_list_and_the_question_say_the_same() -> None:
    people = [make_resident() for _ in range(6)]
    support(people[0].person, people[1].person)
    suppress(people[2].person, certificate=ERROR)
    suppress(people[3].person, look_up=ALERT)
    suppress(household=people[4].items.household_number, certificate=ALERT)
    for channel in Channel:
        answers = ask(*(p.person for p in people), channel=channel)
        hidden = {a.person for a in answers.errors}
        assert set(protected_persons(channel)) == hidden


def test_outsiders_are_told_the_same_of_nobody_and_of_somebody_protected() -> None:
    she = make_resident()
    support(she.person)
    hidden = ask(she.person, channel=Channel.EXTERNAL)
    nobody = ask(channel=Channel.EXTERNAL)
    assert not hidden.permits
    assert hidden.neutral == nobody.neutral
    assert "支援" not in hidden.neutral


def test_only_who_may_see_measures_reads_why(clerk: Access) -> None:
    who = make_resident()
    suppress(who.person, certificate=ERROR)
    told = may_disclose(clerk, persons=[who.person], channel=Channel.CERTIFICATE)
    assert [g.why for g in told.of(who.person).grounds] == [""]
    assert [g.why for g in ask(who.person).of(who.person).grounds] == ["本人の申出による"]


def test_a_page_of_twenty_costs_two_queries() -> None:
    people = [make_resident().person for _ in range(20)]
    with CaptureQueriesContext(
        connection,
    ) as counted:
        assert ask(*people).permits
    assert len(counted) == 2


def test_an_error_while_asking_stops(monkeypatch: pytest.MonkeyPatch) -> None:
    who = make_resident()
    suppress(household=who.items.household_number, certificate=ERROR)
    monkeypatch.setattr(ports, "people_of_households", ports._unfilled)
    with pytest.raises(Unavailable):
        ask(who.person)
    with pytest.raises(Unavailable):
        ask(uuid4())
    with pytest.raises(Unavailable):
        list(protected_persons(Channel.KIOSK))


@pytest.mark.proves("STD-3.2/m1")
def test_setting_and_ending_tell_the_other_systems(clerk: Access) -> None:
    assert clerk
    who = make_resident()
    before = Message.objects.count()
    key = suppress(who.person, certificate=ERROR)
    end_suppression(SUPPORTER, suppression=key, reason="申出の取下げ")
    said = list(Message.objects.order_by("id")[before:])
    assert [m.kind for m in said] == [
        "protection.suppression_set",
        "protection.suppression_ended",
    ]
    assert all(m.subjects == [who.person] for m in said)
    assert said[0].payload["levels"]["certificate"] == "error"
    assert Suppression.objects.get(key=key).ended_by_name == SUPPORTER.name
