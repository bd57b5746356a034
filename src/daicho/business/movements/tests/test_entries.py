"""Entries (記載): 未届転入, 法30条の46・47, 住所設定, 出生, and a 転入 that nobody notified; what each says of those entered."""

from __future__ import annotations

from datetime import date
from uuid import UUID, uuid4

import pytest

from daicho.business.movements.commands.submit import submit
from daicho.business.movements.domain.editing import edit_path, fields_for, text_of
from daicho.business.movements.domain.kinds import KINDS
from daicho.business.movements.models import Case
from daicho.business.movements.tests.family import Staff, now
from daicho.business.movements.tests.paper import (
    CHILD,
    FOREIGNER,
    HEAD,
    NOTIFIED,
    PLACE,
    WIFE,
    alerts_of,
    carry_through,
    move_in_paper,
    pool,
)
from daicho.kernel.errors import Invalid
from daicho.registers.residents.domain.particulars import Particulars
from daicho.registers.residents.models import Change, Version

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]

SETTING = {
    "basis": "職権",
    "circumstance": "survey",
    "event_date": "2026-11-16",
    "previous": "unknown",
    "ground": "実態調査の結果",
    **PLACE,
}
NEWBORN = {
    **CHILD,
    "name": "見本　三太",
    "name_kana": "ミホン　サンタ",
    "birth_date": "2026-11-15",
    "relationship": "世帯主",
}
ALONE = {**FOREIGNER, "relationship": "世帯主"}


def entered(staff: Staff, kind: str, paper: dict[str, str], *people: dict[str, str]) -> Particulars:
    """Carry a paper through; the first of those it enters."""
    return now(enter_all(staff, kind, paper, *people)[0]).particulars


def enter_all(
    staff: Staff, kind: str, paper: dict[str, str], *people: dict[str, str]
) -> list[UUID]:
    pool()
    full = with_people(paper, *people)
    case = carry_through(*staff, kind, full)
    persons: list[UUID] = Case.objects.get(key=case).persons
    return persons


def with_people(paper: dict[str, str], *people: dict[str, str]) -> dict[str, str]:
    blocks = {
        f"persons.{n}.{name}": value for n, p in enumerate(people) for name, value in p.items()
    }
    return paper | blocks


def refused(staff: Staff, kind: str, paper: dict[str, str]) -> set[str]:
    """The codes of the errors for which a paper is refused; nothing is kept."""
    with pytest.raises(Invalid) as caught:
        submit(
            staff[0],
            case=uuid4(),
            kind=kind,
            payload=paper,
            edition=0,
            confirmed=alerts_of(kind, paper),
        )
    assert not Case.objects.filter(kind=kind).exists()
    return {p.code for p in caught.value.problems if p.is_error}


@pytest.mark.proves("STD-4.2.0.2/m1", "STD-4.2.0.2/m2")
def test_a_move_in_that_nobody_notified_is_made_ex_officio(staff: Staff) -> None:
    paper = move_in_paper(HEAD) | {"basis": "職権", "ground": "実態調査"}
    paper = {k: v for k, v in paper.items() if k not in (*NOTIFIED, "notified_on")}
    assert refused(staff, "move_in", paper | {"certificate_seen": ""}) == {"certificate_not_seen"}
    items = entered(staff, "move_in", paper)
    change = Change.objects.get()
    assert (change.basis, change.notified_on) == ("職権", None)
    assert items.notification_date is None
    assert items.previous_address == "東京都架空区見本町1番地"


UNREPORTED = {
    "from_where": "domestic",
    "event_date": "2026-11-16",
    "notified_on": "2026-11-19",
    "unreported_address": "大阪府架空市見本町1番地",
    "unreported_since": "R6.4.1",
    "other_unreported_address": "京都府見本市例町2番地（未届）",
    "other_unreported_since": "R7年頃",
    "last_registered_address": "東京都架空区見本町1番地",
    **NOTIFIED,
    **PLACE,
}


