"""What copies and certificates show (証明書記載事項, STD-5.1 to 5.4): the four kinds, what may be chosen, what stands where."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from datetime import date
from typing import Any

import pytest

from daicho.business.certificates.commands.compose import compose
from daicho.business.certificates.commands.issue import fee_of, issue
from daicho.business.certificates.domain.composition import FOREIGN_ITEMS, ITEM_LABELS, Form, Item
from daicho.business.certificates.models import Issue
from daicho.business.certificates.selectors.desk import preselected_items
from daicho.business.certificates.tests.asking import wish
from daicho.business.certificates.tests.conftest import words_of
from daicho.business.certificates.tests.scene import renamed, rewritten, with_aliases
from daicho.foundation.documents.sheets import Foreign, Person
from daicho.foundation.staff.public import system_access
from daicho.kernel.access import Access, Purpose
from daicho.kernel.errors import Invalid
from daicho.registers.code_tables.domain.desk_tables import PRESELECTED
from daicho.registers.code_tables.tests.keeping import keep, refused
from daicho.registers.residents.domain.labels import ITEM_LABELS as REGISTER_ITEMS
from daicho.registers.residents.tests.factories import (
    Resident,
    change,
    individual_number,
    make_resident,
    remove,
    resident_code,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today", "certifier")]
GONE = date(2026, 11, 1)
POPULAR = "通称住所：見本団地"
STATED = frozenset({Item.NAME, Item.ADDRESS, Item.BIRTH})


def gone(**items: Any) -> Resident:  # Any: any item of a record
    return remove(make_resident(**items), on=GONE)


FOUR: tuple[tuple[Form, Callable[..., Resident]], ...] = (
    (Form.HOUSEHOLD, make_resident),
    (Form.INDIVIDUAL, make_resident),
    (Form.REMOVED, gone),
    (Form.ITEMS, make_resident),
    (Form.REMOVED_ITEMS, gone),
)


def printed(access: Access, form: Form, *people: Resident, items: frozenset[Item] = STATED) -> str:
    request = wish([p.record for p in people], form=form, items=items)
    return words_of(access, issue(access, request=request)[0])


@pytest.mark.proves("STD-5.1/m1", "STD-5.1/m6")
@pytest.mark.parametrize(("form", "make"), FOUR)
def test_each_of_the_four_kinds_is_certified_sealed_and_numbered(
    desk_clerk: Access, form: Form, make: Callable[..., Resident]
) -> None:
    who = make()
    request = wish([who.record], form=form, items=STATED)
    (key,) = issue(desk_clerk, request=request)
    text = words_of(desk_clerk, key)
    number = Issue.objects.get(key=key).number
    assert form.label.removesuffix("（世帯連記式）").removesuffix("（個人票）") in text
    for words in (
        "ことを証明します。",
        "福島県見本市長台帳守",
        "".join(number.split()),
        "見本太郎",
    ):
        assert words in text
    assert compose(desk_clerk, request, specimen=True).sheets[0].issue.seal is not None


@pytest.mark.proves("STD-5.1/m3")
def test_the_layout_and_the_history_are_chosen(desk_clerk: Access) -> None:
    who = renamed()
    history = frozenset({Item.HISTORY})
    assert "軽微な修正" in printed(desk_clerk, Form.INDIVIDUAL, who, items=history)
    assert "軽微な修正" not in printed(desk_clerk, Form.INDIVIDUAL, who, items=frozenset())
    wife = make_resident(
        name="見本　花子", household_number=who.items.household_number, relationship_to_head="妻"
    )
    together = wish([who.record, wife.record], form=Form.HOUSEHOLD)
    assert len(compose(desk_clerk, together, specimen=True).sheets) == 1
    apart = wish([who.record, wife.record], form=Form.INDIVIDUAL)
    assert len(compose(desk_clerk, apart, specimen=True).sheets) == 2


def shown(access: Access, who: Resident, item: Item) -> tuple[str | None, ...]:
    """What stands in the places of an item on a 写し; None where it is left out."""
    request = wish([who.record], form=Form.INDIVIDUAL, items=frozenset({item}) & frozenset(Item))
    (sheet,) = compose(access, request, specimen=True).sheets
    person = sheet.person  # type: ignore[union-attr]  # of a 個人票
    return {
        Item.RELATIONSHIP: (sheet.head, person.relationship),  # type: ignore[union-attr]  # likewise
        Item.DOMICILE: (person.domicile, person.register_head),
        Item.RESIDENT_CODE: (person.resident_code,),
        Item.INDIVIDUAL_NUMBER: (person.individual_number,),
    }[item]


@pytest.mark.proves("STD-5.1/m4")
@pytest.mark.parametrize(
    "item", [Item.RELATIONSHIP, Item.DOMICILE, Item.RESIDENT_CODE, Item.INDIVIDUAL_NUMBER]
)
def test_each_item_is_left_out_unless_it_is_chosen(desk_clerk: Access, item: Item) -> None:
    _, number = individual_number()
    _, code = resident_code()
    who = make_resident(individual_number_ref=number, resident_record_code_ref=code)
    assert all(shown(desk_clerk, who, item))
    without = wish([who.record], form=Form.INDIVIDUAL, items=frozenset())
    (sheet,) = compose(desk_clerk, without, specimen=True).sheets
    person = sheet.person  # type: ignore[union-attr]  # of a 個人票
    left = {person.relationship, person.domicile, person.resident_code, person.individual_number}
    assert left == {None}


@pytest.mark.proves("STD-5.1/m4")
def test_the_town_settles_what_is_shown_unless_asked_but_never_a_number() -> None:
    assert preselected_items() == frozenset()
    keeper = system_access(Purpose.ADMINISTRATION, job="test")
    keep(keeper, "certificate_items", "relationship", {"default": "shown"})
    keep(keeper, "certificate_items", "domicile", {"default": "omitted"})
    assert preselected_items() == {Item.RELATIONSHIP}
    with refused("選"):
        keep(keeper, "certificate_items", "individual_number", {"default": "shown"})
    assert {code for code, _ in PRESELECTED} == {
        *(item.value for item in FOREIGN_ITEMS),
        Item.RELATIONSHIP.value,
        Item.DOMICILE.value,
    }


@pytest.mark.parametrize(
    ("form", "make", "labels"),
    [
        (
            Form.HOUSEHOLD,
            make_resident,
            "住民票の写し 住所 世帯主 氏名 旧氏 生年月日 性別 続柄 住民となった年月日 住所を定めた年月日 届出の年月日 本籍 筆頭者 転入前住所 備考",
        ),
        (
            Form.INDIVIDUAL,
            make_resident,
            "住民票の写し 住所 世帯主 氏名 旧氏 生年月日 性別 続柄 住民となった年月日 住所を定めた年月日 届出の年月日 本籍 筆頭者 転入前住所 備考 区分 年月日 事由 記載事項",
        ),
        (
            Form.REMOVED,
            gone,
            "住民票の除票の写し 住所 世帯主 氏名 本籍 転入前住所 備考 消除の事由 事由の生じた年月日 届出の年月日 転出先住所（予定） 転出先住所（確定） 区分",
        ),
        (Form.ITEMS, make_resident, "住民票記載事項証明書 記載事項 氏名 生年月日 住所"),
    ],
)
def test_the_items_stand_in_the_order_of_the_form(
    desk_clerk: Access, form: Form, make: Callable[..., Resident], labels: str
) -> None:
    text = printed(desk_clerk, form, make())
    at = 0
    for label in labels.split():
        found = text.find(label, at)
        assert found >= 0, label
        at = found + 1


@pytest.mark.proves("STD-5.1/n3")
@pytest.mark.parametrize(("form", "make"), FOUR[:3])
def test_a_popular_name_of_a_place_has_no_home_but_the_remarks(
    desk_clerk: Access, form: Form, make: Callable[..., Resident]
) -> None:
    text = printed(desk_clerk, form, make(remarks=POPULAR))
    assert POPULAR in text
    assert "備考" in text[: text.index(POPULAR)][-40:]
    assert not [label for label in REGISTER_ITEMS.values() if "通称住所" in label]
    assert not [label for label in ITEM_LABELS.values() if "通称住所" in label]
    assert POPULAR not in printed(desk_clerk, Form.ITEMS, make_resident(remarks=POPULAR))


@pytest.mark.proves("STD-5.3/n1")
@pytest.mark.parametrize("form", [Form.HOUSEHOLD, Form.INDIVIDUAL, Form.ITEMS])
def test_no_reading_stands_anywhere_but_after_a_name(desk_clerk: Access, form: Form) -> None:
    """氏名, 旧氏 and 通称 have a place for a reading, and nothing else has."""
    kana = {f.name for cls in (Person, Foreign) for f in fields(cls) if "kana" in f.name}
    assert kana == {"name_kana", "former_name_kana", "alias_kana"}
    who = make_resident(former_surname="旧姓", former_surname_kana="キュウセイ")
    text = printed(desk_clerk, form, who, items=frozenset(Item) - {Item.WITHOUT_KATAGAKI})
    assert text.count("（ミホンタロウ）") == 1
    assert text.count("（キュウセイ") == 1
    assert "ゴロウチマチ" not in text


@pytest.mark.proves("STD-5.4/m2")
@pytest.mark.parametrize(("form", "make"), FOUR)
def test_only_a_certificate_of_items_leaves_out_the_katagaki_and_only_when_asked(
    desk_clerk: Access, form: Form, make: Callable[..., Resident]
) -> None:
    who = make(katagaki="見本ハイツ101号")
    assert "見本ハイツ101号" in printed(desk_clerk, form, who)
    without = STATED | {Item.WITHOUT_KATAGAKI}
    if form.states:
        assert "見本ハイツ" not in printed(desk_clerk, form, who, items=without)
        return
    with pytest.raises(Invalid) as caught:
        printed(desk_clerk, form, who, items=without)
    assert [p.code for p in caught.value.problems] == ["katagaki_needed"]


@pytest.mark.parametrize("form", [Form.HOUSEHOLD, Form.INDIVIDUAL, Form.ITEMS])
def test_every_alias_that_was_recorded_or_deleted_is_told(desk_clerk: Access, form: Form) -> None:
    who = with_aliases()
    asked = frozenset({Item.NAME, Item.ALIAS_HISTORY})
    text = printed(desk_clerk, form, who, items=asked)
    for words in (
        "令和3年4月1日福島県福島市記載",
        "令和5年4月1日福島県福島市「見本真理」を削除",
        "令和5年4月2日福島県福島市記載",
        "架空真理",
    ):
        assert words in text
    assert "見本真理" not in printed(desk_clerk, form, who, items=frozenset({Item.NAME}))


def test_a_rewritten_record_has_a_copy_of_its_own(desk_clerk: Access) -> None:
    who = rewritten(make_resident())
    text = printed(desk_clerk, Form.REWRITTEN, who, items=frozenset({Item.HISTORY}))
    assert "改製原住民票の写し" in text
    assert "改製原住民票の原本と相違ないこと" in text
    for form, code in (
        (Form.INDIVIDUAL, "removed"),
        (Form.REMOVED, "not_removed"),
        (Form.STANDING, "removed"),
    ):
        with pytest.raises(Invalid) as caught:
            printed(desk_clerk, form, who, items=frozenset())
        assert code in {p.code for p in caught.value.problems}
    with pytest.raises(Invalid) as caught:
        printed(desk_clerk, Form.REWRITTEN, make_resident(), items=frozenset())
    assert "not_rewritten" in {p.code for p in caught.value.problems}


def test_an_address_that_was_renamed_is_certified_for_nothing(desk_clerk: Access) -> None:
    who = renamed()
    none: frozenset[Item] = frozenset()
    text = printed(desk_clerk, Form.RENAMING, who, items=none)
    for words in (
        "変更前の住所の表示福島市五老内町3番1号",
        "変更後の住所の表示福島市架空町3番1号",
        "変更の年月日令和6年4月1日",
    ):
        assert words in text
    assert fee_of(wish([who.record], form=Form.RENAMING), 1) == 0
    moved = change(make_resident(), on=date(2024, 4, 1), address="福島市見本町1番")
    with pytest.raises(Invalid) as caught:
        printed(desk_clerk, Form.RENAMING, moved, items=none)
    assert [p.code for p in caught.value.problems] == ["no_renaming"]


def test_that_somebody_lives_here_is_certified_with_four_items_and_no_others(
    desk_clerk: Access,
) -> None:
    who = make_resident()
    none: frozenset[Item] = frozenset()
    text = printed(desk_clerk, Form.STANDING, who, items=none)
    assert "居住する者として" in text
    for words in ("本籍", "世帯主", "続柄"):
        assert words not in text
    with pytest.raises(Invalid) as caught:
        printed(desk_clerk, Form.STANDING, who, items=STATED)
    assert [p.code for p in caught.value.problems] == ["items_fixed"]
