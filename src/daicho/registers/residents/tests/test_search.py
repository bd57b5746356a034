"""Search (検索): who is found by what was typed, and what the trail says of it."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from daicho.foundation.audit.models import Entry
from daicho.kernel import clock
from daicho.kernel.access import Access, Duty, Purpose
from daicho.kernel.errors import Invalid, Missing, Refused
from daicho.kernel.uncertain_dates import BIRTH, LegalDate, read_legal_date
from daicho.registers.residents import ports
from daicho.registers.residents.commands.save_query import KEPT
from daicho.registers.residents.domain.particulars import Removal, Sex
from daicho.registers.residents.domain.resident_query import ResidentQuery
from daicho.registers.residents.selectors import search as search_module
from daicho.registers.residents.selectors.search import (
    SearchPage,
    open_search,
    search,
    search_again,
)
from daicho.registers.residents.tests.factories import (
    Resident,
    change,
    enter,
    foreigner,
    individual_number,
    make_resident,
    remove,
    resident_code,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


def find(access: Access, **typed: str) -> SearchPage:
    return search(access, ResidentQuery.of(typed))


def names(access: Access, **typed: str) -> list[str]:
    return [line.name for line in find(access, **typed).lines]


def person(name: str, kana: str, **items: Any) -> Resident:  # Any: any item of a record
    return make_resident(name=name, name_kana=kana, **items)


def entries() -> list[tuple[str, str]]:
    return list(Entry.objects.order_by("seq").values_list("kind", "outcome"))


@pytest.mark.proves("STD-2.1.2/m1", "STD-2.1.2/m7", "STD-2.1.2/m8")
@pytest.mark.parametrize("typed", ["コオノ", "コウノ", "コーノ", "こうの", "ｺｳﾉ"])
def test_every_way_to_write_a_long_o_finds_kono(clerk: Access, typed: str) -> None:
    person("河野　一", "コウノ　ハジメ")
    person("見本　二", "ミホン　フタ")
    assert names(clerk, name=typed) == ["河野　一"]


@pytest.mark.proves("STD-2.1.2/m10")
@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("浜田", "濱田　花"),
        ("濵田", "浜田　花"),
        ("葛城", "葛󠄀城　花"),
        ("葛󠄀城", "葛城　花"),
        ("高橋", "髙橋　花"),
        ("髙橋", "高橋　花"),
        ("辺見", "邉見　花"),
    ],
)
def test_variants_of_a_character_are_one(clerk: Access, typed: str, written: str) -> None:
    person(written, "ナニ　ハナ")
    assert names(clerk, name=typed) == [written]


def test_what_reads_exactly_so_comes_first(clerk: Access) -> None:
    person("千田　花", "チダ　ハナ")
    person("志田　花", "シダ　ハナ")
    person("志田原　花", "シダハラ　ハナ")
    assert names(clerk, name="シダ") == ["志田　花", "志田原　花", "千田　花"]


@pytest.mark.proves("STD-2.1.2/m4", "STD-2.1.2/m5", "STD-2.1.2/m6")
def test_prefix_whole_part_and_given_name(clerk: Access) -> None:
    person("見本　太郎", "ミホン　タロウ")
    person("見本　金太郎", "ミホン　キンタロウ")
    person("太田　郎", "オオタ　ロウ")
    assert names(clerk, name="ミホンタロウ", match="exact") == ["見本　太郎"]
    assert names(clerk, name="ミホン タ") == ["見本　太郎"]
    assert names(clerk, name="ンキン", match="part") == ["見本　金太郎"]
    assert names(clerk, name="本金", match="part") == ["見本　金太郎"]
    assert names(clerk, name="本", match="part") == ["見本　金太郎", "見本　太郎"]
    assert names(clerk, name="太郎", match="given") == ["見本　太郎", "見本　金太郎"]
    by_given_kana = names(clerk, name="タロウ", match="given")
    assert by_given_kana[0] == "見本　太郎"
    assert "見本　金太郎" in by_given_kana


def test_a_given_name_whose_first_letter_the_surname_swallows(clerk: Access) -> None:
    person("河野　歌", "コウノ　ウタ")
    assert names(clerk, name="ウタ", match="given") == ["河野　歌"]


def test_a_name_written_in_hiragana_is_found_by_it(clerk: Access) -> None:
    person("さくら　花", "サクラ　ハナ")
    assert names(clerk, name="さくら") == ["さくら　花"]


def test_former_surname_alias_and_alphabet(clerk: Access) -> None:
    person("見本　花", "ミホン　ハナ", former_surname="旧川", former_surname_kana="キュウカワ")
    enter(foreigner())
    assert names(clerk, name="旧川") == ["見本　花"]
    assert names(clerk, name="キュウカワ") == ["見本　花"]
    for typed in ("sample maria", "ＳＡＭＰＬＥ", "見本真理", "ミホンマリ", "サンプル"):
        assert names(clerk, name=typed) == ["SAMPLE MARIA"], typed


@pytest.mark.proves("STD-2.1.3/m7")
def test_a_name_and_an_address_of_the_past_lead_to_the_person_and_say_so(clerk: Access) -> None:
    who = person("旧名　花", "キュウメイ　ハナ")
    who = change(who, on=date(2022, 5, 1), name="新名　花", name_kana="シンメイ　ハナ")
    change(
        who,
        on=date(2023, 5, 1),
        town_code="002000",
        town="荒井",
        banchi="8番地",
        address="福島市荒井8番地",
    )
    [line] = find(clerk, name="旧名").lines
    assert (line.name, line.found_by) == ("新名　花", ("過去の氏名 旧名　花",))
    [line] = find(clerk, town="066000").lines
    assert line.found_by == ("過去の住所 福島市五老内町3番1号",)
    [line] = find(clerk, town="002000").lines
    assert line.found_by == ()


@pytest.mark.proves("STD-2.1.3/m10")
def test_a_birth_date_in_either_calendar_a_year_a_month_a_range_and_unknown(clerk: Access) -> None:
    person("一　男", "イチ　オ", birth_date=LegalDate.of_day(date(1985, 1, 1)))
    person("二　男", "ニ　オ", birth_date=LegalDate.of_day(date(1985, 12, 31)))
    person("三　男", "サン　オ", birth_date=LegalDate.of_day(date(1986, 1, 1)))
    unknown = read_legal_date("S60.5", field="", rule=BIRTH, today=date(2026, 11, 20))
    person("四　男", "ヨン　オ", birth_date=unknown)
    of_1985 = {"一　男", "二　男", "四　男"}
    assert set(names(clerk, birth="昭和60年")) == set(names(clerk, birth="1985")) == of_1985
    assert names(clerk, birth="S60.1.1") == names(clerk, birth="19850101") == ["一　男"]
    assert names(clerk, birth="1985-05") == ["四　男"]
    assert set(names(clerk, birth="S60.12", birth_until="S61.1")) == {"二　男", "三　男"}
    assert names(clerk, birth_until="S60.1.1") == ["一　男"]
    assert names(clerk, birth="不詳") == ["四　男"]
    with pytest.raises(Invalid) as told:
        find(clerk, birth="S61", birth_until="S60")
    assert told.value.problems[0].field == "birth_until"


@pytest.mark.proves("STD-2.1.3/m1")
def test_relationship_and_sex_narrow_a_name(clerk: Access) -> None:
    person("見本　太郎", "ミホン　タロウ")
    person("見本　花子", "ミホン　ハナコ", relationship_to_head="妻", sex=Sex.FEMALE)
    assert names(clerk, name="見本", relationship="妻") == ["見本　花子"]
    assert names(clerk, name="見本", sex="male", birth="S60") == ["見本　太郎"]


@pytest.mark.proves("STD-2.1.3/m3")
def test_each_number_finds_its_bearer(clerk: Access) -> None:
    number, ref = individual_number()
    code, code_ref = resident_code()
    her = enter(
        foreigner(
            residence_card_number="ZZ00000001ZZ",
            individual_number_ref=ref,
            resident_record_code_ref=code_ref,
        )
    )
    enter(foreigner(name_alphabet="SAMPLE ANNA", special_permanent_number="YY00000002YY"))
    for typed in (
        {"atena_number": her.atena_number},
        {"household_number": her.items.household_number},
        {"individual_number": number},
        {"resident_record_code": code},
        {"card_number": "ｚｚ00000001-zz"},
    ):
        assert names(clerk, **typed) == ["SAMPLE MARIA"], typed
    assert names(clerk, card_number="YY00000002YY") == ["SAMPLE ANNA"]


@pytest.mark.proves("STD-2.1.3/m2")
def test_place_by_town_chome_number_and_building(clerk: Access) -> None:
    person(
        "北　花",
        "キタ　ハナ",
        town_code="003002",
        banchi="12番3号",
        address="福島市荒井北二丁目12番3号",
        katagaki="見本ハイツ101",
    )
    person("南　花", "ミナミ　ハナ", banchi="1番", address="福島市五老内町1番")
    assert names(clerk, town="003000") == ["北　花"]
    assert names(clerk, town="003002", banchi="12-3") == ["北　花"]
    assert names(clerk, town="003002", banchi="１２番") == ["北　花"]
    assert names(clerk, town="003002", banchi="1") == []
    assert names(clerk, town_text="荒井北") == ["北　花"]
    assert names(clerk, katagaki="ハイツ") == ["北　花"]
    assert names(clerk, town="066000", sex="male") == ["南　花"]
    assert names(clerk, town="066000", sex="female") == []


@pytest.mark.proves("REG-003")
def test_the_dead_are_found_only_among_the_removed_with_day_and_reason(clerk: Access) -> None:
    who = person("故　人", "コ　ジン")
    remove(who, on=date(2026, 11, 1), removal=Removal.DEAD)
    assert names(clerk, name="故") == []
    [line] = find(clerk, name="故", with_removed="on").lines
    assert (line.removed, line.removed_on) == ("死亡", date(2026, 11, 1))
    assert names(clerk, removal="dead") == ["故　人"]
    assert names(clerk, removal="moved_out") == []


def test_a_planned_move_out_is_present_through_the_day_before(clerk: Access) -> None:
    day = date(2027, 4, 1)
    who = person("出　花", "デ　ハナ")
    remove(who, on=day)
    [line] = find(clerk, name="出").lines
    assert line.planned_on == day
    with clock.set_to(day - timedelta(days=1)):
        assert names(clerk, name="出") == ["出　花"]
    with clock.set_to(day):
        assert names(clerk, name="出") == []
        [line] = find(clerk, name="出", with_removed="on").lines
        assert (line.removed, line.planned_on) == ("転出", None)


def test_whoever_returned_is_one_line_present_and_two_with_the_removed(clerk: Access) -> None:
    who = person("再　花", "サイ　ハナ", since=date(2010, 4, 1))
    remove(who, on=date(2015, 4, 1))
    make_resident(name="再　花", name_kana="サイ　ハナ", since=date(2024, 4, 1), person=who.person)
    assert [line.removed for line in find(clerk, name="サイ").lines] == [""]
    assert sorted(x.removed for x in find(clerk, name="サイ", with_removed="on").lines) == [
        "",
        "転出",
    ]


@pytest.mark.proves("REG-004")
def test_numbers_of_person_and_household_and_nobody(clerk: Access) -> None:
    head = person("主　一", "ヌシ　イチ")
    person(
        "主　二",
        "ヌシ　ニ",
        household_number=head.items.household_number,
        relationship_to_head="子",
        member_order=2,
    )
    assert names(clerk, atena_number=head.atena_number) == ["主　一"]
    assert names(clerk, household_number=head.items.household_number) == ["主　一", "主　二"]
    assert names(clerk, atena_number="0000000000") == []
    assert entries() == [("residents.searched", "done")] * 3


@pytest.mark.proves("REG-005")
def test_two_of_one_name_are_listed_side_by_side(clerk: Access) -> None:
    for _ in range(2):
        person("同　名", "ドウ　メイ")
    found = find(clerk, name="ドウ", birth="S60.4.1").lines
    assert len({line.record for line in found}) == 2


def test_a_number_is_found_by_its_hash_and_stands_nowhere_in_plain(clerk: Access) -> None:
    number, ref = individual_number()
    code, code_ref = resident_code()
    person("番　号", "バン　ゴウ", individual_number_ref=ref, resident_record_code_ref=code_ref)
    person("無　号", "ム　ゴウ")
    page = find(clerk, individual_number=f"{number[:4]}-{number[4:8]} {number[8:]}")
    assert [line.name for line in page.lines] == ["番　号"]
    assert page.saved_as is None
    assert names(clerk, resident_record_code=code) == ["番　号"]
    find(clerk, individual_number=number, name="番")
    written = json.dumps(list(Entry.objects.values_list("body", flat=True)), ensure_ascii=False)
    assert number not in written
    assert code not in written
    assert number not in str(open_search(clerk)[1])


@pytest.mark.proves("REG-006")
def test_a_number_needs_the_right_and_the_purpose(clerk: Access, approver: Access) -> None:
    number, ref = individual_number()
    person("番　号", "バン　ゴウ", individual_number_ref=ref)
    for refused in (approver, clerk.serving(Purpose.INQUIRY)):
        with pytest.raises(Refused):
            find(refused, individual_number=number)
    assert entries() == [("residents.searched", "refused")] * 2
    assert Entry.objects.first().subjects == []  # type: ignore[union-attr]  # two were counted
    assert number not in "".join(Entry.objects.values_list("body", flat=True))
    assert names(clerk, individual_number=number) == ["番　号"]


def test_a_wrong_check_digit_is_told_in_words_without_the_number(clerk: Access) -> None:
    number, _ = individual_number()
    wrong = number[:-1] + str((int(number[-1]) + 1) % 10)
    with pytest.raises(Invalid) as told:
        find(clerk, individual_number=wrong)
    assert "検査用数字" in told.value.message
    assert wrong not in told.value.message + "".join(Entry.objects.values_list("body", flat=True))
    assert entries() == [("residents.searched", "refused")]


def test_a_number_of_the_past_leads_to_the_person_and_says_so(clerk: Access) -> None:
    old, old_ref = individual_number()
    _, new_ref = individual_number()
    who = person("番　号", "バン　ゴウ", individual_number_ref=old_ref)
    change(who, on=date(2024, 1, 1), individual_number_ref=new_ref)
    [line] = find(clerk, individual_number=old).lines
    assert line.found_by == ("過去の番号",)


@pytest.mark.proves("STD-2.1.3/m8")
def test_an_item_that_is_blank_can_be_searched_for(clerk: Access) -> None:
    _, ref = individual_number()
    person("有　号", "アリ　ゴウ", individual_number_ref=ref)
    person("無　号", "ム　ゴウ", domicile="")
    assert names(clerk, blank="individual_number_ref") == ["無　号"]
    assert names(clerk, blank="domicile") == ["無　号"]


@pytest.mark.parametrize("typed", [{}, {"sex": "male"}, {"banchi": "1"}, {"relationship": "妻"}])
def test_a_search_for_the_whole_town_is_not_made(clerk: Access, typed: dict[str, str]) -> None:
    with pytest.raises(Invalid):
        find(clerk, **typed)


def test_pages_are_stable_and_each_is_one_entry_about_those_shown(clerk: Access) -> None:
    for index in range(25):
        person(f"多　{index}", "タ　" + "アイウエオカキクケコ"[index % 10])
    query = ResidentQuery(name="多")
    first, second = search(clerk, query), search(clerk, query, page=2)
    assert (first.page.paginator.count, first.more) == (25, False)
    assert [len(first.lines), len(second.lines)] == [20, 5]
    shown = [line.record for line in (*first.lines, *second.lines)]
    assert len(set(shown)) == 25
    kana = [line.kana for line in (*first.lines, *second.lines)]
    assert kana == sorted(kana)
    one, two = Entry.objects.order_by("seq")
    assert (len(one.subjects), len(two.subjects)) == (20, 5)


def test_what_is_counted_ends_at_the_cap(clerk: Access, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search_module, "COUNTED_TO", 3)
    for _ in range(4):
        person("多　数", "タ　スウ")
    page = find(clerk, name="多")
    assert page.more
    assert page.page.paginator.count == 3


@pytest.mark.proves("STD-2.1.1/m1", "STD-2.1.1/m2", "STD-2.1.1/m3")
def test_conditions_are_kept_for_their_owner_alone_and_used_again(
    clerk: Access, examiner: Access
) -> None:
    person("見本　太郎", "ミホン　タロウ")
    for typed in ("見本", "太田", "ミホン"):
        find(clerk, name=typed)
    find(clerk, name="太田")
    _, kept = open_search(clerk)
    assert [line.query.name for line in kept] == ["太田", "ミホン", "見本"]
    assert open_search(examiner)[1] == ()
    assert [line.name for line in search_again(clerk, saved=kept[2].key).lines] == ["見本　太郎"]
    again, _ = open_search(clerk, change=kept[2].key)
    assert names(clerk, **{"name": again.name, "sex": "female"}) == []
    with pytest.raises(Missing):
        search_again(examiner, saved=kept[0].key)
    for index in range(KEPT + 2):
        find(clerk, name=f"人{index}")
    assert len(open_search(clerk)[1]) == KEPT


def test_a_case_under_way_is_marked(clerk: Access, monkeypatch: pytest.MonkeyPatch) -> None:
    who = person("見本　太郎", "ミホン　タロウ")
    monkeypatch.setattr(ports, "pending_cases", lambda _persons: {who.person: "R8-000001"})
    [line] = find(clerk, name="見本").lines
    assert line.pending == "R8-000001"


def test_without_the_right_nothing_is_found_and_one_refusal_stands(clerk: Access) -> None:
    person("見本　太郎", "ミホン　タロウ", sex=Sex.MALE)
    nobody = replace(clerk, duties=frozenset({Duty.ADMINISTER}))
    with pytest.raises(Refused):
        find(nobody, name="見本")
    assert entries() == [("residents.searched", "refused")]
    assert Entry.objects.get().subjects == []
