"""旧氏, 通称, 振り仮名 and 成年被後見人: whose they are, in which operations, and with what beside them."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest

from daicho.business.movements.domain.alias import OPERATIONS
from daicho.business.movements.domain.name_kana import EX_OFFICIO, NOTIFIED
from daicho.business.movements.models import Case
from daicho.business.movements.tests.amending import (
    amendment,
    block,
    change_of,
    codes_of,
    foreigner,
    refused,
)
from daicho.business.movements.tests.family import Staff, now
from daicho.business.movements.tests.paper import HEAD, carry_through, move_in_paper, pool
from daicho.business.movements.tests.paper import NOTIFIED as BY_THE_PERSON

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]

SURNAME = "former_surname"
REQUESTED = {"basis": "請求", "requested_on": "2026-11-18", **BY_THE_PERSON}
PETITIONED = {
    "basis": "申出",
    "petitioned_on": "2026-11-18",
    "ground": "勤務先の証明書",
    **BY_THE_PERSON,
}
OLD = {"former_surname": "旧姓", "former_surname_kana": "きゅうせい"}


def surname_paper(person: UUID, operation: str, **typed: str) -> dict[str, str]:
    fields = REQUESTED | {"operation": operation, "register_seen": "on"}
    return amendment(block(SURNAME, person, **typed), **fields)


@pytest.mark.proves("STD-1.1.7/m1")
def test_a_former_surname_is_recorded_changed_and_deleted(staff: Staff, family: list[UUID]) -> None:
    wife = family[1]
    told = []
    for operation, typed in (
        ("entry", OLD),
        ("change", {"former_surname": "元姓", "former_surname_kana": "モトセイ"}),
        ("deletion", {}),
    ):
        case = carry_through(*staff, SURNAME, surname_paper(wife, operation, **typed))
        items = now(wife).particulars
        told.append((change_of(case).reason, items.former_surname, items.former_surname_kana))
    assert told == [
        ("former_surname_entry", "旧姓", "キュウセイ"),
        ("former_surname_change", "元姓", "モトセイ"),
        ("former_surname_deletion", "", ""),
    ]
    assert change_of(case).requested_on == date(2026, 11, 18)
    assert f"former_surname_again:selected.{wife}" in {
        f"{code}:selected.{wife}" for code in codes_of(SURNAME, surname_paper(wife, "entry", **OLD))
    }


@pytest.mark.parametrize(("day", "allowed"), [("2025-05-25", True), ("2025-05-26", False)])
def test_since_may_2025_a_former_surname_goes_with_its_reading(
    staff: Staff, day: str, allowed: bool
) -> None:
    from_2020 = _resident_since_2020(staff)
    paper = surname_paper(from_2020, "entry", former_surname="旧姓") | {"event_date": day}
    assert ("blank_not_allowed" in codes_of(SURNAME, paper)) is not allowed


def _resident_since_2020(staff: Staff) -> UUID:
    pool()
    paper = move_in_paper(HEAD, event_date="2020-04-01", notified_on="2020-04-02")
    paper |= {"late_reason": "なし", "identity_document": "passport"}
    person: UUID = Case.objects.get(key=carry_through(*staff, "move_in", paper)).persons[0]
    return person


def test_what_a_former_surname_needs(staff: Staff, family: list[UUID]) -> None:
    unseen = surname_paper(family[1], "entry", **OLD)
    del unseen["register_seen"]
    assert refused(staff, SURNAME, unseen) == {"register_not_seen"}
    for operation in ("change", "deletion"):
        paper = surname_paper(family[1], operation)
        assert refused(staff, SURNAME, paper) & {"operation_mismatch", "nothing_to_delete"}
    half = surname_paper(family[1], "entry", former_surname_kana="キュウセイ")
    assert "blank_not_allowed" in refused(staff, SURNAME, half)
    both = surname_paper(family[0], "entry", **OLD) | surname_paper(family[1], "entry", **OLD)
    assert refused(staff, SURNAME, both) == {"one_at_a_time"}


def test_a_household_member_does_not_request_it(staff: Staff, family: list[UUID]) -> None:
    paper = surname_paper(family[1], "entry", **OLD) | {
        "notifier_relation": "household",
        "notifier": "見本　太郎",
    }
    assert refused(staff, SURNAME, paper) == {"notifier_not_entitled"}


@pytest.mark.proves("STD-1.2.2/m7")
def test_names_of_one_kind_of_resident_are_refused_to_the_other(
    staff: Staff, family: list[UUID]
) -> None:
    alien = foreigner(staff)
    assert refused(staff, SURNAME, surname_paper(alien, "entry")) == {"reason_kind_mismatch"}
    paper = amendment(block("alias", family[0]), operation="entry", **PETITIONED)
    assert refused(staff, "alias", paper) == {"reason_kind_mismatch"}


def alias_paper(person: UUID, operation: str, **typed: str) -> dict[str, str]:
    return amendment(block("alias", person, **typed), operation=operation, **PETITIONED)


@pytest.mark.proves("STD-1.1.7/m2", "STD-1.1.2/m3", "REG-071")
def test_an_alias_is_recorded_and_deleted_and_never_changed(staff: Staff) -> None:
    assert [code for code, _ in OPERATIONS] == ["entry", "deletion"]
    person = foreigner(staff)
    paper = alias_paper(person, "entry", alias="見本　真理", alias_kana="みほん　まり")
    case = carry_through(*staff, "alias", paper)
    items = now(person).particulars
    assert (items.alias, items.alias_kana) == ("見本　真理", "ミホン　マリ")
    assert items.alias_recorded_on == date(2026, 11, 20)
    assert (items.alias_recorded_municipality, items.alias_recorded_municipality_code) == (
        "福島県福島市",
        "072010",
    )
    assert (change_of(case).reason, change_of(case).basis) == ("alias_entry", "申出")
    again = alias_paper(person, "entry", alias="別　真理", alias_kana="ベツ　マリ")
    assert refused(staff, "alias", again) == {"alias_present"}
    assert refused(staff, "alias", again | {"operation": "change"})
    carry_through(*staff, "alias", alias_paper(person, "deletion"))
    gone = now(person).particulars
    assert (gone.alias, gone.alias_recorded_on) == ("", date(2026, 11, 20))
    assert gone.alias_deleted_on == date(2026, 11, 20)
    assert gone.alias_deleted_municipality == "福島県福島市"
    assert refused(staff, "alias", alias_paper(person, "deletion")) == {"nothing_to_delete"}
    carry_through(*staff, "alias", again)
    assert now(person).particulars.alias == "別　真理"
    assert now(person).particulars.alias_deleted_on is None


KANA = "name_kana"
NOTICE = {"basis": "通知", "noticed_on": "2026-11-19"}


@pytest.mark.proves("STD-1.1.18/m1", "STD-1.1.18/m2")
def test_a_notified_reading_is_confirmed_and_katakana(staff: Staff, family: list[UUID]) -> None:
    paper = amendment(block(KANA, family[0], name_kana="みほん　タロー"), cause=NOTIFIED, **NOTICE)
    carry_through(*staff, KANA, paper)
    items = now(family[0]).particulars
    assert (items.name_kana, items.name_kana_confirmed) == ("ミホン　タロー", True)
    assert not now(family[1]).particulars.name_kana_confirmed
    broken = amendment(block(KANA, family[0], name_kana="見本"), cause=NOTIFIED, **NOTICE)
    assert refused(staff, KANA, broken)


@pytest.mark.proves("STD-1.1.18/m1")
def test_each_reading_has_a_flag_of_its_own(staff: Staff, family: list[UUID]) -> None:
    carry_through(*staff, SURNAME, surname_paper(family[1], "entry", **OLD))
    flags = ("name_kana_confirmed", "former_surname_kana_confirmed", "alias_kana_confirmed")

    def standing(person: UUID) -> tuple[bool, ...]:
        return tuple(getattr(now(person).particulars, flag) for flag in flags)

    alien = foreigner(staff)
    carry_through(
        *staff, "alias", alias_paper(alien, "entry", alias="見本　真理", alias_kana="ミホン　マリ")
    )
    for person, flag, expected in (
        (family[1], flags[1], (False, True, False)),
        (family[1], flags[0], (True, True, False)),
        (alien, flags[2], (False, False, True)),
    ):
        paper = amendment(block(KANA, person, **{flag: "on"}), cause="confirmed", basis="職権")
        carry_through(*staff, KANA, paper)
        assert standing(person) == expected


@pytest.mark.parametrize(("day", "early"), [("2026-05-25", True), ("2026-05-26", False)])
def test_readings_ex_officio_begin_after_the_year(
    staff: Staff, family: list[UUID], day: str, early: bool
) -> None:
    paper = amendment(block(KANA, family[0]), cause=EX_OFFICIO, basis="職権") | {"event_date": day}
    if early:
        assert refused(staff, KANA, paper) == {"kana_ex_officio_too_early"}
    else:
        carry_through(*staff, KANA, paper)
        assert now(family[0]).particulars.name_kana_confirmed


def test_the_reading_of_a_register_is_not_kept_for_convenience(
    staff: Staff, family: list[UUID]
) -> None:
    typed = amendment(
        block(KANA, family[0], name_kana="ミホン　タロー"), cause="confirmed", basis="職権"
    )
    assert refused(staff, KANA, typed) == {"kana_of_register"}
    alien = foreigner(staff)
    paper = amendment(block(KANA, alien, name_kana="マリア"), cause=NOTIFIED, **NOTICE)
    assert refused(staff, KANA, paper) == {"reason_kind_mismatch"}
    carry_through(*staff, KANA, paper | {"cause": "confirmed"})
    assert now(alien).particulars.name_kana == "マリア"


def test_an_adult_ward_begins_and_ends(staff: Staff, family: list[UUID]) -> None:
    ground = NOTICE | {"ground": "登記の通知"}
    begin = amendment(block("adult_ward", family[0], adult_ward="on"), **ground)
    carry_through(*staff, "adult_ward", begin)
    assert now(family[0]).particulars.adult_ward
    assert refused(staff, "adult_ward", begin) == {"nothing_changed"}
    end = amendment(block("adult_ward", family[0], adult_ward=""), **ground)
    carry_through(*staff, "adult_ward", end)
    assert not now(family[0]).particulars.adult_ward
