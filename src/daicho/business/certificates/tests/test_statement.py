"""記載事項証明書: nothing but what was asked for, of a present record or of a removed one."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

import pytest

from daicho.business.certificates.commands.issue import issue
from daicho.business.certificates.domain.composition import Form, Item
from daicho.business.certificates.domain.matching import check_address
from daicho.business.certificates.models import Issue
from daicho.business.certificates.tests.asking import TODAY, asked
from daicho.business.certificates.tests.conftest import words_of
from daicho.business.certificates.tests.notice_paper import died
from daicho.business.movements.tests.family import Staff
from daicho.business.movements.tests.paper import carry_through, individual_number
from daicho.foundation.audit.models import Entry
from daicho.foundation.ui.confirmations import key_of
from daicho.kernel.access import Access
from daicho.kernel.errors import Invalid
from daicho.registers.residents.public import records_on

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today", "certifier")]


@pytest.mark.proves("REG-062")
def test_only_the_items_that_were_asked_for(desk_clerk: Access, family: list[UUID]) -> None:
    (key,) = issue(desk_clerk, request=asked(family[0], Form.ITEMS, Item.NAME, Item.ADDRESS))
    text = words_of(desk_clerk, key)
    for words in ("住民票記載事項証明書", "氏名見本太郎", "住所福島市五老内町3-1", "証明します"):
        assert words in text
    for words in ("生年月日", "昭和60年", "性別", "続柄", "世帯主", "本籍", "個人番号"):
        assert words not in text
    row = Issue.objects.get(key=key)
    assert (row.kind, row.items, row.fee_yen) == ("items", ["address", "name"], 300)


def test_every_item_may_be_asked_for(desk_clerk: Access, family: list[UUID]) -> None:
    (key,) = issue(desk_clerk, request=asked(family[0], Form.ITEMS, *Item))
    text = words_of(desk_clerk, key)
    for words in (
        "生年月日昭和60年4月1日",
        "性別男",
        "世帯主との続柄世帯主",
        "筆頭者見本太郎",
        "住民となった年月日令和8年4月1日",
        f"個人番号{individual_number(11)}",
    ):
        assert words in text
    assert "国籍" not in text


def test_without_a_name_it_would_certify_nobody(desk_clerk: Access, family: list[UUID]) -> None:
    with pytest.raises(Invalid) as caught:
        issue(desk_clerk, request=asked(family[0], Form.ITEMS, Item.ADDRESS))
    assert [p.code for p in caught.value.problems] == ["name_not_chosen"]
    assert not Issue.objects.exists()


def test_of_a_removed_record_there_is_one_of_its_own(
    desk_clerk: Access, staff: Staff, family: list[UUID]
) -> None:
    carry_through(*staff, "death", died(family[3]))
    (key,) = issue(desk_clerk, request=asked(family[3], Form.REMOVED_ITEMS, Item.NAME, Item.BIRTH))
    text = words_of(desk_clerk, key)
    assert "住民票除票記載事項証明書" in text
    assert "住民票の除票に記載されていることを証明します" in text
    for person, form, code in (
        (family[3], Form.ITEMS, "removed"),
        (family[0], Form.REMOVED_ITEMS, "not_removed"),
    ):
        with pytest.raises(Invalid) as caught:
            issue(desk_clerk, request=asked(person, form, Item.NAME))
        assert code in {p.code for p in caught.value.problems}


@pytest.mark.proves("REG-066")
def test_an_address_that_is_not_the_registers_must_be_confirmed(
    desk_clerk: Access, family: list[UUID]
) -> None:
    plain = asked(family[0], Form.INDIVIDUAL)
    for same in ("福島市五老内町3-1", "福島県福島市五老内町３番１号 見本ハイツ101号"):
        assert check_address(same, [records_on(family[:1], TODAY)[0].particulars]) == ()
    other = replace(plain, stated_address="福島市五老内町9-9")
    with pytest.raises(Invalid) as caught:
        issue(desk_clerk, request=other)
    (problem,) = caught.value.problems
    assert (problem.code, problem.is_error) == ("stated_address_differs", False)
    assert not Issue.objects.exists()
    (key,) = issue(desk_clerk, request=replace(other, confirmed=frozenset({key_of(problem)})))
    assert Issue.objects.get().key == key
    entry = Entry.objects.filter(kind="certificates.issued", outcome="done").get()
    assert "stated_address_differs" in entry.body
