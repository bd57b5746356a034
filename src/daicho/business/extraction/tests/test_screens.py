"""Screens (抽出の画面): the wizard from range to order, the expression form, the catalogue, stale pages, copies, sharing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.urls import reverse

from daicho.business.extraction.commands.save_composition import (
    Naming,
    copy_composition,
    delete_composition,
    save_composition,
)
from daicho.business.extraction.domain.catalogue import items_of, sources
from daicho.business.extraction.domain.stored import from_stored
from daicho.business.extraction.domain.whole import read_query
from daicho.business.extraction.domain.words import query_words
from daicho.business.extraction.models import Composition, Order
from daicho.business.extraction.selectors.compositions import (
    list_compositions,
    list_orders,
    open_composition,
)
from daicho.business.extraction.tests.conftest import composed, ordered
from daicho.foundation.staff.tests.conftest import (
    Person,
    alone,
    enrolled,
    register,
    signed_in,
    system,
)
from daicho.kernel.access import Access, Duty
from daicho.kernel.errors import Conflict, Missing, Refused
from daicho.registers.residents.tests.factories import make_resident

__all__ = ["alone", "enrolled", "register", "signed_in", "system"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


Desk = Callable[..., Client]


@pytest.fixture
def desk_of(
    register: Callable[..., Person],
    enrolled: Callable[..., Client],
    signed_in: Callable[..., Client],
) -> Desk:
    """A browser of an enrolled terminal, of somebody with these duties."""

    def made(*duties: Duty, login: str = "抽出1") -> Client:
        return signed_in(register(login, *duties), enrolled(Client(), f"端末 {login}"))

    return made


@pytest.fixture
def desk(desk_of: Desk) -> Client:
    return desk_of(Duty.EXTRACT)


def begun(desk: Client, source: str = "residents") -> UUID:
    key = uuid4()
    answer = desk.post(reverse("extraction_begin"), {"source": source, "key": str(key)})
    assert answer.status_code == 302, answer.content.decode()
    return key


def send(desk: Client, name: str, composition: UUID, /, **fields: object) -> int:
    edition = Composition.objects.get(key=composition).edition
    answer = desk.post(reverse(name, args=[composition]), {"edition": edition, **fields})
    return int(answer.status_code)


def words(key: UUID) -> str:
    return query_words(from_stored(Composition.objects.get(key=key).query))


def page(desk: Client, name: str, *args: object) -> str:
    answer = desk.get(reverse(name, args=args))
    assert answer.status_code == 200, answer.content.decode()
    return str(answer.content.decode())


@pytest.mark.proves("STD-10.1/m5", "STD-10.1/m8")
def test_the_wizard_leads_from_the_range_to_the_columns(desk: Client) -> None:
    key = begun(desk)
    item = {"item": "sex", "operator": "eq", "value": "男", "group": "0", "act": "add"}
    age = {**item, "item": "age", "operator": "ge"}
    counted = {"item": "related:issues", "operator": "le", "value": "3", "group": "1", "act": "add"}
    inner = {"a.item": "issued_on", "a.operator": "ge", "a.value": "前月初"}
    left = {"act": "expression", "heading": "上3桁"}
    where, columns = "extraction_where", "extraction_columns"
    acts: tuple[tuple[str, dict[str, object], int], ...] = (
        ("extraction_scope", {"day": "R8.11.1", "history": "day", "people": "現存"}, 302),
        (where, {**item}, 302),
        (where, {**age, "value": "x"}, 422),
        (where, {**age, "value": "２０"}, 302),
        (where, {**counted, **inner}, 302),
        (columns, {"act": "add", "items": ["name", "age"]}, 302),
        (columns, {"act": "up", "place": "1"}, 302),
        (columns, {**left, "expression": "左(郵便番号, 3)"}, 302),
        (columns, {**left, "expression": "左(郵便番号"}, 422),
        (columns, {"act": "sort", "sort0": "age", "way0": "down"}, 302),
    )
    for name, fields, status in acts:
        assert send(desk, name, key, **fields) == status, fields
    assert words(key).split("\n") == [
        "データ: 住民票",
        "基準日: 令和8年11月1日",
        "範囲: 現存",
        '項目: 年齢、氏名、左(郵便番号, 3) 名称 "上3桁"',
        '条件: 性別 = "男" かつ 年齢 ≧ 20 または 件数(交付履歴, 交付日 ≧ 前月初) ≦ 3',
        "並び: 年齢 降順",
    ]


@pytest.mark.proves("STD-10.1/m8")
def test_the_steps_lead_to_the_order(desk: Client) -> None:
    make_resident(name="見本　一")
    key = begun(desk)
    text = '項目: 氏名、左(郵便番号, 3) 名称 "上3桁"\n条件: 年齢 ≧ 20'
    assert send(desk, "extraction_words", key, text=text) == 302
    checked = page(desk, "extraction_check", key)
    assert "見本　一" in checked
    assert "上3桁" in checked
    for name in ("extraction_scope", "extraction_where", "extraction_columns", "extraction_words"):
        assert "抽出" in page(desk, name, key)
    for form in ("list", "csv", "excel"):
        assert f'value="{form}"' in page(desk, "extraction_ask", key)
    wish = {
        "purpose": "健康診査の案内",
        "basis": "register_office",
        "form": "csv",
        "key": str(uuid4()),
    }
    assert send(desk, "extraction_ask", key, **{**wish, "purpose": ""}) == 422
    assert send(desk, "extraction_ask", key, **wish) == 302
    assert "承認を待っています" in page(desk, "extraction_order", Order.objects.get().key)
    assert send(desk, "extraction_columns", key, act="remove", place="1") == 302
    assert "前回の依頼から変更あり" in page(desk, "extraction_check", key)


@pytest.mark.proves("STD-10.1/m6")
def test_the_number_alone_is_chosen(desk: Client) -> None:
    make_resident(name="見本　一")
    key = begun(desk)
    assert send(desk, "extraction_columns", key, act="totals", way="count") == 302
    checked = page(desk, "extraction_check", key)
    assert "見本　一" not in checked
    assert words(key).endswith("集計: 件数、人数")
    assert send(desk, "extraction_columns", key, act="add", items=["sex"]) == 302
    way = {"act": "totals", "way": "groups", "total": "平均", "total_item": "age"}
    assert send(desk, "extraction_columns", key, **way) == 302
    assert words(key).endswith("項目: 性別\n集計: 件数、人数、平均(年齢)")


@pytest.mark.proves("STD-10.1/m5")
def test_the_expression_form_says_what_it_cannot_read(desk: Client) -> None:
    key = begun(desk)
    text = "データ: 住民票\n項目: 氏名\n条件: 年れい ≧ 65"
    edition = Composition.objects.get(key=key).edition
    address = reverse("extraction_words", args=[key])
    answer = desk.post(address, {"edition": edition, "text": text})
    assert answer.status_code == 422
    assert "「年れい」を読み取れません" in answer.content.decode()
    assert send(desk, "extraction_words", key, text=text.replace("年れい", "年齢")) == 302
    free = '(年齢 ≧ 65 または (性別 = "女" かつ (年齢 < 6 または 年齢 = 7))) かつ 旧氏 空欄'
    assert send(desk, "extraction_words", key, text=f"項目: 氏名\n条件: {free}") == 302
    assert "式で書かれています" in page(desk, "extraction_where", key)


@pytest.mark.proves("STD-10.1/m2", "STD-10.1/m3")
def test_the_catalogue_shows_every_item_with_its_form(desk: Client) -> None:
    for source in sources():
        shown = desk.get(reverse("extraction_items"), {"source": source}).content.decode()
        for item in items_of(source):
            assert f'<th scope="row">{item.label}</th><td>{item.type.value}</td>' in shown
            assert all(f"{code}：" in shown for code in item.codes)
    everything = {item.label for source in sources() for item in items_of(source)}
    assert {
        "カードの発行状況",
        "帳票の種類",
        "異動事由",
        "支援・抑止",
        "世帯主との続柄",
    } <= everything


def test_a_stale_page_changes_nothing(composer: Access) -> None:
    key = composed(composer, "項目: 氏名")
    changed = read_query("項目: 住所")
    save_composition(composer, composition=key, edition=1, query=changed)
    with pytest.raises(Conflict, match="変わりました"):
        save_composition(composer, composition=key, edition=1, query=read_query("項目: 性別"))
    assert words(key).endswith("項目: 住所")


def test_what_is_shared_is_seen_by_the_office_and_copied(composer: Access) -> None:
    key = composed(composer, "項目: 氏名")
    colleague = replace(composer, staff_key=uuid4())
    stranger = replace(composer, staff_key=uuid4(), office="税務課")
    with pytest.raises(Missing):
        open_composition(colleague, composition=key)
    save_composition(composer, composition=key, edition=1, naming=Naming("健診の案内", shared=True))
    assert not open_composition(colleague, composition=key).own
    with pytest.raises(Missing):
        open_composition(stranger, composition=key)
    with pytest.raises(Conflict, match="ほかの職員"):
        save_composition(colleague, composition=key, edition=2, query=read_query("項目: 住所"))
    copy = uuid4()
    copy_composition(colleague, composition=key, copy=copy)
    assert open_composition(colleague, composition=copy).title == "健診の案内の写し"
    with pytest.raises(Missing):
        open_composition(composer, composition=copy)
    delete_composition(composer, composition=key, edition=2)
    assert [line.key for line in list_compositions(colleague)[1]] == [copy]
    assert list_compositions(composer)[1] == ()


def test_an_order_is_seen_by_its_own_and_by_those_who_decide(
    composer: Access, chief: Access
) -> None:
    order = ordered(composer, "項目: 氏名")
    assert [line.key for line in list_orders(composer)[1]] == [order.key]
    assert [line.may_decide for line in list_orders(chief)[1]] == [True]
    assert list_orders(replace(composer, staff_key=uuid4()))[1] == ()


def test_the_screens_are_for_those_who_hold_the_duty(desk_of: Desk) -> None:
    counter = desk_of(Duty.COUNTER, login="窓口9")
    assert counter.get(reverse("extractions")).status_code == 403
    auditor = desk_of(Duty.AUDIT, login="監査9")
    shown = page(auditor, "extractions")
    assert "操作の記録から作る" in shown
    assert "住民票から作る" not in shown
    key = begun(auditor, "trail")
    assert send(auditor, "extraction_columns", key, act="totals", way="count") == 302
    assert "該当" in page(auditor, "extraction_check", key)
    refused = auditor.post(
        reverse("extraction_begin"), {"source": "residents", "key": str(uuid4())}
    )
    assert refused.status_code == 403


def test_a_query_of_the_residents_is_refused_without_the_duty(inspector: Access) -> None:
    with pytest.raises(Refused, match="抽出の作成と依頼"):
        composed(inspector, "項目: 氏名")


@pytest.mark.parametrize("name", ["extractions", "extraction_orders"])
def test_empty_states_say_what_to_do(desk: Client, name: str) -> None:
    assert "ありません" in page(desk, name)
