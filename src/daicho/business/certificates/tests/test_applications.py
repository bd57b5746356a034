"""届出書・請求書の様式: each names its procedure, blank or with what is known, and never shows a number."""

from __future__ import annotations

from datetime import date
from io import BytesIO

import pytest
from pypdf import PdfReader

from daicho.business.certificates.domain.applications import (
    APPLICATIONS,
    Application,
    Known,
    application_sheet,
)
from daicho.business.certificates.models import Issue
from daicho.business.certificates.selectors.applications import print_blank, print_filled
from daicho.foundation.audit.models import Entry
from daicho.kernel.access import Access
from daicho.kernel.errors import Invalid, Missing, Refused
from daicho.registers.protection.domain.levels import Restraint
from daicho.registers.protection.tests.conftest import filled
from daicho.registers.protection.tests.scene import suppress
from daicho.registers.residents.tests.factories import individual_number, make_resident, remove

__all__ = ["filled"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


def words(pdf: bytes) -> str:
    return "".join("".join(p.extract_text().split()) for p in PdfReader(BytesIO(pdf)).pages)


@pytest.mark.proves("REG-091")
@pytest.mark.parametrize("code", sorted(APPLICATIONS))
def test_a_blank_form_is_one_page_that_names_its_procedure(desk_clerk: Access, code: str) -> None:
    pdf = print_blank(desk_clerk, code=code)
    assert len(PdfReader(BytesIO(pdf)).pages) == 1
    text, title = words(pdf), "".join(APPLICATIONS[code].title.split())
    assert text.startswith(title)
    assert f"手続{title}" in text
    assert "福島市長" in text


@pytest.mark.proves("REG-091")
def test_a_form_without_the_name_of_its_procedure_cannot_be_made() -> None:
    nameless = Application("nothing", " ", "住民基本台帳法")
    with pytest.raises(Invalid) as caught:
        application_sheet(nameless, Known(), town="見本市", day=date(2026, 11, 20))
    assert caught.value.problems[0].field == "title"


def test_a_form_begins_with_what_the_register_knows_of_a_household(desk_clerk: Access) -> None:
    number, ref = individual_number()
    head = make_resident(name="見本　太郎", individual_number_ref=ref, katagaki="見本ハイツ101号")
    wife = make_resident(
        name="見本　花子",
        name_kana="ミホン　ハナコ",
        household_number=head.items.household_number,
        relationship_to_head="妻",
        member_order=2,
    )
    text = words(print_filled(desk_clerk, code="move_out", record=head.record))
    for each in ("見本太郎", "ミホンハナコ見本花子", "昭和60年4月1日", "妻"):
        assert each in text
    assert "今までの住所福島市五老内町3番1号見本ハイツ101号" in text
    assert number not in text
    alone = words(print_filled(desk_clerk, code="move_out", record=wife.record, alone=True))
    assert "見本花子" in alone
    assert "ミホンタロウ" not in alone
    entry = Entry.objects.filter(kind="certificates.form_printed").latest("seq")
    assert entry.subjects == [wife.person]
    assert not Issue.objects.exists()


def test_who_comes_back_is_asked_where_they_come_from(desk_clerk: Access) -> None:
    gone = remove(make_resident(), on=date(2026, 9, 1))
    text = words(print_filled(desk_clerk, code="move_in", record=gone.record))
    assert "前の住所東京都架空区見本町9番地" in text
    assert "新しい住所新しい世帯主" in text


def test_nothing_is_filled_in_of_somebody_who_must_not_be_told_of(desk_clerk: Access) -> None:
    head = make_resident()
    child = make_resident(
        household_number=head.items.household_number, relationship_to_head="子", member_order=2
    )
    suppress(child.person, certificate=Restraint.ERROR)
    with pytest.raises(Refused):
        print_filled(desk_clerk, code="move_out", record=head.record)
    assert print_filled(desk_clerk, code="move_out", record=head.record, alone=True)


def test_a_form_that_is_not_there_and_a_record_that_is_not(desk_clerk: Access) -> None:
    with pytest.raises(Missing):
        print_blank(desk_clerk, code="nothing")
    with pytest.raises(Missing):
        print_filled(desk_clerk, code="move_in", record=make_resident().person)


def test_who_does_not_work_at_the_counter_prints_none(auditor: Access) -> None:
    with pytest.raises(Refused):
        print_blank(auditor, code="move_in")
