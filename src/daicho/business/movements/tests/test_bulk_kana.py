"""Readings ex officio (振り仮名の職権記載): by wave; who notified one is out."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest

from daicho.business.movements.commands.bulk_prepare import prepare_bulk
from daicho.business.movements.commands.bulk_undo import undo_bulk
from daicho.business.movements.models import BulkCase
from daicho.business.movements.tests.bulk_paper import (
    carried_out,
    decided,
    outcome,
    prepared,
    work,
)
from daicho.business.movements.tests.family import Staff, now
from daicho.kernel.errors import Invalid
from daicho.kernel.uncertain_dates import LegalDate
from daicho.registers.residents.models import Change
from daicho.registers.residents.tests.factories import enter, foreigner, make_resident

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]
USE = "bulk_name_reading"
WAVE = {"event_date": "2026-11-20", "noticed_on": "2026-11-19"}


def test_readings_that_nobody_notified_are_entered(staff: Staff) -> None:
    silent = make_resident()
    notified = make_resident(name_kana="ミモト　タロウ", name_kana_confirmed=True)
    unread = make_resident(name_kana="")
    abroad = enter(foreigner())
    case = carried_out(staff, USE, WAVE)
    assert outcome(case) == {
        silent.person: ("written", ""),
        unread.person: ("excluded", "no_reading"),
    }
    after = now(silent.person).particulars
    assert after.name_kana_confirmed
    assert after.name_kana == silent.items.name_kana
    assert not now(unread.person).particulars.name_kana_confirmed
    assert not now(abroad.person).particulars.name_kana_confirmed
    assert now(notified.person).particulars == notified.items
    made = Change.objects.get(case=case)
    assert (made.basis, made.reason, made.kind) == ("職権", "correction_ex_officio", USE)
    assert made.noticed_on == date(2026, 11, 19)


def test_a_wave_is_a_district_and_years_of_birth(staff: Staff) -> None:
    def born(year: int, **items: Any) -> UUID:  # Any: any item of a record
        return make_resident(birth_date=LegalDate.of_day(date(year, 6, 1)), **items).person

    first, too_old, too_young = born(1950), born(1949), born(1961)
    elsewhere = born(1955, town_code="010000", town="架空本町")
    wave = WAVE | {"town_code": "066000", "born_from": "1950", "born_to": "1960"}
    assert set(outcome(prepared(staff, USE, wave))) == {first}
    rest = prepared(staff, USE, WAVE)
    assert set(outcome(rest)) == {first, too_old, too_young, elsewhere}


def test_the_law_says_from_when(staff: Staff) -> None:
    make_resident()
    with pytest.raises(Invalid, match="まだ振り仮名を職権で記載できません"):
        prepare_bulk(staff[0], case=uuid4(), use=USE, settings=WAVE | {"event_date": "2026-05-25"})
    prepare_bulk(staff[0], case=uuid4(), use=USE, settings=WAVE | {"event_date": "2026-05-26"})
    for wrong in ({"born_from": "昭和"}, {"born_from": "1990", "born_to": "1980"}):
        with pytest.raises(Invalid):
            prepare_bulk(staff[0], case=uuid4(), use=USE, settings=WAVE | wrong)


def test_a_wave_is_undone(staff: Staff) -> None:
    who = make_resident()
    case = carried_out(staff, USE, WAVE)
    key = undo_bulk(staff[0], case=case, edition=BulkCase.objects.get(key=case).edition)
    work()
    decided(staff, key)
    work()
    assert now(who.person).particulars == who.items
