"""Orders (抽出の依頼): purpose and ground, a second person, one run, a file that says whose it is, and who never comes out."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from io import BytesIO
from uuid import uuid4
from zipfile import ZipFile

import pyrage
import pytest
from django.db import connection
from hypothesis import given, settings
from pypdf import PdfReader
from pytest_django.fixtures import Settings

from daicho.business.extraction.commands.ask_order import Wish, ask_order
from daicho.business.extraction.commands.decide_order import decide_order
from daicho.business.extraction.commands.steps import shield_now
from daicho.business.extraction.domain import query as q
from daicho.business.extraction.domain.days import settled
from daicho.business.extraction.domain.orders import State
from daicho.business.extraction.domain.whole import read_query
from daicho.business.extraction.jobs import EXTRACT_ITEMS, EXTRACT_TRAIL, check_opening
from daicho.business.extraction.models import Order, OrderMember
from daicho.business.extraction.selectors.delivery import check_delivery
from daicho.business.extraction.selectors.preview import preview
from daicho.business.extraction.selectors.running import few_rows
from daicho.business.extraction.selectors.statement import rows_statement
from daicho.business.extraction.tests.conftest import (
    approved,
    composed,
    extracted,
    lines_of,
    made,
    ordered,
)
from daicho.business.extraction.tests.wishes import conds
from daicho.foundation.audit.models import Entry
from daicho.foundation.jobs import ports
from daicho.foundation.jobs.domain.states import State as JobState
from daicho.foundation.jobs.models import JobFile
from daicho.foundation.jobs.selectors.files import open_result
from daicho.foundation.jobs.tests.running import asked_and_run, employed
from daicho.foundation.staff.models import Staff
from daicho.foundation.vault.public import NumberKind, keep
from daicho.kernel.access import Access
from daicho.kernel.check_digits import INDIVIDUAL_NUMBER
from daicho.kernel.clock import set_to
from daicho.kernel.errors import Conflict, Invalid, Missing, Refused
from daicho.registers.protection.tests.scene import support
from daicho.registers.residents.domain.particulars import Sex
from daicho.registers.residents.tests.factories import change, make_resident

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]
TODAY = date(2026, 11, 20)
NAMES = "データ: 住民票\n項目: 宛名番号、氏名"


def test_a_second_person_approves_before_it_runs(composer: Access, chief: Access) -> None:
    someone = make_resident(name="見本　一")
    order = ordered(composer, NAMES)
    with pytest.raises(Conflict, match="承認待ち"):
        made(composer, order)
    own = replace(chief, staff_key=composer.staff_key)
    with pytest.raises(Refused, match="自分が依頼した"):
        decide_order(own, order=order.key, edition=order.edition, approved=True)
    with pytest.raises(Refused, match="抽出の承認"):
        decide_order(composer, order=order.key, edition=order.edition, approved=True)
    with pytest.raises(Invalid, match="理由"):
        decide_order(chief, order=order.key, edition=order.edition, approved=False)
    with pytest.raises(Conflict, match="後に、この依頼が変わりました"):
        decide_order(chief, order=order.key, edition=9, approved=True)
    assert Order.objects.get().state == State.ASKED.value
    order = approved(chief, order)
    (content,) = made(composer, order).files.values()
    assert lines_of(content) == [["1", someone.atena_number, "見本　一"]]


def test_what_was_refused_is_not_run(composer: Access, chief: Access) -> None:
    order = ordered(composer, NAMES)
    decide_order(chief, order=order.key, edition=order.edition, approved=False, words="目的が広い")
    with pytest.raises(Conflict, match="不承認"):
        made(composer, order)


@pytest.mark.proves("STD-10.1/m6")
def test_people_or_their_number_alone(composer: Access, chief: Access) -> None:
    make_resident(name="見本　一", sex=Sex.FEMALE)
    make_resident(name="見本　二", sex=Sex.FEMALE)
    make_resident(name="見本　三")
    where = '条件: 性別 = "女"'
    who = extracted(composer, chief, f"項目: 氏名\n{where}\n並び: 氏名 降順")
    assert lines_of(who) == [["1", "見本　二"], ["2", "見本　一"]]
    count = extracted(composer, chief, f"{where}\n集計: 件数、人数")
    assert lines_of(count) == [["1", "2", "2"]]
    assert OrderMember.objects.count() == 2


@pytest.mark.proves("STD-10.1/m1")
def test_history_and_removed_records_are_a_source(composer: Access, chief: Access) -> None:
    moved = make_resident(name="見本　一")
    change(moved, on=date(2024, 6, 1), address="架空町1番地")
    asked = '項目: 住所、有効終了日、異動事由\n条件: 氏名 = "見本　一"\n並び: 履歴番号'
    now = extracted(composer, chief, asked)
    then = extracted(composer, chief, f"{asked}\n基準日: 2022-01-01")
    whole = extracted(composer, chief, f"{asked}\n範囲: 履歴 改製原を含むすべて")
    assert [row[1] for row in lines_of(now)] == ["架空町1番地"]
    assert [row[1] for row in lines_of(then)] == ["福島市五老内町3番1号"]
    assert [row[3] for row in lines_of(whole)] == ["国内転入", "転居"]


@pytest.mark.proves("STD-10.1/m10")
def test_letters_come_out_as_they_are_kept(composer: Access, chief: Access) -> None:
    name = "𠮷田　\u845b\U000e0100"
    make_resident(name=name)
    make_resident(name="吉田　葛")
    asked = f'項目: 氏名\n条件: 氏名 = "{name}"'
    assert lines_of(extracted(composer, chief, asked)) == [["1", name]]
    with ZipFile(BytesIO(extracted(composer, chief, asked, form="excel"))) as book:
        assert name in book.read("xl/worksheets/sheet1.xml").decode()


def test_the_file_says_whose_it_is(composer: Access, chief: Access) -> None:
    make_resident(name="見本　一")
    order = approved(chief, ordered(composer, NAMES))
    desk = made(composer, order)
    ((name, content),) = desk.files.items()
    row = Order.objects.get()
    assert name == f"{row.number}.csv"
    last = content.decode("utf-8-sig").split("\r\n")[-2]
    for word in (row.number, row.purpose, row.basis_words, composer.name, chief.name, "まで利用可"):
        assert word in last
    assert desk.counts == (1, 1)
    entry = Entry.objects.get(kind="extraction.made", outcome="done")
    for word in (row.number, row.purpose, row.basis_words, "宛名番号、氏名", row.digest, name):
        assert word in entry.body
    assert entry.actor == composer.staff_key
    assert row.expires_on == TODAY + timedelta(days=14)


def test_a_run_makes_one_file(composer: Access, chief: Access) -> None:
    make_resident(name="見本　一")
    order = approved(chief, ordered(composer, NAMES))
    assert made(composer, order).files
    assert made(composer, order).files == {}


def test_a_form_sent_twice_makes_one_order(composer: Access) -> None:
    key, composition = uuid4(), composed(composer, NAMES)
    wish = Wish(purpose="試し", basis="register_office", form="csv")
    ask_order(composer, order=key, composition=composition, edition=1, wish=wish)
    with pytest.raises(Conflict, match="既に依頼"):
        ask_order(composer, order=key, composition=composition, edition=1, wish=wish)
    with pytest.raises(Conflict, match="変わりました"):
        ask_order(composer, order=uuid4(), composition=composition, edition=2, wish=wish)
    assert Order.objects.count() == 1


@pytest.mark.parametrize(
    ("wish", "field"),
    [
        ({"purpose": " "}, "purpose"),
        ({"basis": "none"}, "basis"),
        ({"form": "xml"}, "form"),
        ({"form": "sealed"}, "form"),
    ],
)
def test_purpose_ground_and_form_are_wanted(
    composer: Access, wish: dict[str, str], field: str
) -> None:
    with pytest.raises(Invalid) as caught:
        ordered(composer, NAMES, **wish)
    assert field in {problem.field for problem in caught.value.problems}


def test_days_are_settled_when_it_is_asked_for(composer: Access, chief: Access) -> None:
    make_resident(name="見本　一")
    order = approved(chief, ordered(composer, "項目: 氏名\n条件: 生年月日 < 前月末\n基準日: 前日"))
    assert "令和8年10月31日" in order.words
    with set_to(date(2027, 1, 5)):
        made(composer, order)
    assert "令和8年11月19日" in Order.objects.get().words


def test_a_protected_person_never_comes_out(composer: Access, chief: Access) -> None:
    hidden = make_resident(name="支援　花子")
    home = hidden.items.household_number
    child = make_resident(
        name="支援　一郎", household_number=home, relationship_to_head="子", head_name="支援　花子"
    )
    open_one = make_resident(name="見本　二")
    support(hidden.person)
    protected = {hidden.person}
    assert protected <= set(shield_now().hidden)

    @settings(max_examples=25)
    @given(conds())
    def never(cond: q.Cond) -> None:
        query = q.Query(
            columns=(q.Column(q.Item("name")), q.Column(q.Item("head_name"))),
            where=cond,
            history=True,
            people=q.People.ALL,
        )
        rows = few_rows(rows_statement(settled(query, TODAY), shield_now()))
        assert not {row[0] for row in rows} & protected
        assert not any("支援　花子" in (row[1], row[2]) for row in rows)

    never()
    found = lines_of(extracted(composer, chief, "項目: 氏名、世帯主の氏名、世帯人数\n並び: 氏名"))
    assert [row[1:] for row in found] == [
        ["支援　一郎", "", "1"],
        ["見本　二", open_one.items.head_name, "1"],
    ]
    assert Order.objects.get().left_out == 1
    assert preview(composer, query=settled(read_query("項目: 氏名"), TODAY)).people == 2
    allowed = extracted(
        composer, chief, "項目: 氏名、支援・抑止\n並び: 氏名", basis="protection_office"
    )
    assert ["支援　花子", "はい"] in [row[1:] for row in lines_of(allowed)]
    assert child.person not in protected


def test_who_came_under_protection_since_stops_the_file(composer: Access, chief: Access) -> None:
    someone = make_resident(name="見本　一")
    order = approved(chief, ordered(composer, NAMES))
    made(composer, order)
    check_delivery(composer, order=order.key)
    support(someone.person)
    with pytest.raises(Conflict, match="作った後に抑止された人"):
        check_delivery(composer, order=order.key)


def test_a_file_is_taken_by_right_in_its_time(
    composer: Access, chief: Access, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ports, "kinds", ports.by_code((EXTRACT_ITEMS, EXTRACT_TRAIL)))
    make_resident(name="見本　一")
    order = approved(chief, ordered(composer, NAMES))
    job = asked_and_run(composer, EXTRACT_ITEMS, {"order": str(order.key)})
    assert job.state == JobState.DONE, job.said
    file = JobFile.objects.get(job=job)
    content = b"".join(open_result(composer, job=job.key, file=file.key).content)
    assert "見本　一" in content.decode()
    withheld = replace(composer, withheld=frozenset({"extraction.file"}))
    with pytest.raises(Refused):
        open_result(withheld, job=job.key, file=file.key)
    other = replace(composer, staff_key=uuid4())
    with pytest.raises(Missing):
        open_result(other, job=job.key, file=file.key)
    settings.LISTS_AS_FILES = False
    with pytest.raises(Refused, match="ファイルで受け取ることはできません"):
        open_result(composer, job=job.key, file=file.key)
    settings.LISTS_AS_FILES = True
    with set_to(TODAY + timedelta(days=15)), pytest.raises(Conflict, match="期間を過ぎて"):
        check_opening(composer, {"order": str(order.key)})


@pytest.mark.proves("STD-10.1/m8")
def test_where_files_are_forbidden_there_is_the_list(
    composer: Access, chief: Access, settings: Settings
) -> None:
    settings.LISTS_AS_FILES = False
    make_resident(name="見本　一")
    for form in ("csv", "excel", "sealed"):
        with pytest.raises((Refused, Invalid)):
            ordered(composer, NAMES, form=form)
    pdf = extracted(composer, chief, NAMES, form="list")
    (page,) = PdfReader(BytesIO(pdf)).pages
    words = "".join(page.extract_text().split())
    assert "見本一" in words
    assert "まで利用可" in words


def test_numbers_leave_encrypted_alone(composer: Access, chief: Access) -> None:
    number = INDIVIDUAL_NUMBER.number("12345678901")
    assert number is not None
    with connection.cursor():
        ref = keep(NumberKind.INDIVIDUAL, number)
    make_resident(name="見本　一", individual_number_ref=ref)
    make_resident(name="見本　二")
    asked = "項目: 氏名、個人番号\n並び: 氏名"
    for wish in ({"form": "csv", "basis": "number_office"}, {"form": "sealed"}):
        with pytest.raises(Invalid, match=r"番号"):
            ordered(composer, asked, **wish)
    with pytest.raises(Invalid, match="公開鍵"):
        ordered(composer, asked, form="sealed", basis="number_office", recipient="age1x")
    shown = preview(composer, query=read_query(asked))
    assert [row[1][:1] for row in shown.first] == ["●", ""]
    identity = pyrage.x25519.Identity.generate()
    sealed = extracted(
        composer, chief, asked, form="sealed", basis="number_office",
        recipient=str(identity.to_public()),
    )  # fmt: skip
    assert number.encode() not in sealed
    assert lines_of(pyrage.decrypt(sealed, [identity])) == [
        ["1", "見本　一", number],
        ["2", "見本　二", ""],
    ]
    entry = Entry.objects.get(kind="extraction.made", outcome="done")
    assert entry.number_shown
    assert number not in entry.body


def test_free_words_need_a_ground_that_says_so(composer: Access, chief: Access) -> None:
    make_resident(name="見本　一", remarks="試験の備考")
    with pytest.raises(Invalid, match="備考を使えません"):
        ordered(composer, '項目: 氏名\n条件: 備考 含む "試験"')
    found = extracted(composer, chief, "項目: 氏名、備考", basis="register_accuracy")
    assert lines_of(found) == [["1", "見本　一", "試験の備考"]]


def test_items_kept_from_somebody_are_neither_shown_nor_asked_about(composer: Access) -> None:
    employed(composer)
    Staff.objects.filter(key=composer.staff_key).update(hidden_items=["domicile"])
    for text in ("項目: 氏名、本籍", '項目: 氏名\n条件: 筆頭者 = "見本　太郎"'):
        with pytest.raises(Invalid, match="表示しない項目"):
            ordered(composer, text)
        with pytest.raises(Invalid, match="表示しない項目"):
            preview(composer, query=read_query(text))


@pytest.mark.proves("STD-10.2/m11")
def test_the_trail_is_a_source_for_those_who_hold_the_log_duty(
    composer: Access, inspector: Access, chief: Access
) -> None:
    preview(composer, query=read_query("項目: 氏名"))
    asked = 'データ: 操作の記録\n項目: 操作者ID、操作の種類\n条件: 操作の種類 = "抽出の件数と先頭の確認"\n集計: 件数'
    with pytest.raises(Refused, match="操作の記録の抽出"):
        ordered(composer, asked)
    found = extracted(inspector, chief, asked, basis="security")
    assert lines_of(found) == [["1", composer.login, "抽出の件数と先頭の確認", "1"]]
