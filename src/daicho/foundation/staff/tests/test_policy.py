"""The one table of operations: who may do what, for what, from where."""

from __future__ import annotations

from dataclasses import replace
from uuid import uuid4

import pytest

from daicho.foundation.staff.access import system_access
from daicho.foundation.staff.operations import MENU, OPERATIONS
from daicho.foundation.staff.policy import (
    HideableItem,
    check_grantable,
    check_may,
    may,
    menu_for,
    purpose_for,
)
from daicho.kernel.access import Access, Duty, Purpose
from daicho.kernel.errors import Refused

PEOPLE = tuple(duty for duty in Duty if duty is not Duty.SYSTEM)


def access(
    *duties: Duty, purpose: Purpose = Purpose.ADMINISTRATION, terminal: str = "本庁1"
) -> Access:
    return Access(
        staff_key=uuid4(),
        login="x",
        name="x",
        duties=frozenset(duties),
        purpose=purpose,
        terminal=terminal,
        office="x",
    )


@pytest.mark.proves("ACC-010", "ACC-018")
@pytest.mark.parametrize("duty", PEOPLE)
def test_only_the_listed_duties_may(duty: Duty) -> None:
    for purpose in Purpose:
        person = access(duty, purpose=purpose)
        listed = {
            code
            for code, operation in OPERATIONS.items()
            if (not operation.duties or duty in operation.duties) and purpose in operation.purposes
        }
        assert {code for code in OPERATIONS if may(person, code)} == listed, purpose


@pytest.mark.parametrize("code", [c for c, o in OPERATIONS.items() if o.personal])
def test_residents_data_need_an_enrolled_terminal(code: str) -> None:
    operation = OPERATIONS[code]
    with pytest.raises(Refused) as refused:
        check_may(access(*PEOPLE, purpose=operation.purposes[0], terminal=""), code)
    assert refused.value.reason_code == "terminal_unknown"
    assert "管理担当" in refused.value.message


def test_refusal_names_the_duty_that_is_missing() -> None:
    with pytest.raises(Refused) as refused:
        check_may(access(Duty.COUNTER, purpose=Purpose.MOVEMENT), "movements.approve")
    assert refused.value.reason_code == "duty_missing"
    assert "決裁の職務が必要" in refused.value.message


def test_numbers_are_shown_for_a_movement_or_a_certificate_only() -> None:
    duties = (Duty.COUNTER, Duty.EXAMINE)
    allowed = {p for p in Purpose if may(access(*duties, purpose=p), "numbers.show")}
    assert allowed == {Purpose.MOVEMENT, Purpose.CERTIFICATE}
    assert not may(access(Duty.DECIDE, purpose=Purpose.MOVEMENT), "numbers.show")


def test_system_may_and_nobody_can_be_made_the_system() -> None:
    job = system_access(Purpose.BATCH, job="test")
    assert all(may(job, code) for code in OPERATIONS)
    with pytest.raises(Refused):
        check_grantable(access(Duty.ADMINISTER), to_key=uuid4(), duty=Duty.SYSTEM, held=set())


@pytest.mark.parametrize("duty", PEOPLE)
def test_nobody_grants_themselves_anything(duty: Duty) -> None:
    keeper = access(Duty.ADMINISTER)
    with pytest.raises(Refused):
        check_grantable(keeper, to_key=keeper.staff_key, duty=duty, held=set())
    check_grantable(keeper, to_key=uuid4(), duty=duty, held=set())


def test_audit_and_administration_are_kept_apart() -> None:
    keeper = access(Duty.ADMINISTER)
    for duty, held in ((Duty.AUDIT, Duty.ADMINISTER), (Duty.ADMINISTER, Duty.AUDIT)):
        with pytest.raises(Refused) as refused:
            check_grantable(keeper, to_key=uuid4(), duty=duty, held={held})
        assert "自分の操作を自分で点検" in refused.value.message


