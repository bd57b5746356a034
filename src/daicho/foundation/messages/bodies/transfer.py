"""Between municipalities (転出・転入, 広域交付): 転出証明書情報 (住基法24条の2), 転入通知 (9条1項), 広域交付住民票 (12条の4)."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from daicho.foundation.messages.bodies.values import (
    Birth,
    Body,
    Category,
    Code,
    DateText,
    Day,
    EachOnce,
    Kana,
    Month,
    Municipality,
    Name,
    Number,
    PensionNumber,
    Postal,
    Reference,
    ResidenceCard,
    Roman,
    Sex,
    Text,
    Text20,
    Text40,
    Text60,
    Text100,
)

MOST_PEOPLE = 30


class Destination(Body):
    """Where they go."""

    municipality: Municipality
    address: Text
    postal_code: Postal | None = None


class Origin(Destination):
    """Where they left, and whose household."""

    head: Name | None = None


class Leaving(Body):
    """One person of a 転出証明書情報: the items of the paper (令23条), by the fields of a 転入届 of the register."""

    kind: Literal["japanese", "foreign"]
    birth_date: Birth
    resident_record_code: Code
    individual_number: Number | None = None
    birth_date_words: Text40 | None = None
    name: Name | None = None
    name_alphabet: Roman | None = None
    name_kanji: Name | None = None
    name_kana: Kana | None = None
    name_kana_confirmed: bool | None = None
    sex: Literal["male", "female"] | None = None
    relationship: Text40 | None = None
    domicile: Text | None = None
    family_register_head: Name | None = None
    former_surname: Text100 | None = None
    former_surname_kana: Kana | None = None
    former_surname_kana_confirmed: bool | None = None
    nationality: Text60 | None = None
    residence_category: Category | None = None
    residence_status: Text60 | None = None
    residence_period: Text40 | None = None
    residence_until: Day | None = None
    residence_card_number: ResidenceCard | None = None
    special_permanent_number: ResidenceCard | None = None
    landing_period: Text40 | None = None
    provisional_stay_period: Text40 | None = None
    alias: Text100 | None = None
    alias_kana: Kana | None = None
    alias_kana_confirmed: bool | None = None
    alias_recorded_on: Day | None = None
    alias_recorded_municipality: Text60 | None = None
    alias_recorded_municipality_code: Municipality | None = None
    alias_deleted_on: Day | None = None
    alias_deleted_municipality: Text60 | None = None
    alias_deleted_municipality_code: Municipality | None = None
    nhi_insured: bool | None = None
    nhi_acquired_on: Day | None = None
    nhi_lost_on: Day | None = None
    late_elderly_insured: bool | None = None
    late_elderly_acquired_on: Day | None = None
    late_elderly_lost_on: Day | None = None
    ltc_insured: bool | None = None
    ltc_acquired_on: Day | None = None
    ltc_lost_on: Day | None = None
    pension_insured: bool | None = None
    basic_pension_number: PensionNumber | None = None
    pension_type: Text20 | None = None
    pension_type_changed_on: Day | None = None
    pension_acquired_on: Day | None = None
    pension_lost_on: Day | None = None
    child_allowance_start_month: Month | None = None
    child_allowance_end_month: Month | None = None
    card_status: Text40 | None = None


Index = Annotated[int, Field(ge=0, lt=MOST_PEOPLE)]


class DepartureCertificate(Body):
    """転出証明書情報; `card_holders` are places in `people`, from 0."""

    destination: Destination
    origin: Origin
    reference: Reference
    move_out_on: Day
    card_holders: Annotated[list[Index], Field(max_length=MOST_PEOPLE), EachOnce]
    people: list[Leaving] = Field(min_length=1, max_length=MOST_PEOPLE)


class DepartureRequest(Body):
    """転出証明書情報の求め, by the 住民票コード of the card that was shown."""

    code: Code
    origin: Municipality


class DepartureCancelled(Body):
    """転出証明書情報の取消し: the certificate of an origin and reference is not to be used any more."""

    origin: Municipality
    destination: Municipality
    reference: Reference
    cancelled_on: Day


class Arrived(Body):
    """One who arrived."""

    code: Code
    birth_on: Birth
    name: Name | None = None


class ArrivalNotice(Body):
    """転入通知."""

    origin: Municipality
    arrived_on: Day
    notified_on: Day
    address: Text
    municipality: Municipality
    people: list[Arrived] = Field(min_length=1, max_length=MOST_PEOPLE)
    reference: Reference | None = None
    postal_code: Postal | None = None


Included = Literal["relationship", "resident_record_code", "individual_number", "residence"]


class WideAreaRequest(Body):
    """広域交付住民票情報の要求: of one person or the household, with what the person wants on it; `municipality` is 交付地."""

    code: Code
    name: Name
    birth_on: Birth
    scope: Literal["person", "household"]
    include: Annotated[list[Included], Field(max_length=4), EachOnce]
    document: Text60
    municipality: Municipality | None = None


class WideAreaPerson(Body):
    """One person on a 広域交付 copy: 本籍, 筆頭者 and 個別事項 are never on it (12条の4)."""

    birth_on: Birth
    birth_words: Text40 | None = None
    name: Name | None = None
    name_kana: Kana | None = None
    name_alphabet: Roman | None = None
    name_kanji: Name | None = None
    former_surname: Text100 | None = None
    former_surname_kana: Kana | None = None
    alias: Text100 | None = None
    alias_kana: Kana | None = None
    sex: Sex | None = None
    resident_since: DateText | None = None
    address_since: DateText | None = None
    foreign_resident_since: DateText | None = None
    notification_date: Day | None = None
    previous_address: Text | None = None
    relationship: Text40 | None = None
    resident_record_code: Code | None = None
    individual_number: Number | None = None
    nationality: Text60 | None = None
    residence_category: Category | None = None
    residence_status: Text60 | None = None
    residence_period: Text40 | None = None
    residence_until: Day | None = None
    residence_card_number: ResidenceCard | None = None
    special_permanent_number: ResidenceCard | None = None


class WideAreaAnswer(Body):
    """広域交付住民票情報."""

    reference: Reference
    municipality: Municipality
    address: Text
    people: list[WideAreaPerson] = Field(min_length=1, max_length=MOST_PEOPLE)
    head: Name | None = None
