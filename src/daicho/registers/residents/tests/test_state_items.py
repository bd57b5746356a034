"""What stands beside the items of law (その他項目): standing, kind, 抑止, 成年被後見人, 処理日, 備考, メモ, numbers and order."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

import pytest

from daicho.kernel.access import Access
from daicho.kernel.check_digits import ADDRESSEE_NUMBER
from daicho.registers.protection.public import Channel, Restraint, disclosure
from daicho.registers.protection.tests.conftest import filled
from daicho.registers.protection.tests.scene import suppress
from daicho.registers.residents.commands.write_memo import write_memo
from daicho.registers.residents.domain.particulars import Kind, Status
from daicho.registers.residents.domain.resident_query import ResidentQuery
from daicho.registers.residents.selectors.history import view_history
from daicho.registers.residents.selectors.memos import view_memos
from daicho.registers.residents.selectors.search import search
from daicho.registers.residents.tests.factories import (
    change,
    enter,
    foreigner,
    make_resident,
)
from daicho.registers.residents.writes import holdings, new_person

__all__ = ["filled"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]
TODAY = date(2026, 11, 20)


@pytest.mark.proves("STD-1.1.1/m15", "STD-1.1.1/m17")
def test_the_standing_of_a_resident_is_kept_shown_and_changed(clerk: Access) -> None:
    who = make_resident(adult_ward=True, remarks="架空の備考")
    (held,) = holdings.on_day([who.person], TODAY)
    assert (held.status, held.particulars.kind) == (Status.PRESENT, Kind.JAPANESE)
    assert (held.particulars.adult_ward, held.particulars.remarks) == (True, "架空の備考")
    (line,) = view_history(clerk, record=who.record).lines
    assert line.processed_at.date() == TODAY
    suppress(who.person, certificate=Restraint.ERROR)
    (answer,) = disclosure(persons=[who.person], channel=Channel.CERTIFICATE).answers
    assert answer.marks
    write_memo(clerk, record=who.record, memo=uuid4(), edition=0, text="架空のメモ")
    assert view_memos(clerk, record=who.record).memos[0].now.text == "架空のメモ"
    changed = change(who, on=TODAY, adult_ward=False, remarks="")
    (now,) = holdings.on_day([changed.person], TODAY)
    assert (now.particulars.adult_ward, now.particulars.remarks) == (False, "")


@pytest.mark.proves("STD-1.1.2/m15")
def test_a_foreign_resident_has_the_same_items_beside_the_law(clerk: Access) -> None:
    who = enter(foreigner(remarks="架空の備考", name_kana_confirmed=True))
    (held,) = holdings.on_day([who.person], TODAY)
    items = held.particulars
    assert (items.kind, items.remarks, items.name_kana_confirmed) == (
        Kind.FOREIGN,
        "架空の備考",
        True,
    )
    assert (held.atena_number, items.household_number) == (
        who.atena_number,
        who.items.household_number,
    )
    assert view_history(clerk, record=who.record).lines[0].history_number == 1


@pytest.mark.proves("STD-1.1.13/m4")
def test_a_number_given_elsewhere_is_never_given_anew(clerk: Access) -> None:
    given = "0000000030"
    assert not ADDRESSEE_NUMBER.is_valid(given)
    who = make_resident(person=new_person(given))
    (line,) = search(clerk, ResidentQuery(atena_number=given)).lines
    assert line.record == who.record
    change(who, on=TODAY, banchi="9番9号")
    assert {h.atena_number for h in holdings.of_persons([who.person])} == {given}
