"""Accounts and duties: by period, by somebody else, appended and ended."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.utils import ProgrammingError
from django.test import Client

from daicho.foundation.staff.access import system_access
from daicho.foundation.staff.commands.end_duty import end_duty
from daicho.foundation.staff.commands.grant_duty import grant_duty
from daicho.foundation.staff.commands.hide_items import hide_items
from daicho.foundation.staff.commands.register_staff import register_staff
from daicho.foundation.staff.commands.reset_password import reset_password
from daicho.foundation.staff.commands.resume_staff import resume_staff
from daicho.foundation.staff.commands.stop_staff import stop_staff
from daicho.foundation.staff.commands.unlock_account import unlock_account
from daicho.foundation.staff.models import DutyGrant, Staff
from daicho.foundation.staff.policy import HideableItem
from daicho.foundation.staff.selectors.duties import duties_on
from daicho.foundation.staff.selectors.hidden_items import hidden_items
from daicho.foundation.staff.tests.conftest import PASSWORD, Person, give_password, kinds
from daicho.kernel.access import Access, Duty, Purpose
from daicho.kernel.clock import business_today
from daicho.kernel.errors import Invalid, Missing, Refused

pytestmark = [pytest.mark.django_db, pytest.mark.urls("daicho.foundation.staff.web.urls")]

Register = Callable[..., Person]
SignIn = Callable[..., Client]
AccessOf = Callable[..., Access]
DAY = timedelta(days=1)
# One of the passwords that everybody tries first.
COMMON = "q1w2e3r4t5y6"


@pytest.mark.proves("STD-10.3/m1")
def test_duty_is_held_from_its_first_day_to_the_day_before_its_end(
    register: Register, access_of: AccessOf
) -> None:
    keeper, person = register("管理1", Duty.ADMINISTER), register("窓口1")
    begins = business_today() + 10 * DAY
    ends = begins + 30 * DAY

    grant_duty(
        access_of(keeper, Duty.ADMINISTER),
        staff_key=person.key,
        duty=Duty.EXAMINE,
        valid_from=begins,
        valid_until=ends,
        reason="繁忙期の応援",
    )

    held = {day: duties_on(person.key, day=day) for day in (begins - DAY, begins, ends - DAY, ends)}
    assert list(held.values()) == [
        frozenset(),
        {Duty.EXAMINE},
        {Duty.EXAMINE},
        frozenset(),
    ]


def test_duty_ends_today_or_later_and_stays_on_record(
    register: Register, access_of: AccessOf
) -> None:
    keeper, person = register("管理1", Duty.ADMINISTER), register("窓口1", Duty.COUNTER)
    grant = DutyGrant.objects.get(staff_id=person.key)
    access, today = access_of(keeper, Duty.ADMINISTER), business_today()
    with pytest.raises(Invalid):
        end_duty(access, grant_key=grant.key, valid_until=today - DAY, reason="異動")
    assert duties_on(person.key, day=today) == {Duty.COUNTER}

    end_duty(access, grant_key=grant.key, valid_until=today, reason="異動")

    assert duties_on(person.key, day=today) == frozenset()
    grant.refresh_from_db()
    assert (grant.ended_by, grant.end_reason) == (keeper.key, "異動")
    with pytest.raises(Invalid):
        end_duty(access, grant_key=grant.key, valid_until=today + DAY, reason="延長")


@pytest.mark.proves("ACC-014")
def test_ended_duty_stops_the_next_act(
    register: Register, signed_in: SignIn, access_of: AccessOf
) -> None:
    first, second = register("管理1", Duty.ADMINISTER), register("管理2", Duty.ADMINISTER)
    browser = signed_in(second)
    assert browser.get("/staff/").status_code == 200
    grant = DutyGrant.objects.get(staff_id=second.key)

    end_duty(
        access_of(first, Duty.ADMINISTER),
        grant_key=grant.key,
        valid_until=business_today(),
        reason="異動",
    )

    assert browser.get("/staff/").status_code == 403


def test_nobody_grants_themselves_a_duty_nor_does_the_database_let_them(
    register: Register, access_of: AccessOf
) -> None:
    keeper, other = register("管理1", Duty.ADMINISTER), register("管理2", Duty.ADMINISTER)
    today = business_today()
    given = {"duty": Duty.COUNTER, "valid_from": today, "valid_until": None, "reason": "応援"}
    with pytest.raises(Refused):
        grant_duty(access_of(keeper, Duty.ADMINISTER), staff_key=keeper.key, **given)  # type: ignore[arg-type]
    assert duties_on(keeper.key, day=today) == {Duty.ADMINISTER}
    assert kinds()[-1] == ("staff.duty_granted", "refused")

    grant_duty(access_of(other, Duty.ADMINISTER), staff_key=keeper.key, **given)  # type: ignore[arg-type]
    assert duties_on(keeper.key, day=today) == {Duty.ADMINISTER, Duty.COUNTER}
    row = DutyGrant.objects.get(staff_id=keeper.key, duty="counter")
    row.key, row.duty, row.granted_by = uuid4(), "decide", keeper.key
    with pytest.raises(IntegrityError, match="duty_grant_not_to_oneself"), transaction.atomic():
        row.save(force_insert=True)


def test_audit_apart_from_administration_also_in_the_database(
    register: Register, access_of: AccessOf
) -> None:
    keeper, person = register("管理1", Duty.ADMINISTER), register("監査1", Duty.AUDIT)
    today = business_today()
    access = access_of(keeper, Duty.ADMINISTER)
    with pytest.raises(Refused):
        grant_duty(
            access,
            staff_key=person.key,
            duty=Duty.ADMINISTER,
            valid_from=today + 5 * DAY,
            valid_until=None,
            reason="兼務",
        )
    row = DutyGrant.objects.get(staff_id=person.key)
    row.key, row.duty = uuid4(), "administer"
    with pytest.raises(IntegrityError, match="duty_grant_audit_apart"), transaction.atomic():
        row.save(force_insert=True)

    audit = DutyGrant.objects.get(staff_id=person.key)
    end_duty(access, grant_key=audit.key, valid_until=today + 5 * DAY, reason="交替")
    grant_duty(
        access,
        staff_key=person.key,
        duty=Duty.ADMINISTER,
        valid_from=today + 5 * DAY,
        valid_until=None,
        reason="交替",
    )
    assert duties_on(person.key, day=today + 5 * DAY) == {Duty.ADMINISTER}


def test_same_duty_is_not_granted_twice_for_one_day(
    register: Register, access_of: AccessOf
) -> None:
    keeper, person = register("管理1", Duty.ADMINISTER), register("窓口1", Duty.COUNTER)
    with pytest.raises(Invalid) as refused:
        grant_duty(
            access_of(keeper, Duty.ADMINISTER),
            staff_key=person.key,
            duty=Duty.COUNTER,
            valid_from=business_today() + DAY,
            valid_until=None,
            reason="応援",
        )
    assert refused.value.problems[0].code == "duty_overlap"


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM staff_dutygrant",
        "UPDATE staff_dutygrant SET duty = 'audit'",
        "UPDATE staff_dutygrant SET valid_from = valid_from - 1",
        "DELETE FROM staff_staff",
        "DELETE FROM staff_terminal",
        "UPDATE staff_terminal SET name = 'x'",
    ],
)
def test_app_cannot_rewrite_who_held_what(register: Register, statement: str) -> None:
    register("窓口1", Duty.COUNTER)
    with (
        pytest.raises(ProgrammingError, match="permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


@pytest.mark.parametrize("duty", [Duty.COUNTER, Duty.EXAMINE, Duty.DECIDE, Duty.AUDIT])
def test_only_administration_manages_staff(
    register: Register, access_of: AccessOf, duty: Duty
) -> None:
    register("管理1", Duty.ADMINISTER)
    actor, person = register("他1", duty), register("窓口1")
    access = access_of(actor, duty, purpose=Purpose.ADMINISTRATION)
    password = Staff.objects.get(key=person.key).password
    before = len(kinds())
    for command in (reset_password, stop_staff, resume_staff, unlock_account):
        with pytest.raises(Refused):
            command(access, staff_key=person.key, reason="試し")
    with pytest.raises(Refused):
        register_staff(
            access, login="新人1", name="新人", office="課", password=PASSWORD, duties=()
        )

    kept = Staff.objects.get(key=person.key)
    assert (kept.password, kept.is_active) == (password, True)
    assert not Staff.objects.filter(login="新人1").exists()
    assert [outcome for _kind, outcome in kinds()[before:]] == ["refused"] * 5


def test_administrator_does_not_use_these_on_themselves(
    register: Register, access_of: AccessOf
) -> None:
    keeper = register("管理1", Duty.ADMINISTER)
    register("管理2", Duty.ADMINISTER)
    for command in (reset_password, stop_staff, resume_staff, unlock_account):
        with pytest.raises(Refused) as refused:
            command(access_of(keeper, Duty.ADMINISTER), staff_key=keeper.key, reason="試し")
        assert refused.value.reason_code == "own_account"


def test_last_administrator_stays(register: Register, access_of: AccessOf) -> None:
    first, second = register("管理1", Duty.ADMINISTER), register("管理2", Duty.ADMINISTER)
    grants = {g.staff_id: g for g in DutyGrant.objects.filter(duty="administer")}
    access, today = access_of(first, Duty.ADMINISTER), business_today()
    end_duty(access, grant_key=grants[second.key].key, valid_until=today, reason="異動")

    with pytest.raises(Refused) as refused:
        end_duty(access, grant_key=grants[first.key].key, valid_until=today, reason="異動")

    assert refused.value.reason_code == "last_administrator"
    assert duties_on(first.key, day=today) == {Duty.ADMINISTER}


def test_login_is_one_persons_and_password_rules_hold(system: Access, register: Register) -> None:
    register("mado1")
    given = {"name": "試験", "office": "架空課", "duties": ()}
    with pytest.raises(Invalid) as taken:
        register_staff(system, login="ＭＡＤＯ１", password=PASSWORD, **given)  # type: ignore[arg-type]
    assert taken.value.problems[0].code == "login_taken"
    for weak in ("mijikai-1", "293847561029", "soumu-kakari-mado", COMMON):
        with pytest.raises(Invalid) as refused:
            register_staff(system, login="soumu-kakari-mado", password=weak, **given)  # type: ignore[arg-type]
        assert {p.field for p in refused.value.problems} == {"password"}, weak
    assert not Staff.objects.filter(login="soumu-kakari-mado").exists()


@pytest.mark.proves("STD-10.3/m3")
def test_reset_password_is_temporary(register: Register, access_of: AccessOf) -> None:
    keeper, person = register("管理1", Duty.ADMINISTER), register("窓口1", Duty.COUNTER)

    temporary = reset_password(
        access_of(keeper, Duty.ADMINISTER), staff_key=person.key, reason="失念"
    )

    assert give_password(Client(), person.login).status_code == 200
    assert give_password(Client(), person.login, temporary).status_code == 302
    staff = Staff.objects.get(key=person.key)
    assert staff.must_change_password
    with pytest.raises(Missing):
        reset_password(access_of(keeper, Duty.ADMINISTER), staff_key=uuid4(), reason="失念")


def test_items_are_hidden_from_one_person_alone(register: Register, access_of: AccessOf) -> None:
    keeper = register("権限1", Duty.RESTRICT)
    person, other = register("窓口1", Duty.COUNTER), register("窓口2", Duty.COUNTER)
    hide_items(
        access_of(keeper, Duty.RESTRICT),
        staff_key=person.key,
        items=[HideableItem.MY_NUMBER],
        reason="番号を扱わない",
    )

    assert hidden_items(access_of(person)) == {HideableItem.MY_NUMBER}
    assert hidden_items(access_of(other)) == frozenset()
    assert hidden_items(system_access(Purpose.BATCH, job="test")) == frozenset()


@pytest.mark.proves("STD-10.2/m9", "STD-10.3/m1", "STD-10.3/m9")
def test_the_list_the_table_of_rights_and_registering(
    register: Register, signed_in: SignIn
) -> None:
    keeper = register("管理1", Duty.ADMINISTER)
    register("窓口1", Duty.COUNTER)
    browser = signed_in(keeper)
    assert "窓口1" in browser.get("/staff/?q=窓口 架空").content.decode()
    assert "該当する職員はいません" in browser.get("/staff/?q=ありえない").content.decode()
    table = browser.get("/staff/rights/").content.decode()
    assert "証跡の検索" in table
    assert "職位では定めません" in table
    made = browser.post(
        "/staff/register/",
        {"login": "新人1", "name": "新人", "office": "架空課", "duties": ["counter", "examine"]},
    )
    assert "仮のパスワード" in made.content.decode()
    assert Staff.objects.get(login="新人1").must_change_password
    wrong = browser.post("/staff/register/", {"login": "窓口1", "name": "", "office": ""})
    assert wrong.status_code == 422
    assert ("staff.registered", "done") in kinds()


def test_duties_and_particulars_on_the_screen(register: Register, signed_in: SignIn) -> None:
    keeper = register("管理1", Duty.ADMINISTER, Duty.RESTRICT)
    person = register("窓口1", Duty.COUNTER)
    browser = signed_in(keeper)
    place = f"/staff/{person.key}"
    assert browser.get(f"{place}/").status_code == 200
    tomorrow = (business_today() + DAY).isoformat()
    granted = browser.post(
        f"{place}/duties/",
        {"duty": "examine", "duty_from": tomorrow, "duty_until": "", "grant_reason": "応援"},
    )
    assert granted.status_code == 302
    again = browser.post(
        f"{place}/duties/",
        {"duty": "examine", "duty_from": tomorrow, "duty_until": "", "grant_reason": ""},
    )
    assert again.status_code == 422
    grant = DutyGrant.objects.get(staff_id=person.key, duty="examine")
    ended = browser.post(
        f"{place}/duties/end/", {"grant": grant.key, "end_on": tomorrow, "end_reason": "取りやめ"}
    )
    assert ended.status_code == 302
    changed = browser.post(
        f"{place}/change/",
        {
            "name": "試験 改",
            "office": "架空課",
            "valid_from": "令和8年4月1日",
            "valid_until": "",
            "change_reason": "届出",
        },
    )
    assert changed.status_code == 302
    hiding = {"hidden_items": ["resident_code"], "hide_reason": ""}
    assert browser.post(f"{place}/hide/", hiding).status_code == 422
    hidden = browser.post(f"{place}/hide/", hiding | {"hide_reason": "番号を扱わない"})
    assert hidden.status_code == 302
    assert Staff.objects.get(key=person.key).hidden_items == ["resident_code"]
    done = {kind for kind, outcome in kinds() if outcome == "done"}
    assert {"staff.changed", "staff.duty_granted", "staff.duty_ended"} <= done


def test_stopping_and_resetting_on_the_screen(register: Register, signed_in: SignIn) -> None:
    keeper, person = register("管理1", Duty.ADMINISTER), register("窓口1", Duty.COUNTER)
    register("管理2", Duty.ADMINISTER)
    browser = signed_in(keeper)
    place = f"/staff/{person.key}"
    for act in ("unlock", "stop", "resume"):
        assert browser.post(f"{place}/{act}/", {"act_reason": ""}).status_code == 422
        assert browser.post(f"{place}/{act}/", {"act_reason": "試し"}).status_code == 302
    for act in ("reset-password", "reset-factors"):
        shown = browser.post(f"{place}/{act}/", {"act_reason": "失念"})
        assert "仮のパスワード" in shown.content.decode()
    assert browser.post(f"/staff/{keeper.key}/stop/", {"act_reason": "試し"}).status_code == 403
    assert {
        "staff.stopped",
        "staff.resumed",
        "staff.unlocked",
        "staff.password_reset",
        "staff.factors_reset",
    } <= {kind for kind, outcome in kinds() if outcome == "done"}