@pytest.mark.parametrize("duty", PEOPLE)
def test_every_duty_finds_the_headings_of_its_menu_in_the_same_order(duty: Duty) -> None:
    titles = [group.title for group in menu_for(access(duty))]
    assert titles == [title for title in MENU if title in titles]
    after = titles[titles.index("管理") + 1 :] if "管理" in titles else []
    assert set(after) <= {"自分の設定", "手引き"}


def test_whoever_serves_the_counter_finds_the_day_s_work_first() -> None:
    titles = [group.title for group in menu_for(access(Duty.COUNTER))]
    assert titles[:5] == ["住民", "請求の受付", "異動", "証明", "手数料"]


def test_every_entry_of_the_menu_stands_under_one_of_its_headings() -> None:
    assert {o.group for o in OPERATIONS.values() if o.screen} == set(MENU)
    assert len(set(MENU)) == len(MENU)


def test_menu_shows_what_the_server_allows() -> None:
    for duty in PEOPLE:
        shown = {o.code for g in menu_for(access(duty)) for o in g.operations}
        allowed = {
            code
            for code, operation in OPERATIONS.items()
            if operation.screen and may(access(duty, purpose=operation.purposes[0]), code)
        }
        assert shown == allowed
    assert {o.code for g in menu_for(access()) for o in g.operations} == {"account", "manual"}


def test_purpose_is_the_choice_where_the_operation_knows_it() -> None:
    assert purpose_for("residents.view", chosen="movement") is Purpose.MOVEMENT
    assert purpose_for("residents.view", chosen="audit") is Purpose.INQUIRY
    assert purpose_for("residents.view", chosen="") is Purpose.INQUIRY
    assert purpose_for("certificates.issue", chosen="movement") is Purpose.CERTIFICATE


# The rights that STD-10.3 wants controlled apart: what each lets one do, and the duty that alone brings it.
APART = {
    "EUC": (Duty.EXTRACT, {"extraction.ask"}),
    "ログ": (Duty.AUDIT, {"audit.search", "audit.export"}),
    "権限管理": (Duty.ADMINISTER, {"staff.manage", "staff.file"}),
    "権限設定": (Duty.RESTRICT, {"staff.restrict"}),
    "支援対象者照会": (Duty.PROTECT_VIEW, {"protection.view"}),
    "支援対象者管理": (Duty.PROTECT, {"protection.manage"}),
    "バッチ": (Duty.BATCH, {"jobs.ask"}),
    "住民票コード付番": (Duty.ASSIGN_CODES, {"codes.assign"}),
}


@pytest.mark.proves("STD-10.3/m10")
@pytest.mark.parametrize("right", APART)
def test_each_right_is_a_duty_of_its_own_and_implied_by_no_other(right: str) -> None:
    duty, own = APART[right]
    everything_else = [d for d in PEOPLE if d is not duty]
    for code, operation in OPERATIONS.items():
        for purpose in operation.purposes:
            without = may(access(*everything_else, purpose=purpose), code)
            with_all = may(access(*PEOPLE, purpose=purpose), code)
            assert with_all
            if code in own:
                assert not without
            elif operation.duties != {duty}:
                assert without
    foreign = {code for other in APART if other != right for code in APART[other][1]}
    for code in foreign:
        assert not may(access(duty, purpose=OPERATIONS[code].purposes[0]), code)


@pytest.mark.proves("STD-10.3/n1")
def test_rights_hang_on_duties_and_never_on_a_rank() -> None:
    assert {d for o in OPERATIONS.values() for d in o.duties} <= set(PEOPLE)
    anyone = replace(access(), name="部長", office="市長室")
    assert not any(may(anyone, code) for code, o in OPERATIONS.items() if o.duties)


@pytest.mark.proves("STD-10.4/n1")
def test_relationship_to_the_head_cannot_be_hidden() -> None:
    assert {item.label for item in HideableItem} == {
        "戸籍の表示",
        "個人番号",
        "住民票コード",
        "在留資格等",
    }
