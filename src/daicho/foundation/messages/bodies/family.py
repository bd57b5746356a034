"""戸籍の附票 and the family register (FAM-001 to 009): notices between 住所地 and 本籍地, and 附票本人確認情報."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from daicho.foundation.messages.bodies.values import (
    Birth,
    Body,
    Code,
    DateText,
    Day,
    Filled,
    Kana,
    Municipality,
    Name,
    Postal,
    Reason,
    Reference,
    Serial,
    Sex,
    Text,
    Text60,
    Text100,
)


class FamilyRegister(Body):
    """戸籍の表示: 本籍 and 筆頭者, and whose register it is."""

    municipality: Municipality
    domicile: Text
    head: Name


class Registered(Body):
    """One person, as a notice names them."""

    name: Name
    birth_on: Birth
    name_kana: Kana | None = None
    former_surname: Text100 | None = None
    sex: Sex | None = None
    code: Code | None = None


class Settled(Body):
    """住所 and 住所を定めた日."""

    municipality: Municipality
    address: Text
    since: DateText


class SettledWithPostal(Settled):
    """With its postal code."""

    postal_code: Postal | None = None


class Previous(Body):
    """従前の住所."""

    address: Text
    municipality: Municipality | None = None


class Overseas(Body):
    """国外転出: where to and from when."""

    destination: Text
    planned_on: Day


class AnnexNotice(Body):
    """戸籍附票記載事項通知 (19条1項)."""

    notice_number: Reference
    family_register: FamilyRegister
    people: list[Registered] = Field(min_length=1, max_length=30)
    address: SettledWithPostal
    reason: Reason
    event_on: DateText
    notified_on: Day
    detail: Text | None = None
    previous: Previous | None = None
    overseas: Overseas | None = None


class Difference(Body):
    """One item in which a notice and the family register differ."""

    item: Literal["name", "name_kana", "former_surname", "birth_on", "sex", "domicile", "head"]
    notified: Text | None = None
    recorded: Text | None = None


class AnnexMismatch(Body):
    """戸籍照合通知 (19条2項); `notice` is the number of the notice that was compared."""

    notice_number: Reference
    notice: Reference
    noticed_on: Day
    person: Registered
    differences: list[Difference] = Field(min_length=1, max_length=7)


class Resident(Registered):
    """One person with the 住所地 and the address that the 本籍地 knows."""

    municipality: Municipality | None = None
    address: Text | None = None


class Changes(Body):
    """What is written anew."""

    name: Name | None = None
    name_kana: Kana | None = None
    former_surname: Text100 | None = None
    birth_on: Birth | None = None
    sex: Sex | None = None
    domicile: Text | None = None
    head: Name | None = None
    nationality: Text60 | None = None
    relationship_words: Text60 | None = None


class Parent(Body):
    """父 or 母."""

    name: Name
    code: Code | None = None


class RegisterNotice(Body):
    """住民票記載事項通知 (9条2項)."""

    notice_number: Reference
    event: Literal[
        "birth",
        "death",
        "marriage",
        "divorce",
        "adoption",
        "adoption_dissolved",
        "acknowledgement",
        "name_change",
        "surname_change",
        "name_kana",
        "naturalization",
        "nationality_acquired",
        "nationality_lost",
        "disappearance",
        "disappearance_cancelled",
        "domicile_changed",
        "parental_authority",
        "sex_changed",
        "correction",
    ]
    event_on: DateText
    accepted_on: Day
    person: Resident
    family_register: FamilyRegister
    changes: Annotated[Changes, Filled] | None = None
    parents: Annotated[list[Parent], Field(min_length=1, max_length=2)] | None = None
    detail: Text | None = None


class Moved(Registered):
    """One person of a moved 戸籍, with the address of the 附票."""

    address: Settled


class DomicileMoved(Body):
    """本籍転属通知 (19条3項)."""

    notice_number: Reference
    former: FamilyRegister
    new: FamilyRegister
    moved_on: Day
    people: list[Moved] = Field(min_length=1, max_length=30)


class AnnexRow(Body):
    """One person's 附票本人確認情報, or some of it."""

    record_number: Reference
    name: Name | None = None
    address: Text | None = None
    municipality: Municipality | None = None
    address_since: DateText | None = None
    domicile_municipality: Municipality | None = None
    former_surname: Text100 | None = None
    birth_on: Birth | None = None
    sex: Sex | None = None
    code: Code | None = None
    name_kana: Kana | None = None
    former_surname_kana: Kana | None = None
    overseas: Text | None = None
    reason: Reason | None = None
    event_on: DateText | None = None
    recorded_on: Day | None = None
    update_number: Serial | None = None
    record_status: Literal["現存", "消除"] | None = None


class AnnexUpdate(AnnexRow):
    """附票本人確認情報の更新 (30条の41); some items stand on a 附票 only since a day (`ANNEX_SINCE` of content.py)."""

    name: Name
    address: Text
    address_since: DateText
    domicile_municipality: Municipality
    reason: Reason
    event_on: DateText
    recorded_on: Day
    update_number: Serial
    record_status: Literal["現存", "消除"]