@pytest.mark.proves("STD-4.1.1.4/m1", "STD-4.1.1.4/m2", "STD-4.1.1.4/m3")
def test_an_unreported_move_in_names_the_latest_address(staff: Staff) -> None:
    items = entered(staff, "unreported_move_in", UNREPORTED, HEAD)
    assert items.previous_address == "京都府見本市例町2番地（未届）"
    assert items.last_registered_address == "東京都架空区見本町1番地"
    assert Change.objects.get().attention == ("未届転入　転入前住所 京都府見本市例町2番地（未届）")


def test_which_unreported_address_is_the_latest_must_be_said(staff: Staff) -> None:
    paper = with_people(UNREPORTED | {"other_unreported_since": "R6.4.1"}, HEAD)
    assert refused(staff, "unreported_move_in", paper) == {"latest_unreported_unclear"}


@pytest.mark.proves("STD-4.5.1/m1", "STD-4.5.1/m2", "STD-4.1.0.1/m2")
@pytest.mark.parametrize(
    "person",
    [
        ALONE,
        ALONE | {"residence_category": "special_permanent", "special_permanent_number": "見本"},
        ALONE | {"residence_category": "temporary_refuge", "landing_period": "6月"},
        ALONE | {"residence_category": "provisional_stay", "provisional_stay_period": "3月"},
    ],
)
def test_a_foreigner_who_sets_up_an_address_first(staff: Staff, person: dict[str, str]) -> None:
    paper = {"event_date": "2026-11-16", "notified_on": "2026-11-19", **NOTIFIED, **PLACE}
    items = entered(staff, "art_30_46", paper, person)
    assert items.previous_address == ""
    assert items.foreign_resident_since == items.address_since
    assert items.residence_notified
    assert Change.objects.get().reason == "entry_overseas_move_in"


@pytest.mark.parametrize(
    ("person", "code"),
    [
        (HEAD, "foreigners_only"),
        (ALONE | {"residence_category": "transitional_birth"}, "category_not_named"),
    ],
)
def test_the_articles_speak_of_four_categories(
    staff: Staff, person: dict[str, str], code: str
) -> None:
    paper = {"event_date": "2026-11-16", "notified_on": "2026-11-19", **NOTIFIED, **PLACE}
    for kind in ("art_30_46", "art_30_47"):
        assert refused(staff, kind, with_people(paper, person)) == {code}


@pytest.mark.proves("STD-4.5.2/m1", "STD-4.5.2/m2")
def test_a_visitor_becomes_a_mid_to_long_term_resident(staff: Staff) -> None:
    paper = {
        "event_date": "2026-11-16",
        "address_since": "令和8年5月 日不詳",
        "notified_on": "2026-11-19",
        **NOTIFIED,
        **PLACE,
    }
    items = entered(staff, "art_30_47", paper, ALONE)
    assert items.foreign_resident_since is not None
    assert items.address_since is not None
    assert items.foreign_resident_since.display() == "令和8年11月16日"
    assert items.address_since.display() == "令和8年5月 日不詳"
    assert items.previous_address == ""
    assert Change.objects.get().reason == "entry_overseas_move_in"


@pytest.mark.proves("STD-4.2.1.1/m1", "STD-4.2.1.1/m2", "STD-4.2.1.1/m3", "REG-026")
def test_an_address_is_set_ex_officio(staff: Staff) -> None:
    blank = with_people(SETTING | {"ground": ""}, HEAD)
    assert refused(staff, "address_setting", blank) == {"ground_blank"}
    assert not Version.objects.exists()
    unknown = entered(staff, "address_setting", SETTING, HEAD)
    assert unknown.previous_address == "不明"
    change = Change.objects.get()
    assert (change.reason, change.basis, change.notified_on) == ("entry_ex_officio", "職権", None)
    paper = SETTING | {"previous": "none", "banchi": "9-9"}
    other = HEAD | {"name": "例示　次郎", "birth_date": "S50.1.1"}
    assert entered(staff, "address_setting", paper, other).previous_address == ""


