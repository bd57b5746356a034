"""不在住証明・廃棄済証明: the register is searched, and nothing is certified where anybody is found."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from uuid import uuid4

import pytest

from daicho.business.certificates.commands.prove_absence import preview_absence, prove_absence
from daicho.business.certificates.domain.absence import AbsenceWish, Lack, kept_until
from daicho.business.certificates.models import Issue
from daicho.business.certificates.selectors.charged_sheets import sheets_on
from daicho.business.certificates.tests.asking import TODAY
from daicho.business.certificates.tests.conftest import words_of
from daicho.foundation.audit.models import Entry
from daicho.foundation.law_values import table
from daicho.kernel.access import Access
from daicho.kernel.errors import Conflict, Invalid, Refused
from daicho.registers.protection.domain.levels import Restraint
from daicho.registers.protection.tests.conftest import filled
from daicho.registers.protection.tests.scene import suppress
from daicho.registers.residents.tests.factories import change, make_resident, remove

__all__ = ["filled"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today", "certifier")]

ABSENT = AbsenceWish(
    key=uuid4(),
    lack=Lack.ABSENT,
    name="架空　無人",
    address="福島県福島市五老内町3-1",
    removed_on=None,
    requester_name="見本　司",
    ground="登記のため",
    documents=("individual_number_card",),
)


def wanted(**changes: object) -> AbsenceWish:
    return replace(ABSENT, key=uuid4(), **changes)  # type: ignore[arg-type]  # fields by name


def refused_for(access: Access, wish: AbsenceWish) -> set[str]:
    with pytest.raises(Invalid) as caught:
        prove_absence(access, wish=wish)
    assert not Issue.objects.exists()
    return {p.code for p in caught.value.problems}


def test_that_nobody_is_there_is_certified_and_kept(desk_clerk: Access) -> None:
    make_resident(name="見本　太郎")
    wish = wanted()
    assert len(preview_absence(desk_clerk, wish=wish).pages) == 1
    key = prove_absence(desk_clerk, wish=wish)
    text = words_of(desk_clerk, key)
    for words in ("不在住証明書", "架空無人", "五老内町3-1", "住民票がないことを証明します"):
        assert words in text
    row = Issue.objects.get(key=key)
    assert (row.kind, row.persons, row.requester_name) == ("absence_certificate", [], "見本　司")
    (sheet,) = sheets_on(TODAY)
    assert (sheet.title, sheet.fee_code, sheet.fee_yen) == (
        "不在住証明書",
        "absence_certificate",
        row.fee_yen,
    )
    with pytest.raises(Conflict):
        prove_absence(desk_clerk, wish=wish)
    assert Entry.objects.filter(kind="certificates.absence_proved", outcome="done").count() == 1


@pytest.mark.parametrize("name", ["見本　太郎", "見本太郎", "見本 太郎"])
@pytest.mark.parametrize(
    "address",
    ["福島市五老内町3番1号", "福島県福島市五老内町３－１", "福島市五老内町3-1 見本ハイツ101号"],
)
def test_whoever_is_there_stops_it_however_it_is_written(
    desk_clerk: Access, name: str, address: str
) -> None:
    who = make_resident(name="見本　太郎", katagaki="見本ハイツ101号")
    assert refused_for(desk_clerk, wanted(name=name, address=address)) == {"somebody_there"}
    entry = Entry.objects.filter(kind="certificates.absence_proved").latest("seq")
    assert (entry.outcome, who.person in entry.subjects) == ("refused", True)


def test_somebody_of_the_name_elsewhere_or_gone_does_not_stop_it(desk_clerk: Access) -> None:
    make_resident(name="架空　無人", address="福島市見本町1番", banchi="1番")
    make_resident(name="架空　無人", address="福島市五老内町3番11号", banchi="3番11号")
    remove(make_resident(name="架空　無人"), on=date(2026, 11, 1))
    assert prove_absence(desk_clerk, wish=wanted())


def test_a_protected_person_is_told_of_to_nobody(desk_clerk: Access) -> None:
    who = make_resident(name="支援　花子")
    suppress(who.person, certificate=Restraint.ERROR)
    codes = refused_for(desk_clerk, wanted(name="支援　花子"))
    assert codes == {"protected", "somebody_there"}
    with pytest.raises(Invalid) as caught:
        preview_absence(desk_clerk, wish=wanted(name="支援　花子"))
    (there,) = [p for p in caught.value.problems if p.code == "somebody_there"]
    assert "お答えできる情報はありません。" in there.remedy


def test_a_removed_record_that_was_kept_its_time_is_certified_as_disposed_of(
    desk_clerk: Access,
) -> None:
    old = {"lack": Lack.DISPOSED, "removed_on": date(2014, 6, 19)}
    text = words_of(desk_clerk, prove_absence(desk_clerk, wish=wanted(**old)))
    for words in ("廃棄済証明書", "平成26年6月19日", "保存期間の経過により廃棄し"):
        assert words in text


@pytest.mark.parametrize("day", [date(2014, 6, 20), date(2026, 1, 1)])
def test_a_removed_record_that_is_still_kept_is_not(desk_clerk: Access, day: date) -> None:
    wish = wanted(lack=Lack.DISPOSED, removed_on=day)
    assert refused_for(desk_clerk, wish) == {"still_kept"}
    assert refused_for(desk_clerk, replace(wish, removed_on=None)) == {"removed_on_blank"}


def test_whoever_was_ever_at_the_address_stops_the_certificate_of_disposal(
    desk_clerk: Access,
) -> None:
    who = change(make_resident(name="架空　無人"), on=date(2022, 4, 1), address="福島市見本町9番")
    remove(who, on=date(2023, 4, 1))
    wish = wanted(lack=Lack.DISPOSED, removed_on=date(2010, 4, 1))
    assert refused_for(desk_clerk, wish) == {"somebody_there"}


def test_nothing_is_searched_for_without_a_name_a_place_and_who_asks(desk_clerk: Access) -> None:
    wish = wanted(name=" ", address="", requester_name="", documents=())
    assert refused_for(desk_clerk, wish) == {
        "name_blank",
        "address_blank",
        "requester_name_blank",
        "identity_not_shown",
    }


def test_only_the_counter_may(approver: Access) -> None:
    with pytest.raises(Refused):
        prove_absence(approver, wish=wanted())
    assert not Issue.objects.exists()


def test_five_years_became_a_hundred_and_fifty_for_what_was_still_there() -> None:
    rows = [row for row in table("retention_periods") if row.code == "removed_record"]
    assert kept_until(date(2014, 6, 19), rows) == date(2019, 6, 19)
    assert kept_until(date(2014, 6, 20), rows) == date(2164, 6, 20)
    assert kept_until(date(2026, 2, 28), rows) == date(2176, 2, 28)
