"""Particulars (記載事項): every item of one resident record at one time, changed or not (STD-1.1.1, 1.1.2, 1.2.1).

One frozen value per version. Personal number and resident record code are not here: `…_ref` points into the vault.
Text is never None (an empty string is 空欄); dates and flags that may be unknown are None.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date
from enum import StrEnum
from uuid import UUID

from daicho.kernel.uncertain_dates import LegalDate


class Kind(StrEnum):
    """Resident kind (住民種別)."""

    JAPANESE = "japanese"
    FOREIGN = "foreign"

    @property
    def label(self) -> str:
        return {"japanese": "日本人住民", "foreign": "外国人住民"}[self.value]


class Sex(StrEnum):
    """Sex (性別); blank is lawful (STD-1.1.6)."""

    MALE = "male"
    FEMALE = "female"
    BLANK = ""

    @property
    def label(self) -> str:
        return {"male": "男", "female": "女", "": ""}[self.value]


class Status(StrEnum):
    """Status of a version (住民状態): present, removed, or the original of a rewritten record (改製原)."""

    PRESENT = "present"
    REMOVED = "removed"
    REWRITTEN = "rewritten"


class Removal(StrEnum):
    """Why a record was removed (消除の区分)."""

    NONE = ""
    MOVED_OUT = "moved_out"
    DEAD = "dead"
    REMOVED = "removed"

    @property
    def label(self) -> str:
        return {"": "住民", "moved_out": "転出", "dead": "死亡", "removed": "消除"}[self.value]


class ResidenceCategory(StrEnum):
    """Category of article 30-45 (法30条の45の区分)."""

    NONE = ""
    MID_LONG_TERM = "mid_long_term"
    SPECIAL_PERMANENT = "special_permanent"
    TEMPORARY_REFUGE = "temporary_refuge"
    PROVISIONAL_STAY = "provisional_stay"
    TRANSITIONAL_BIRTH = "transitional_birth"
    TRANSITIONAL_NATIONALITY_LOSS = "transitional_nationality_loss"

    @property
    def label(self) -> str:
        return _CATEGORY_LABELS[self]


_CATEGORY_LABELS = {
    ResidenceCategory.NONE: "",
    ResidenceCategory.MID_LONG_TERM: "中長期在留者",
    ResidenceCategory.SPECIAL_PERMANENT: "特別永住者",
    ResidenceCategory.TEMPORARY_REFUGE: "一時庇護許可者",
    ResidenceCategory.PROVISIONAL_STAY: "仮滞在許可者",
    ResidenceCategory.TRANSITIONAL_BIRTH: "出生による経過滞在者",
    ResidenceCategory.TRANSITIONAL_NATIONALITY_LOSS: "国籍喪失による経過滞在者",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Particulars:
    """All items of one version. Field names are the catalogue's codes (specs/catalogues.yaml managed_items)."""

    # 本人
    kind: Kind
    name: str = ""
    name_kana: str = ""
    name_kana_confirmed: bool = False
    former_surname: str = ""
    former_surname_kana: str = ""
    former_surname_kana_confirmed: bool = False
    birth_date: LegalDate
    sex: Sex = Sex.BLANK
    adult_ward: bool = False
    individual_number_ref: UUID | None = None
    resident_record_code_ref: UUID | None = None
    card_status: str = ""
    sign_cert_serial: str = ""
    auth_cert_serial: str = ""

    # 世帯
    household_number: str
    head_name: str = ""
    relationship_to_head: str = ""
    member_order: int | None = None

    # 戸籍の表示
    domicile: str = ""
    family_register_head: str = ""

    # 住所と日
    municipality_code: str
    town_code: str = ""
    town: str = ""
    banchi: str = ""
    katagaki: str = ""
    postal_code: str = ""
    address: str
    address_code: str = ""
    address_since: LegalDate | None = None
    resident_since: LegalDate | None = None
    foreign_resident_since: LegalDate | None = None
    resident_reason: str = ""
    notification_date: date | None = None
    previous_address: str = ""
    previous_address_code: str = ""
    previous_postal_code: str = ""
    last_registered_address: str = ""

    # 外国人住民
    name_kanji: str = ""
    name_alphabet: str = ""
    alias: str = ""
    alias_kana: str = ""
    alias_kana_confirmed: bool = False
    alias_recorded_on: date | None = None
    alias_recorded_municipality: str = ""
    alias_recorded_municipality_code: str = ""
    alias_deleted_on: date | None = None
    alias_deleted_municipality: str = ""
    alias_deleted_municipality_code: str = ""
    nationality: str = ""
    residence_category: ResidenceCategory = ResidenceCategory.NONE
    residence_status: str = ""
    residence_period: str = ""
    residence_until: date | None = None
    residence_card_number: str = ""
    special_permanent_number: str = ""
    landing_period: str = ""
    provisional_stay_period: str = ""
    old_alien_registration_date: LegalDate | None = None
    residence_notified: bool = False
    landing_permit_move_in: bool = False
    name_preference: str = ""
    mail_name_code: str = ""

    # 個別事項
    voter_registered: bool | None = None
    nhi_insured: bool | None = None
    nhi_acquired_on: date | None = None
    nhi_lost_on: date | None = None
    late_elderly_insured: bool | None = None
    late_elderly_acquired_on: date | None = None
    late_elderly_lost_on: date | None = None
    ltc_insured: bool | None = None
    ltc_acquired_on: date | None = None
    ltc_lost_on: date | None = None
    pension_insured: bool | None = None
    basic_pension_number: str = ""
    pension_type: str = ""
    pension_type_changed_on: date | None = None
    pension_acquired_on: date | None = None
    pension_lost_on: date | None = None
    child_allowance_start_month: str = ""
    child_allowance_end_month: str = ""

    # 除票固有
    removal: Removal = Removal.NONE
    removal_reason: str = ""
    removal_event_date: LegalDate | None = None
    removal_notification_date: date | None = None
    destination_planned: str = ""
    destination_planned_code: str = ""
    destination_planned_postal: str = ""
    destination_confirmed: str = ""
    destination_confirmed_code: str = ""
    destination_confirmed_postal: str = ""
    arrival_notice_date: date | None = None
    move_out_date: date | None = None

    # 統合記載欄
    attention: str = ""
    remarks: str = ""

    @property
    def printed_name(self) -> str:
        """The name a list or a sheet shows: 氏名 of a Japanese; of a foreigner the alphabet, else the kanji."""
        if self.kind is Kind.JAPANESE:
            return self.name
        return self.name_alphabet or self.name_kanji

    @property
    def full_address(self) -> str:
        """住所 with its 方書, which is not said twice where the address was written with it."""
        if self.address.endswith(self.katagaki):
            return self.address
        return f"{self.address}\u3000{self.katagaki}"

    @property
    def became_resident(self) -> LegalDate | None:
        """住民となった日, of a foreigner 外国人住民となった日."""
        return self.resident_since if self.kind is Kind.JAPANESE else self.foreign_resident_since

    @property
    def is_head(self) -> bool:
        return self.relationship_to_head == "世帯主"


ITEM_NAMES: tuple[str, ...] = tuple(f.name for f in fields(Particulars))