@pytest.mark.proves("STD-4.2.1.1/m4", "STD-4.2.1.1/m5")
def test_an_unreported_address_is_set_ex_officio(staff: Staff) -> None:
    paper = SETTING | {
        "previous": "unreported",
        "unreported_address": "大阪府架空市見本町1番地",
        "last_registered_address": "東京都架空区見本町1番地",
    }
    items = entered(staff, "address_setting", paper, HEAD)
    assert items.previous_address == "大阪府架空市見本町1番地（未届）"
    assert items.last_registered_address == "東京都架空区見本町1番地"
    change = Change.objects.get()
    assert change.attention == "未届転入　転入前住所 大阪府架空市見本町1番地（未届）"


def test_a_previous_address_contradicts_having_none(staff: Staff) -> None:
    paper = with_people(SETTING | {"previous_address": "大阪府架空市"}, HEAD)
    assert refused(staff, "address_setting", paper) == {"previous_contradicts"}


def test_somebody_without_a_family_register_has_none(staff: Staff) -> None:
    paper = SETTING | {"circumstance": "unregistered"}
    asked = alerts_of("address_setting", with_people(paper, HEAD))
    assert "unregistered_has_register:persons.0.domicile" in asked
    person = HEAD | {"domicile": "なし", "family_register_head": "なし"}
    assert "unregistered_has_register:persons.0.domicile" not in alerts_of(
        "address_setting", with_people(paper, person)
    )
    items = entered(staff, "address_setting", paper, person)
    assert (items.domicile, items.family_register_head) == ("なし", "なし")


def test_a_new_register_and_a_foundling_have_one() -> None:
    person = HEAD | {"domicile": "不明", "family_register_head": "不明"}
    for circumstance in ("new_register", "foundling"):
        paper = with_people(SETTING | {"circumstance": circumstance}, person)
        asked = alerts_of("address_setting", paper)
        assert "registered_without_register:persons.0.domicile" in asked


def test_a_foundling_stands_alone_in_an_institution(staff: Staff) -> None:
    paper = SETTING | {
        "circumstance": "foundling",
        "previous": "none",
        "basis": "通知",
        "noticed_on": "2026-11-18",
        "institution": "on",
        "ground": "棄児発見調書",
        "minor_evidence": "乳児院に入所（措置決定通知書）",
    }
    nowhere = with_people(paper | {"katagaki": ""}, NEWBORN)
    assert refused(staff, "address_setting", nowhere) == {"institution_without_name"}
    items = entered(staff, "address_setting", paper | {"katagaki": "見本乳児院"}, NEWBORN)
    assert (items.katagaki, items.relationship_to_head) == ("見本乳児院", "世帯主")
    assert items.head_name == "見本　三太"
    change = Change.objects.get()
    assert (change.basis, change.noticed_on) == ("職権", date(2026, 11, 18))


def test_in_an_institution_everybody_is_a_household() -> None:
    together = with_people(SETTING | {"institution": "on"}, HEAD, WIFE)
    assert "institution_household:institution" in alerts_of("address_setting", together)
    alone = with_people(SETTING | {"institution": "on"}, HEAD)
    assert "institution_household:institution" not in alerts_of("address_setting", alone)


@pytest.mark.parametrize(
    ("birth", "asked"), [("H23.11.16", False), ("H23.11.17", True), ("R8.4.1", True)]
)
def test_children_alone_want_a_reason(birth: str, asked: bool) -> None:
    child = CHILD | {"relationship": "世帯主", "birth_date": birth}
    paper = move_in_paper(child)
    assert ("minors_alone:minor_evidence" in alerts_of("move_in", paper)) is asked
    assert "minors_alone:minor_evidence" not in alerts_of(
        "move_in", paper | {"minor_evidence": "児童養護施設に入所"}
    )
    with_mother = move_in_paper(CHILD | {"birth_date": birth}, WIFE | {"relationship": "世帯主"})
    assert "minors_alone:minor_evidence" not in alerts_of("move_in", with_mother)


