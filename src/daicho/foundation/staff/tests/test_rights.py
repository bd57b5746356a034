"""Levels, offices and requests: asked by one, approved by another, in force from their day on by the date alone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.utils import ProgrammingError
from django.test import Client

from daicho.foundation.staff.commands.approve_rights import approve_rights
from daicho.foundation.staff.commands.ask_rights import ask_rights
from daicho.foundation.staff.commands.change_staff import change_staff
from daicho.foundation.staff.commands.return_rights import return_rights
from daicho.foundation.staff.commands.withdraw_rights import withdraw_rights
from daicho.foundation.staff.domain.aspects import ENDED, IN_USE, Aspect, Subject
from daicho.foundation.staff.domain.states import RequestState
from daicho.foundation.staff.domain.wishes import Wish
from daicho.foundation.staff.models import DutyGrant, RightsLine, RightsRequest, Staff
from daicho.foundation.staff.policy import HideableItem
from daicho.foundation.staff.selectors.rights import rights_on
from daicho.foundation.staff.selectors.rights_requests import rights_waiting
from daicho.foundation.staff.tests.conftest import Person, give_password, kinds
from daicho.foundation.staff.tests.governing import Office, at_office, level, rights, staff
from daicho.kernel import clock
from daicho.kernel.access import Access, Duty, Purpose
from daicho.kernel.clock import business_today
from daicho.kernel.errors import Conflict, Invalid, Refused

pytestmark = [pytest.mark.django_db, pytest.mark.urls("daicho.foundation.staff.web.urls")]

Register = Callable[..., Person]
SignIn = Callable[..., Client]
AccessOf = Callable[..., Access]
DAY = timedelta(days=1)


@pytest.fixture
def office(register: Register, access_of: AccessOf) -> Office:
    return Office(register, access_of)


@pytest.mark.proves("STD-10.3/m2", "STD-10.3/m5")
def test_a_level_gives_its_duties_by_person_and_by_office(
    register: Register, office: Office
) -> None:
    one, other, elsewhere = register("窓口1"), register("窓口2"), register("窓口3")
    office.set(level("受付", Duty.COUNTER), level("応援", Duty.EXAMINE, Duty.BATCH))
    office.set(
        at_office("架空課", Aspect.LEVELS, "受付"),
        staff("窓口2", Aspect.LEVELS, "応援"),
        staff("窓口3", Aspect.OFFICE, "別の課"),
    )

    assert rights(one).duties == {Duty.COUNTER}
    assert rights(other).duties == {Duty.COUNTER, Duty.EXAMINE, Duty.BATCH}
    assert rights(elsewhere).duties == frozenset()

    later = business_today() + 5 * DAY
    office.set(level("受付", Duty.COUNTER, Duty.DECIDE), on=later)
    assert rights(one, later - DAY).duties == {Duty.COUNTER}
    assert rights(one, later).duties == {Duty.COUNTER, Duty.DECIDE}


@pytest.mark.proves("STD-10.3/m2")
def test_a_level_counts_in_the_session_of_its_holder(
    register: Register, office: Office, signed_in: SignIn, enrolled: Callable[[Client], Client]
) -> None:
    person = register("窓口1")
    browser = enrolled(signed_in(person))
    assert "操作権限一覧表" not in browser.get("/").content.decode()
    assert browser.get("/staff/requests/").status_code == 403
    office.set(level("保守", Duty.BATCH), staff("窓口1", Aspect.LEVELS, "保守"))
    assert "就いている職務がありません" not in browser.get("/").content.decode()


@pytest.mark.proves("STD-10.3/m5")
def test_only_those_who_govern_rights_set_them(
    register: Register, office: Office, access_of: AccessOf
) -> None:
    clerk = access_of(register("窓口1", Duty.COUNTER), Duty.COUNTER)
    wish = level("受付", Duty.COUNTER)
    with pytest.raises(Refused):
        ask_rights(clerk, key=uuid4(), effective_on=business_today(), reason="x", wishes=[wish])
    key = office.ask(wish)
    for command in (return_rights, withdraw_rights):
        with pytest.raises(Refused):
            command(clerk, request_key=key, reason="x")
    with pytest.raises(Refused):
        approve_rights(clerk, request_key=key)
    assert RightsRequest.objects.get().state == RequestState.ASKED.value
    assert not RightsLine.objects.filter(decided_at__isnull=False).exists()


def test_what_is_asked_changes_nothing_until_another_approves(
    register: Register, office: Office
) -> None:
    person = register("窓口1", Duty.COUNTER)
    key = office.ask(staff("窓口1", Aspect.DUTIES, Duty.EXAMINE.value))
    assert rights(person).duties == {Duty.COUNTER}
    with pytest.raises(Refused) as refused:
        approve_rights(office.first, request_key=key)
    assert refused.value.reason_code == "rights.own_request"
    assert rights(person).duties == {Duty.COUNTER}
    approve_rights(office.second, request_key=key)
    assert rights(person).duties == {Duty.EXAMINE}
    with pytest.raises(Conflict):
        approve_rights(office.second, request_key=key)
    assert [k for k, o in kinds() if k.startswith("rights.") and o == "done"] == [
        "rights.asked",
        "rights.approved",
    ]


def test_nobody_asks_for_or_approves_what_is_about_themselves(
    register: Register, office: Office, access_of: AccessOf
) -> None:
    third = access_of(register("管理3", Duty.ADMINISTER), Duty.ADMINISTER)
    own = staff("管理1", Aspect.DUTIES, Duty.DECIDE.value)
    with pytest.raises(Invalid) as invalid:
        office.ask(own)
    assert invalid.value.problems[0].code == "rights.own_account"
    key = office.ask(staff("管理2", Aspect.LEVELS), staff("管理2", Aspect.NAME, "改姓"))
    with pytest.raises(Refused) as refused:
        approve_rights(office.second, request_key=key)
    assert refused.value.reason_code == "own_account"
    with pytest.raises(Refused):
        withdraw_rights(office.second, request_key=key, reason="x")
    approve_rights(third, request_key=key)


def test_the_database_keeps_a_request_from_being_decided_by_its_asker(office: Office) -> None:
    key = office.ask(level("受付", Duty.COUNTER))
    with pytest.raises(IntegrityError, match="decided_by_another"), transaction.atomic():
        RightsRequest.objects.filter(key=key).update(decided_by=office.first.staff_key)


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM staff_rightsline",
        "DELETE FROM staff_rightsrequest",
        "UPDATE staff_rightsline SET values = '{}'",
        "UPDATE staff_rightsline SET valid_from = valid_from - 1",
        "UPDATE staff_rightsrequest SET effective_on = effective_on - 1",
        "UPDATE staff_rightsrequest SET asked_by = gen_random_uuid()",
        "UPDATE staff_signonbinding SET subject = 'x'",
        "DELETE FROM staff_signonbinding",
    ],
)
def test_the_app_cannot_rewrite_a_request(office: Office, statement: str) -> None:
    office.ask(level("受付", Duty.COUNTER))
    with (
        pytest.raises(ProgrammingError, match="permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


@pytest.mark.proves("STD-10.3/m6")
def test_a_transfer_of_the_first_of_april_takes_effect_by_the_date_alone(
    register: Register, office: Office, signed_in: SignIn
) -> None:
    leaving, moving = register("窓口1", Duty.COUNTER), register("窓口2", Duty.COUNTER)
    first = business_today() + 30 * DAY
    office.set(
        staff("窓口1", Aspect.USE, ENDED),
        staff("窓口2", Aspect.OFFICE, "支所"),
        staff("窓口2", Aspect.DUTIES, Duty.EXAMINE.value),
        staff("新人1", Aspect.USE, IN_USE),
        staff("新人1", Aspect.NAME, "新人　一"),
        staff("新人1", Aspect.OFFICE, "支所"),
        staff("新人1", Aspect.DUTIES, Duty.COUNTER.value),
        on=first,
    )
    new = Staff.objects.get(login="新人1")
    browser = signed_in(leaving)
    assert browser.get("/").status_code == 200
    assert not rights_on(new, day=first - DAY).serves
    assert (rights(moving).office, rights(moving).duties) == ("架空課", frozenset({Duty.COUNTER}))

    with clock.set_to(first):
        assert browser.get("/").status_code == 302
        assert not rights(leaving).serves
        found = rights(moving)
        assert (found.office, found.duties, found.serves) == (
            "支所",
            frozenset({Duty.EXAMINE}),
            True,
        )
        begun = rights_on(new, day=first)
        assert (begun.name, begun.duties, begun.serves) == (
            "新人　一",
            frozenset({Duty.COUNTER}),
            True,
        )
    assert give_password(Client(), "新人1").status_code == 200


@pytest.mark.proves("STD-10.3/m6")
def test_what_was_prepared_is_taken_back_before_its_day(register: Register, office: Office) -> None:
    person = register("窓口1", Duty.COUNTER)
    first = business_today() + 10 * DAY
    key = office.set(
        staff("窓口1", Aspect.DUTIES, Duty.EXAMINE.value),
        staff("窓口1", Aspect.OFFICE, "支所"),
        staff("新人1", Aspect.USE, IN_USE),
        staff("新人1", Aspect.NAME, "新人　一"),
        staff("新人1", Aspect.OFFICE, "支所"),
        on=first,
    )
    withdraw_rights(office.first, request_key=key, reason="内示の取消し")
    found = rights(person, first)
    assert (found.office, found.duties) == ("架空課", frozenset({Duty.COUNTER}))
    assert not rights_on(Staff.objects.get(login="新人1"), day=first).serves
    assert DutyGrant.objects.get(duty="counter", staff_id=person.key).valid_until is None
    with pytest.raises(Conflict):
        withdraw_rights(office.first, request_key=key, reason="もう一度")


def test_nothing_is_taken_back_once_its_day_has_come(register: Register, office: Office) -> None:
    person = register("窓口1", Duty.COUNTER)
    first = business_today() + 10 * DAY
    key = office.set(staff("窓口1", Aspect.OFFICE, "支所"), on=first)
    with clock.set_to(first), pytest.raises(Conflict):
        withdraw_rights(office.first, request_key=key, reason="遅い")
    assert rights(person, first).office == "支所"


def test_an_end_that_others_have_built_on_is_not_taken_back(
    register: Register, office: Office
) -> None:
    person = register("窓口1", Duty.COUNTER)
    first = business_today() + 10 * DAY
    key = office.set(staff("窓口1", Aspect.DUTIES), on=first)
    office.set(staff("窓口1", Aspect.DUTIES, Duty.COUNTER.value), on=first + 5 * DAY)
    with pytest.raises(Conflict) as refused:
        withdraw_rights(office.first, request_key=key, reason="取消し")
    assert refused.value.reason_code == "rights.granted_since"
    assert rights(person, first).duties == frozenset()
    assert RightsRequest.objects.get(key=key).state == RequestState.APPROVED.value


def test_a_day_that_has_passed_is_neither_asked_for_nor_approved(
    register: Register, office: Office
) -> None:
    register("窓口1", Duty.COUNTER)
    wish = staff("窓口1", Aspect.OFFICE, "支所")
    with pytest.raises(Invalid) as invalid:
        office.ask(wish, on=business_today() - DAY)
    assert invalid.value.problems[0].code == "rights.day_past"
    key = office.ask(wish)
    with clock.set_to(business_today() + DAY), pytest.raises(Refused) as refused:
        approve_rights(office.second, request_key=key)
    assert refused.value.reason_code == "rights.day_past"


def test_the_last_who_govern_rights_stay(register: Register, office: Office) -> None:
    third = register("管理3", Duty.ADMINISTER)
    assert third
    key = office.ask(
        staff("管理2", Aspect.USE, ENDED), staff("管理3", Aspect.DUTIES, Duty.COUNTER.value)
    )
    fourth = Access(
        staff_key=uuid4(),
        login="臨時",
        name="臨時",
        duties=frozenset({Duty.ADMINISTER}),
        purpose=Purpose.ADMINISTRATION,
        terminal="本庁1",
        office="架空課",
    )
    Staff.objects.filter(login="管理1").update(is_active=False)
    with pytest.raises(Refused) as refused:
        approve_rights(fourth, request_key=key)
    assert refused.value.reason_code == "last_administrator"
    assert rights(third).duties == {Duty.ADMINISTER}


@pytest.mark.parametrize(
    ("wish", "code"),
    [
        (level("万能", Duty.COUNTER, Duty.ADMINISTER), "rights.by_name_alone"),
        (level("万能", Duty.AUDIT), "rights.by_name_alone"),
        (staff("窓口1", Aspect.LEVELS, "ない"), "rights.no_such_value"),
        (staff("窓口9", Aspect.LEVELS), "rights.nothing"),
        (staff("窓口9", Aspect.DUTIES, "counter"), "rights.no_such_staff"),
        (staff("窓口9", Aspect.USE, IN_USE), "rights.newcomer_incomplete"),
        (staff("窓口1", Aspect.NAME, " "), "rights.text"),
        (staff("窓口1", Aspect.DUTIES, "system"), "rights.no_such_value"),
        (staff("窓口1", Aspect.DUTIES, "administer", "audit"), "rights.audit_apart"),
        (at_office("架空課", Aspect.HIDDEN, "relationship"), "rights.no_such_value"),
        (at_office("架空課", Aspect.WITHHELD, "staff.manage"), "rights.no_such_value"),
        (at_office("架空課", Aspect.DUTIES, "counter"), "rights.not_of_this"),
        (Wish(Subject.DUTY, "mayor", Aspect.HIDDEN, ("domicile",)), "rights.no_such_duty"),
        (staff("窓口1", Aspect.OFFICE, "架空課"), "rights.nothing"),
    ],
)
def test_what_cannot_be_set_is_said(
    register: Register, office: Office, wish: Wish, code: str
) -> None:
    register("窓口1", Duty.COUNTER)
    with pytest.raises(Invalid) as invalid:
        office.ask(wish)
    assert code in {p.code for p in invalid.value.problems}
    assert not RightsRequest.objects.exists()


def test_a_level_that_somebody_holds_is_not_emptied(register: Register, office: Office) -> None:
    register("窓口1")
    office.set(level("受付", Duty.COUNTER), staff("窓口1", Aspect.LEVELS, "受付"))
    with pytest.raises(Invalid) as invalid:
        office.ask(level("受付"))
    assert invalid.value.problems[0].code == "rights.level_in_use"
    office.set(level("受付"), staff("窓口1", Aspect.LEVELS))


def test_the_same_thing_is_asked_for_once(register: Register, office: Office) -> None:
    register("窓口1", Duty.COUNTER)
    key = office.ask(staff("窓口1", Aspect.OFFICE, "支所"))
    with pytest.raises(Invalid) as invalid:
        office.ask(staff("窓口1", Aspect.OFFICE, "出張所"))
    assert invalid.value.problems[0].code == "rights.asked_already"
    with pytest.raises(Conflict):
        ask_rights(
            office.first,
            key=key,
            effective_on=business_today(),
            reason="二度",
            wishes=[staff("窓口1", Aspect.NAME, "別")],
        )
    return_rights(office.second, request_key=key, reason="所属が違う")
    office.set(staff("窓口1", Aspect.OFFICE, "出張所"))


def test_what_is_written_later_counts_before_an_older_request(
    register: Register, office: Office
) -> None:
    person = register("窓口1", Duty.COUNTER)
    office.set(staff("窓口1", Aspect.OFFICE, "支所"), staff("窓口1", Aspect.HIDDEN, "my_number"))
    change_staff(
        office.first,
        staff_key=person.key,
        name="改姓",
        office="出張所",
        valid_from=business_today(),
        valid_until=None,
        reason="届出",
    )
    found = rights(person)
    assert (found.name, found.office) == ("改姓", "出張所")
    assert found.hidden == {HideableItem.MY_NUMBER}


def test_nobody_moves_themselves_to_where_levels_are(office: Office) -> None:
    office.set(level("応援", Duty.EXAMINE), at_office("支所", Aspect.LEVELS, "応援"))
    with pytest.raises(Refused) as refused:
        change_staff(
            office.first,
            staff_key=office.first.staff_key,
            name="試験",
            office="支所",
            valid_from=business_today(),
            valid_until=None,
            reason="自分で",
        )
    assert refused.value.reason_code == "own_account"
    staff_row = Staff.objects.get(key=office.first.staff_key)
    assert Duty.EXAMINE not in rights_on(staff_row, day=business_today()).duties


def test_what_waits_is_told_to_whoever_decides(
    register: Register, office: Office, access_of: AccessOf
) -> None:
    clerk = access_of(register("窓口1", Duty.COUNTER), Duty.COUNTER)
    key = office.ask(level("受付", Duty.COUNTER))
    counts = [
        tuple(w.count for w in rights_waiting(who)) for who in (office.first, office.second, clerk)
    ]
    assert counts == [(), (1,), ()]
    approve_rights(office.second, request_key=key)
    assert rights_waiting(office.second) == ()
