"""Left out (作らないもの): what the standard says must not be built, looked for wherever it could stand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from inspect import signature

import pytest
from django.conf import global_settings, settings

from daicho.business.certificates.domain.letters import LETTERS
from daicho.business.certificates.domain.notices import NOTICES
from daicho.business.certificates.domain.papers import PAPERS
from daicho.business.movements.domain.borrowing import ALONE, sources_of
from daicho.business.movements.domain.bulk_insurance import LAYOUTS
from daicho.business.movements.domain.kinds import KINDS
from daicho.business.movements.domain.sheet import FieldSpec, Input
from daicho.business.movements.selectors.lists import LISTS
from daicho.config.wiring import JOB_KINDS
from daicho.foundation.staff.operations import OPERATIONS
from daicho.kernel.addresses import municipalities
from daicho.operations.papers import wiring_facts
from daicho.registers.code_tables.domain.tables import TABLES
from daicho.registers.residents.domain.labels import ITEM_LABELS
from daicho.registers.residents.domain.member_order import order_by_rule
from daicho.registers.residents.domain.resident_query import BLANKABLE, ResidentQuery

PLACE = ("town_code", "town", "banchi", "katagaki", "address", "postal_code")


def asked() -> Iterator[FieldSpec]:
    """Every field that a form of a movement asks."""
    for kind in KINDS.values():
        for section in (*kind.sheet.form, *kind.sheet.persons, *kind.sheet.edits):
            yield from section.fields


def titles() -> list[str]:
    """Whatever the system calls something that it does, lists or prints."""
    return [
        *(operation.title for operation in OPERATIONS.values()),
        *(kind.title for kind in KINDS.values()),
        *(listing.title for listing in LISTS.values()),
        *(notice.title for notice in NOTICES.values()),
        *(letter.title for letter in LETTERS.values()),
        *(job.title for job in JOB_KINDS),
    ]


@pytest.mark.proves("STD-4.0.6/n1")
def test_no_directory_of_offices_stands_behind_the_domicile() -> None:
    """本籍 is text; of a 市区町村 we know its name and number, not where its office is, so no sheet can print it."""
    domicile = [field for field in asked() if field.name == "domicile"]
    assert domicile
    assert {field.input for field in domicile} == {Input.TEXT}
    known = {field.name for field in fields(municipalities()[0])}
    assert known == {
        "code",
        "prefecture",
        "prefecture_kana",
        "name",
        "kana",
        "postal_code",
        "city_code",
    }
    assert not [title for title in titles() if "便覧" in title]


@pytest.mark.proves("STD-4.0.10/n1")
def test_no_address_is_borrowed_from_another_household() -> None:
    """The parts of the present address have no lender at all, on a paper and on a correction."""
    paths = [*PLACE, *(f"persons.0.{name}" for name in PLACE)]
    paths += [f"edit.00000000-0000-0000-0000-000000000000.{name}" for name in PLACE]
    assert [path for path in paths if sources_of(ALONE, path)] == []
    assert {source.code for source in sources_of(ALONE, "previous_address")} == {
        "register_place",
        "here",
    }


@pytest.mark.proves("STD-4.5.7/n1", "STD-4.5.7/n2")
def test_nothing_is_said_about_cards_without_endorsement_and_nothing_is_compared() -> None:
    """入管法: notices come in and messages go out; nobody is written to about a 裏書, and no 整合性 is checked."""
    assert not [title for title in titles() if "裏書" in title]
    immigration = {code for code in OPERATIONS if code.startswith("immigration.")}
    assert immigration == {
        "immigration.view",
        "immigration.import",
        "immigration.tellings",
        "immigration.tell",
    }
    assert not [
        title
        for title in titles()
        if "整合" in title and ("入管" in title or "在留" in title or "出入国" in title)
    ]


RULE_WORDS = ("並び順", "記載順位", "並べ方")


@pytest.mark.proves("STD-5.2/n1")
def test_no_rule_of_order_can_be_made_besides_the_one() -> None:
    """記載順位 has one rule in code: no table, setting, operation or address of a screen holds another."""
    assert list(signature(order_by_rule).parameters) == ["entries", "facts"]
    tables = [
        words
        for table in TABLES.values()
        for words in (table.title, table.about, *(column.title for column in table.columns))
    ]
    told = [*tables, *(operation.title for operation in OPERATIONS.values())]
    assert tables
    assert not [words for words in told if any(one in words for one in RULE_WORDS)]
    own = [name for name in dir(settings) if name.isupper() and not hasattr(global_settings, name)]
    assert own
    assert not [name for name in own if "MEMBER_ORDER" in name or "SORT_RULE" in name]
    assert not [url.path for url in wiring_facts.urls() if "order-rule" in url.path]


LISTED = ("一覧", "リスト", "名簿", "台帳")


@pytest.mark.proves("STD-9.4/n1")
def test_adult_wards_are_set_and_told_of_but_never_listed() -> None:
    """成年被後見人 is an item and a notice to one municipality; nothing lists, counts or finds people by it."""
    wards = [title for title in (*titles(), *PAPERS.values()) if "後見" in title]
    assert {"成年被後見人", "成年被後見人の転出通知書"} <= set(wards)
    assert not [title for title in wards if any(word in title for word in LISTED)]
    assert "adult_ward" not in {field.name for field in fields(ResidentQuery)}
    assert "adult_ward" not in BLANKABLE
    assert not [url.path for url in wiring_facts.urls() if "ward" in url.path]


@pytest.mark.proves("STD-9.7/n1", "STD-9.7/n2", "STD-9.7/n4", "STD-9.8/n1")
def test_no_list_of_an_area_of_transients_or_for_companies_is_made() -> None:
    """町名変更 tells each household by letter; nobody gets the area as a list, and 経過滞在者 are not listed."""
    wrong = ("経過滞在", "区域の住民", "前後一覧", "郵便局", "金融機関", "データ提供")
    assert not [title for title in titles() if any(word in title for word in wrong)]
    letters = {letter.code for letter in LETTERS.values() if letter.section.startswith("STD-9.7")}
    assert letters == {"bulk_address_before", "bulk_address_after"}


@pytest.mark.proves("STD-7.2.2/n1", "STD-7.2.2/n2", "STD-7.2.2/n3", "STD-7.1.2.3/n1")
def test_of_other_departments_matters_no_more_is_kept_than_the_standard_names() -> None:
    """Of elections one item, of insurance no number, nothing of rice; and no 団体内統合宛名番号 comes in."""
    kept = {*ITEM_LABELS.values(), *(field.label for field in asked())}
    kept |= {column.header for layout in LAYOUTS.values() for column in layout.columns}
    assert {label for label in kept if "選挙" in label or "投票" in label} == {"選挙人名簿への登録"}
    assert {label for label in kept if "被保険者" in label} == {
        "国民健康保険の被保険者",
        "後期高齢者医療の被保険者",
        "介護保険の被保険者",
        "国民年金の被保険者",
    }
    wrong = ("記号", "被保険者番号", "被保険者証", "米穀", "配給", "統合宛名")
    assert not [label for label in kept if any(word in label for word in wrong)]


@pytest.mark.proves("STD-7.1.2.1/n1")
def test_nobody_lists_who_asked_for_another_individual_number() -> None:
    """変更の請求 is a movement of its own and one letter; no list, job or report tells of those who made it."""
    numbers = [title for title in titles() if "個人番号" in title]
    assert numbers
    assert not [title for title in numbers if any(word in title for word in LISTED)]
    assert not [url.path for url in wiring_facts.urls() if "number-change" in url.path]