@pytest.mark.parametrize(("birth", "asked"), [("H20.11.16", False), ("H20.11.17", True)])
def test_one_parent_notifies_for_a_child(birth: str, asked: bool) -> None:
    paper = move_in_paper(HEAD, CHILD | {"birth_date": birth}, notifier_relation="legal_agent")
    alerts = alerts_of("move_in", paper)
    assert ("custody_unclear:custody" in alerts) is asked
    found = alerts_of("move_in", paper | {"custody": "sole"})
    assert ("custody_without_evidence:custody_evidence" in found) is asked
    shown = alerts_of("move_in", paper | {"custody": "sole", "custody_evidence": "戸籍"})
    assert not any(key.startswith("custody") for key in shown)


def test_the_grounds_of_joint_custody_begin_with_the_law() -> None:
    spec = next(
        f
        for section in KINDS["move_in"].sheet.sections
        for f in section.fields
        if f.name == "custody"
    )
    assert len(spec.offered(date(2026, 3, 31))) == 1
    assert len(spec.offered(date(2026, 4, 1))) == 7


@pytest.mark.proves("STD-4.2.1.2/m1")
def test_a_child_is_born_into_a_new_household(staff: Staff) -> None:
    paper = {"noticed_on": "2026-11-19", **PLACE, "minor_evidence": "乳児院に入所"}
    items = entered(staff, "birth", paper, NEWBORN)
    assert items.address.endswith("五老内町3-1")
    assert items.previous_address == ""
    assert items.resident_since == items.address_since == items.birth_date
    assert items.resident_record_code_ref is not None
    assert items.individual_number_ref is None
    change = Change.objects.get()
    assert (change.reason, change.basis) == ("entry_birth", "職権")
    assert change.event_date == items.birth_date


@pytest.mark.proves("REG-021")
def test_a_child_is_born_into_its_parents_household(staff: Staff, family: list[UUID]) -> None:
    mother = now(family[1]).particulars
    paper = {"noticed_on": "2026-11-19", "target_household": mother.household_number}
    items = entered(staff, "birth", paper, NEWBORN | {"relationship": "子"})
    assert items.household_number == mother.household_number
    assert (items.address, items.katagaki) == (mother.address, mother.katagaki)
    assert (items.relationship_to_head, items.head_name) == ("子", "見本　太郎")
    assert items.resident_record_code_ref is not None


def test_a_child_without_a_name_yet_is_named_later(staff: Staff, family: list[UUID]) -> None:
    number = now(family[0]).particulars.household_number
    paper = with_people(
        {"noticed_on": "2026-11-19", "target_household": number},
        NEWBORN | {"name": "", "name_kana": "", "relationship": "子"},
    )
    assert "name_blank:persons.0.name" in alerts_of("birth", paper)
    (child,) = enter_all(staff, "birth", paper)
    assert now(child).particulars.name == ""
    amend = {
        f"selected.{child}": "on",
        "household": number,
        "event_date": "2026-11-19",
        "ground": "名の届出",
        "amend_reason": "追完届により名を記載",
        "permitted_by": "市民課長",
        "basis": "職権",
        edit_path(child, "shown"): "on",
    }
    named = {edit_path(child, "name"): "見本　三太"}
    carry_through(*staff, "amend", amend | shown(child) | named)
    assert now(child).particulars.name == "見本　三太"
    assert now(child).history_number == 2


def shown(person: UUID) -> dict[str, str]:
    """The block of corrections as the screen shows it before anything is typed."""
    items = now(person).particulars
    return {
        edit_path(person, spec.name): text_of(items, spec)
        for spec in fields_for(KINDS["amend"].sheet.edits, items.kind)
        if spec.name in Particulars.__slots__
    }
