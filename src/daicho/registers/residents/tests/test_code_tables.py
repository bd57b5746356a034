"""What the code tables add to a record: districts by its address, and the postal codes of its four addresses."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from django.test import Client

from daicho.kernel.access import Access, Duty, Purpose
from daicho.registers.code_tables.tests.keeping import district
from daicho.registers.residents.tests.factories import change, enter, make_resident, particulars
from daicho.registers.residents.writes import holdings

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]

Browse = Callable[..., Client]
MOVED_ON = date(2026, 11, 10)


@pytest.fixture
def keeper(clerk: Access) -> Access:
    duties = frozenset({Duty.ADMINISTER})
    return replace(clerk, duties=duties, purpose=Purpose.ADMINISTRATION)


@pytest.mark.proves("REG-075")
def test_a_move_across_the_border_changes_school_and_polling_district(
    browse: Browse, keeper: Access
) -> None:
    for table, kind in (("elementary_districts", "小学校"), ("polling_districts", "投票所")):
        district(keeper, table, "012-1", f"見本第一{kind}", "066000", "1番", "20番")
        district(keeper, table, "013-1", f"見本第二{kind}", "066000", "21番", "")
    who = make_resident(banchi="20番3号")
    change(who, on=MOVED_ON, banchi="21番1号", address="福島市五老内町21番1号")
    page = f"/residents/{who.record}/"
    browser = browse()
    now = browser.get(page).content.decode()
    before = browser.get(page, {"on": "R8.11.9"}).content.decode()
    for kind in ("小学校", "投票所"):
        assert f"見本第二{kind}（013）" in now
        assert f"見本第一{kind}" not in now
        assert f"見本第一{kind}（012）" in before


def test_where_no_table_speaks_nothing_is_shown(browse: Browse) -> None:
    who = make_resident()
    assert "<h2>区</h2>" not in browse().get(f"/residents/{who.record}/").content.decode()


@pytest.mark.proves("STD-1.1.17/m1")
def test_four_addresses_have_each_its_postal_code() -> None:
    codes = {
        "postal_code": "9608111",
        "previous_postal_code": "1910016",
        "destination_planned_postal": "1050011",
        "destination_confirmed_postal": "5300001",
    }
    who = enter(particulars(**codes))
    [held] = holdings.of_persons([who.person])
    assert {name: getattr(held.particulars, name) for name in codes} == codes
