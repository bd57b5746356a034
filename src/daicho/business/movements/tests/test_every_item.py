"""Every item (すべての管理項目, STD-1.1.1, 1.1.2): each of both catalogues is set by a movement, kept, and corrected."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path
from uuid import UUID

import pytest
import yaml

from daicho.business.movements.commands.save_draft import seal_numbers
from daicho.business.movements.domain.editing import LEGAL_DATES
from daicho.business.movements.domain.every_item import EVERY_ITEM
from daicho.business.movements.domain.person import read_person
from daicho.business.movements.domain.reading import Reader
from daicho.business.movements.models import Case
from daicho.business.movements.tests.amending import amendment, block
from daicho.business.movements.tests.correcting import correcting
from daicho.business.movements.tests.family import Staff, moving, now
from daicho.business.movements.tests.paper import (
    CHILD,
    FOREIGNER,
    HEAD,
    carry_through,
    codes,
    individual_number,
    move_in_paper,
    pool,
)
from daicho.kernel.clock import business_today
from daicho.registers.residents.domain.particulars import Particulars, Status
from daicho.registers.residents.domain.segments import Holding

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]

CATALOGUE = Path(__file__).resolve().parents[5] / "specs" / "catalogues.yaml"
INSURANCE = {
    "nhi_insured": ("yes", "no"),
    "nhi_acquired_on": ("R8.4.1", "R8.4.2"),
    "nhi_lost_on": ("R8.5.1", "R8.5.2"),
    "late_elderly_insured": ("no", "yes"),
    "late_elderly_acquired_on": ("R8.4.3", "R8.4.4"),
    "late_elderly_lost_on": ("R8.5.3", "R8.5.4"),
    "ltc_insured": ("yes", "no"),
    "ltc_acquired_on": ("R8.4.5", "R8.4.6"),
    "ltc_lost_on": ("R8.5.5", "R8.5.6"),
    "pension_insured": ("yes", "no"),
    "basic_pension_number": ("0000-000001", "0000-000002"),
    "pension_type": ("1号", "3号"),
    "pension_type_changed_on": ("R8.4.7", "R8.4.8"),
    "pension_acquired_on": ("R8.4.9", "R8.4.10"),
    "pension_lost_on": ("R8.5.9", "R8.5.10"),
    "child_allowance_start_month": ("2026-04", "2026-05"),
    "child_allowance_end_month": ("2027-03", "2027-04"),
}
COMMON = {
    "name_kana": ("ミホン　タロウ", "ミホン　タロオ"),
    "name_kana_confirmed": ("on", ""),
    "sex": ("male", "female"),
    "card_status": ("交付済み", "返納"),
    "sign_cert_serial": ("00A1", "00A2"),
    "auth_cert_serial": ("00B1", "00B2"),
    "last_registered_address": ("東京都港区1番", "東京都港区2番"),
    "adult_ward": ("on", ""),
    "remarks": ("備考一", "備考二"),
    **INSURANCE,
}
"""Per item: what the form of a 転入 is given, and what a 誤記修正 puts instead."""
JAPANESE = {
    **COMMON,
    "name": ("見本　太郎", "見本　太朗"),
    "former_surname": ("例示", "例事"),
    "former_surname_kana": ("レイジ", "レイコト"),
    "former_surname_kana_confirmed": ("on", ""),
    "birth_date": ("昭和60年4月1日", "昭和60年4月2日"),
    "domicile": ("東京都港区1番", "東京都港区3番"),
    "family_register_head": ("見本　一", "見本　二"),
    "voter_registered": ("yes", "no"),
}
FOREIGN = {
    **COMMON,
    "name_alphabet": ("SAMPLE MARIA", "SAMPLE MARIE"),
    "name_kanji": ("見本麻里亜", "見本麻理亜"),
    "birth_date": ("1988年2月3日", "1988年2月4日"),
    "alias": ("例示　まり", "例示　真理"),
    "alias_kana": ("レイジ　マリ", "レイジ　マリイ"),
    "alias_kana_confirmed": ("on", ""),
    "alias_recorded_on": ("R7.4.1", "R7.4.2"),
    "alias_recorded_municipality": ("港区", "千代田区"),
    "alias_recorded_municipality_code": ("131032", "131016"),
    "alias_deleted_on": ("R7.5.1", "R7.5.2"),
    "alias_deleted_municipality": ("港区", "千代田区"),
    "alias_deleted_municipality_code": ("131032", "131016"),
    "nationality": ("架空国", "見本国"),
    "old_alien_registration_date": ("平成5年 月日不詳", "平成6年 月日不詳"),
    "landing_permit_move_in": ("on", ""),
    "name_preference": ("通称", "氏名"),
    "mail_name_code": ("1", "2"),
}
OF_THE_PAPER = {
    "previous_address": ("東京都港区9番", "東京都港区8番"),
    "previous_address_code": ("131032", "131016"),
    "previous_postal_code": ("105-0001", "105-0002"),
}
SET_BY_THE_MOVEMENT = {
    "address": "福島県見本市一丁目1",
    "address_code": "07201180000",
    "postal_code": "960-8141",
    "address_since": "令和8年11月15日",
    "notification_date": "R8.11.18",
    "resident_since": "令和8年11月15日",
    "foreign_resident_since": "令和8年11月15日",
    "residence_notified": "",
}
"""What the form does not ask, because it follows; the text is the correction."""
BY_CATEGORY: dict[str, dict[str, tuple[str, str]]] = {
    "mid_long_term": {
        "residence_status": ("留学", "研修"),
        "residence_period": ("3年", "1年"),
        "residence_until": ("2028-02-03", "2027-02-03"),
        "residence_card_number": ("ZZ00000001ZZ", "ZZ00000002ZZ"),
    },
    "special_permanent": {"special_permanent_number": ("見本1", "見本2")},
    "temporary_refuge": {"landing_period": ("6月", "3月")},
    "provisional_stay": {"provisional_stay_period": ("6月", "3月")},
    "transitional_birth": {},
    "transitional_nationality_loss": {},
}
NUMBERED = ("atena_number", "household_number", "member_order", "head_name")
"""What the register or the household gives; proved in tests of their own below."""
ELSEWHERE = {
    "history_fields": "異動履歴: specs/features/history",
    "issuance_history": "交付履歴: business/certificates",
    "suppression_flag": "抑止: registers/protection",
    "memo": "メモ: registers/residents",
    "processed_on": "処理日: 当日に決まり、誰も直せない (STD-4.0.3)",
    "article_30_45": "区分ごとの事項: BY_CATEGORY",
}
BY_OTHER_KINDS = ("individual_number", "resident_record_code", "resident_status", "resident_kind")


def catalogue(group: str) -> set[str]:
    """The codes of one group of the catalogue."""
    whole = yaml.load(CATALOGUE.read_bytes(), Loader=yaml.CSafeLoader)["managed_items"][group]
    return {item["code"] for part in whole.values() for item in part}


def test_no_item_of_the_catalogues_is_left_out() -> None:
    told = {*NUMBERED, *ELSEWHERE, *BY_OTHER_KINDS, *OF_THE_PAPER, "relationship_to_head"}
    follows = set(SET_BY_THE_MOVEMENT)
    assert catalogue("japanese") <= told | set(JAPANESE) | follows
    assert catalogue("foreign") <= told | set(FOREIGN) | follows
    assert catalogue("removed_record") <= set(REMOVED) | {"removed_status"}
    correctable = {spec.name for section in EVERY_ITEM for spec in section.fields}
    assert set(JAPANESE) | set(FOREIGN) | follows | set(OF_THE_PAPER) <= correctable


def is_text(name: str, value: str, held: Holding) -> bool:
    """Whether the register shows what was typed, in the words of the form."""
    kept = getattr(held.particulars, name)
    if isinstance(kept, bool):
        return kept is (value in ("on", "yes"))
    if name in LEGAL_DATES:
        return bool(kept.display() == value)
    if hasattr(kept, "isoformat"):
        typed = Reader({"x": value}, kept).legal_date("x", "", LEGAL_DATES["address_since"])
        return typed is not None and typed.exact == kept
    return str(kept) == value


def enter(staff: Staff, person: Mapping[str, str], **paper: str) -> tuple[UUID, UUID]:
    """A 転入 of one person with these items. Returns the case and the person."""
    pool()
    typed = {
        "previous_municipality": "131032",
        "previous_address": "東京都港区9番",
        "previous_postal_code": "105-0001",
        "origin": "overseas",
    }
    case = carry_through(
        *staff, "move_in", move_in_paper({**person, "relationship": "世帯主"}, **typed | paper)
    )
    (key,) = Case.objects.get(key=case).persons
    return case, key


def set_kept_and_corrected(
    staff: Staff, base: Mapping[str, str], items: Mapping[str, tuple[str, str]]
) -> None:
    case, person = enter(staff, {**base, **{name: first for name, (first, _) in items.items()}})
    kept = now(person)
    for name, (first, _) in {**items, **OF_THE_PAPER}.items():
        assert is_text(name, first, kept), name
    own = {f.name for f in fields(Particulars)} - (
        {"foreign_resident_since", "residence_notified"}
        if kept.particulars.kind.value == "japanese"
        else {"resident_since"}
    )
    follows = {name: text for name, text in SET_BY_THE_MOVEMENT.items() if name in own}
    for name in follows:
        assert getattr(kept.particulars, name) not in ("", None), name
    second = {name: text for name, (_, text) in {**items, **OF_THE_PAPER}.items()} | follows
    carry_through(*staff, "error_amend", correcting(case, {person: second}))
    corrected = now(person)
    for name, text in second.items():
        assert is_text(name, text, corrected), name
    assert corrected.particulars.head_name == corrected.particulars.printed_name
    assert corrected.atena_number == kept.atena_number


@pytest.mark.proves(
    "STD-1.1.1/m1",
    "STD-1.1.1/m2",
    "STD-1.1.1/m3",
    "STD-1.1.1/m4",
    "STD-1.1.1/m5",
    "STD-1.1.1/m7",
    "STD-1.1.1/m8",
    "STD-1.1.1/m9",
    "STD-1.1.1/m10",
    "STD-1.1.1/m11",
    "STD-1.1.1/m12",
    "STD-1.1.1/m18",
    "STD-1.1.1/m19",
    "STD-1.1.1/m20",
    "STD-4.1.1.1/m1",
    "STD-1.1.17/m1",
)
def test_every_item_of_a_japanese_resident(staff: Staff) -> None:
    set_kept_and_corrected(staff, HEAD, JAPANESE)


@pytest.mark.proves(
    "STD-1.1.2/m1",
    "STD-1.1.2/m2",
    "STD-1.1.2/m3",
    "STD-1.1.2/m4",
    "STD-1.1.2/m5",
    "STD-1.1.2/m6",
    "STD-1.1.2/m8",
    "STD-1.1.2/m9",
    "STD-1.1.2/m10",
    "STD-1.1.2/m11",
    "STD-1.1.2/m12",
    "STD-1.1.2/m13",
    "STD-1.1.2/m16",
    "STD-1.1.2/m17",
)
@pytest.mark.parametrize("category", list(BY_CATEGORY))
def test_every_item_of_a_foreign_resident_of_each_category(staff: Staff, category: str) -> None:
    own = BY_CATEGORY[category]
    others = {name for items in BY_CATEGORY.values() for name in items} - set(own)
    base = {k: v for k, v in FOREIGNER.items() if k not in others} | {
        "residence_category": category
    }
    set_kept_and_corrected(staff, base, FOREIGN | own)


@pytest.mark.proves("STD-1.1.2/m18")
def test_what_no_foreign_resident_has_is_neither_asked_nor_kept() -> None:
    typed = {f"persons.0.{k}": v for k, v in FOREIGNER.items()}
    typed |= {
        f"persons.0.{name}": JAPANESE[name][0]
        for name in (
            "former_surname",
            "former_surname_kana",
            "domicile",
            "family_register_head",
            "voter_registered",
        )
    }
    reader = Reader({k.removeprefix("persons.0."): v for k, v in typed.items()}, business_today())
    items = read_person(reader, slot="persons.0").items
    assert not reader.problems
    assert not {"former_surname", "domicile", "family_register_head", "voter_registered"} & set(
        items
    )


@pytest.mark.proves("STD-1.1.1/m6", "STD-1.1.2/m7")
@pytest.mark.parametrize("person", [HEAD, FOREIGNER])
def test_both_numbers_are_set_kept_and_corrected(staff: Staff, person: dict[str, str]) -> None:
    numbered = person | {
        "individual_number": individual_number(71),
        "resident_record_code": codes(7_100_000, 10)[0],
    }
    _, key = enter(staff, numbered)
    first = now(key).particulars
    assert first.individual_number_ref is not None
    assert first.resident_record_code_ref is not None
    paper = amendment(
        block("number_correct", key, individual_number=individual_number(72)),
        basis="職権",
        ground="届書の再確認",
    )
    carry_through(*staff, "number_correct", seal_numbers(paper))
    paper = amendment(
        block("code_change", key, resident_record_code=codes(7_200_000, 10)[0]),
        operation="correct",
        basis="職権",
        ground="届書の再確認",
    )
    carry_through(*staff, "code_change", seal_numbers(paper))
    second = now(key).particulars
    assert second.individual_number_ref not in (None, first.individual_number_ref)
    assert second.resident_record_code_ref not in (None, first.resident_record_code_ref)


@pytest.mark.proves("STD-1.1.1/m14")
def test_numbers_and_places_are_given_kept_and_changed_by_a_movement(
    staff: Staff, family: list[UUID]
) -> None:
    held = [now(p) for p in family]
    assert [h.particulars.member_order for h in held] == [1, 2, 3, 4]
    assert len({h.atena_number for h in held}) == 4
    assert len({h.particulars.household_number for h in held}) == 1
    mother, son = family[1], family[2]
    split = moving([mother, son]) | {
        f"relationship.{mother}": "世帯主",
        f"relationship.{son}": "子",
    }
    carry_through(*staff, "household_split", split)
    after = [now(p) for p in family]
    assert [h.atena_number for h in after] == [h.atena_number for h in held]
    assert [h.particulars.member_order for h in after] == [1, 1, 2, 2]
    assert after[1].particulars.household_number != held[1].particulars.household_number


REMOVED = {
    "removal_reason": ("国内転出", "国内転出（訂正）"),
    "destination_planned": ("東京都港区1番", "東京都港区2番"),
    "destination_planned_code": ("131032", "131016"),
    "destination_planned_postal": ("1050001", "1050002"),
    "event_date": ("令和8年11月10日", "令和8年11月9日"),
    "removal_notification_date": ("R8.11.10", "R8.11.9"),
    "destination_confirmed": ("東京都港区3番", "東京都港区4番"),
    "destination_confirmed_code": ("131032", "131016"),
    "destination_confirmed_postal": ("1050003", "1050004"),
    "arrival_notice_date": ("R8.11.18", "R8.11.17"),
    "move_out_date": ("R8.11.12", "R8.11.13"),
}


@pytest.mark.proves(
    "STD-1.1.1/m13",
    "STD-1.1.1/m21",
    "STD-1.1.1/m22",
    "STD-1.1.2/m14",
)
@pytest.mark.parametrize("person", [HEAD | CHILD | {"relationship": "世帯主"}, FOREIGNER])
def test_every_item_of_a_removed_record(staff: Staff, person: dict[str, str]) -> None:
    _, key = enter(staff, person, event_date="2026-04-01", notified_on="2026-04-02")
    leaving = moving(
        [key],
        abroad="domestic",
        destination_municipality="131032",
        destination_address="東京都港区1番",
        destination_postal="105-0001",
        event_date="2026-11-10",
        notified_on="2026-11-10",
    )
    carry_through(*staff, "move_out", leaving)
    notice = {
        f"selected.{key}": "on",
        "event_date": "2026-11-12",
        "noticed_on": "2026-11-18",
        "confirmed_municipality": "131032",
        "confirmed_address": "東京都港区3番",
        "confirmed_postal": "105-0003",
    }
    case = carry_through(*staff, "arrival_notice", notice)
    kept = now(key)
    assert kept.status is Status.REMOVED
    assert kept.particulars.removal.label == "転出"
    column = {"event_date": "removal_event_date"}
    for name, (first, _) in REMOVED.items():
        assert is_text(column.get(name, name), first, kept), name
    second = {column.get(name, name): text for name, (_, text) in REMOVED.items()}
    carry_through(*staff, "error_amend", correcting(case, {key: second}))
    corrected = now(key)
    for name, text in second.items():
        assert is_text(name, text, corrected), name
