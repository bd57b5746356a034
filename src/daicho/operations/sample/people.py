"""People (架空の人): who somebody is, and the items of a record that follow from age and standing."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Any
from uuid import UUID

from daicho.kernel.periods import months_after
from daicho.kernel.uncertain_dates import Calendar, Form, LegalDate
from daicho.kernel.uncertain_dates.legal_date import WrittenDate
from daicho.kernel.wareki import TAISHO, era_of
from daicho.operations.sample.names import ForeignNames, Sex, Written, full
from daicho.operations.sample.numbers import card_number
from daicho.operations.sample.pools import NATIONS
from daicho.registers.residents.domain import households
from daicho.registers.residents.domain.particulars import Kind, Particulars, ResidenceCategory

FOREIGN_RESIDENTS_FROM = date(2012, 7, 9)
_TWO_ERAS = date(1926, 12, 25)
"""大正15年12月25日 and 昭和元年12月25日 are one day, and both may be written."""
CARDS_FROM = date(2016, 1, 4)
KANA_CONFIRMED_FROM = date(2025, 5, 26)
STATUSES: dict[str, int] = {
    "永住者": 0,
    "技術・人文知識・国際業務": 3,
    "留学": 1,
    "家族滞在": 3,
    "特定技能": 1,
    "技能実習": 1,
    "日本人の配偶者等": 3,
    "定住者": 5,
    "高度専門職": 5,
}
"""在留資格 and the years of its 在留期間; 0: without end."""


@dataclass(slots=True)
class Someone:
    """One invented person; `household` is empty while not a resident, `items` are the newest."""

    key: UUID
    atena_number: str
    kind: Kind
    sex: Sex
    birth: LegalDate
    family: Written
    own: Written
    foreign: ForeignNames | None
    nationality: str
    domicile: str
    register_head: str
    fortune: float
    """Between 0 and 1, for life: whom national health insurance covers, who asked for a card when."""
    father: UUID | None = None
    mother: UUID | None = None
    partner: UUID | None = None
    household: str = ""
    record: UUID | None = None
    items: Particulars | None = None
    became_on: date = date.min
    gone_on: date = date.min
    dead: bool = False
    children: int = 0
    allowance_from: str = ""
    refs: dict[str, UUID] = field(default_factory=dict)

    @property
    def names(self) -> dict[str, Any]:
        """The items of the name."""
        if self.foreign is None:
            name = full(self.family, self.own)
            return {"name": name.text, "name_kana": name.kana}
        own = self.foreign
        return {
            "name_alphabet": own.alphabet,
            "name_kanji": own.kanji,
            "name_kana": own.kana,
            "alias": own.alias,
            "alias_kana": own.alias_kana,
        }

    @property
    def printed_name(self) -> str:
        return self.foreign.alphabet if self.foreign else full(self.family, self.own).text

    @property
    def now(self) -> Particulars:
        """The newest items of somebody who was ever entered."""
        assert self.items is not None
        return self.items

    def age(self, on: date) -> int:
        born = self.birth.sort_on
        return on.year - born.year - ((on.month, on.day) < (born.month, born.day))

    def as_member(self) -> households.Person:
        """What the household engine needs to know."""
        return households.Person(
            key=self.key,
            name=self.printed_name,
            sex=self.sex,
            birth_on=self.birth.sort_on,
            resident_number=self.atena_number,
            birth_certain=self.birth.exact is not None,
            foreign=self.kind is Kind.FOREIGN,
            first_in_register=self.printed_name == self.register_head,
        )


def birth_date(rng: Random, on: date, *, kind: Kind, newborn: bool = False) -> LegalDate:
    """A birth date on about this day; of the old, one in fifty is unknown in part."""
    if kind is Kind.FOREIGN:
        if not newborn and rng.random() < 0.02:
            words = WrittenDate(Form.MONTH_DAY_UNKNOWN, None, on.year)
            return LegalDate(words, Calendar.SEIREKI, date(on.year, 12, 31))
        return LegalDate.of_day(on, calendar=Calendar.SEIREKI)
    if abs(on.year - _TWO_ERAS.year) < 2 and rng.random() < 0.4:
        words = WrittenDate(Form.EXACT, TAISHO, 15, 12, 25)
        return LegalDate(words, Calendar.WAREKI, _TWO_ERAS)
    old = not newborn and on.year < 1960
    return part_unknown(rng, on) if old and rng.random() < 0.02 else LegalDate.of_day(on)


def part_unknown(rng: Random, on: date) -> LegalDate:
    """A day of which only the month, or about the day, is known."""
    era = era_of(on)
    year = era.year_of(on.year)
    if rng.random() < 0.5:
        last = months_after(on.replace(day=1), 1) - timedelta(days=1)
        if era_of(last) is era:
            return LegalDate(
                WrittenDate(Form.DAY_UNKNOWN, era, year, on.month), Calendar.WAREKI, last
            )
    words = WrittenDate(Form.ABOUT_DAY, era, year, on.month, on.day)
    return LegalDate(words, Calendar.WAREKI, on)


def since(rng: Random, on: date, *, before: date) -> LegalDate:
    """住民となった年月日 as it was written long ago: rarely a day that no calendar has."""
    last = on.replace(day=28)
    if on.month == 2 and on.year % 4 and last < before and rng.random() < 0.05:
        era = era_of(last)
        words = WrittenDate(Form.NON_CALENDAR, era, era.year_of(last.year), 2, 29)
        return LegalDate(words, Calendar.WAREKI, last)
    return part_unknown(rng, on) if rng.random() < 0.003 else LegalDate.of_day(on)


def residence(rng: Random, someone: Someone, on: date) -> dict[str, Any]:
    """The items of a foreign resident's stay, by one of the categories of article 30-45."""
    chance = rng.random()
    common: dict[str, Any] = {"nationality": someone.nationality, "residence_notified": True}
    if on == FOREIGN_RESIDENTS_FROM:
        common["old_alien_registration_date"] = LegalDate.of_day(
            date(rng.randint(1985, 2011), rng.randint(1, 12), rng.randint(1, 28))
        )
    if chance < 0.14:
        category = ResidenceCategory.SPECIAL_PERMANENT
        return common | {
            "residence_category": category,
            "residence_status": "特別永住者",
            "special_permanent_number": card_number(rng),
        }
    if chance < 0.155:
        return common | {
            "residence_category": ResidenceCategory.TEMPORARY_REFUGE,
            "landing_period": "6月",
            "residence_until": months_after(on, 6),
        }
    if chance < 0.17:
        return common | {
            "residence_category": ResidenceCategory.PROVISIONAL_STAY,
            "provisional_stay_period": "6月",
            "residence_until": months_after(on, 6),
        }
    return common | mid_long_term(rng, on)


def mid_long_term(rng: Random, on: date, *, status: str = "") -> dict[str, Any]:
    """The items of a 中長期在留者, with a 在留資格 already held or another."""
    status = status or rng.choice(list(STATUSES))
    years = STATUSES[status]
    return {
        "residence_category": ResidenceCategory.MID_LONG_TERM,
        "residence_status": status,
        "residence_period": f"{years}年" if years else "無期限",
        "residence_until": months_after(on, 12 * years) if years else None,
        "residence_card_number": card_number(rng),
    }


def nation(rng: Random) -> str:
    return rng.choice(NATIONS)


def items_of_age(someone: Someone, on: date) -> dict[str, Any]:
    """個別事項 and the card as they stand on a day."""
    age = someone.age(on)
    born = someone.birth.sort_on
    old = age >= 75
    nhi = not old and someone.fortune < (0.75 if age >= 60 else 0.25)
    items: dict[str, Any] = {
        "voter_registered": None if someone.kind is Kind.FOREIGN else age >= 18,
        "nhi_insured": nhi,
        "nhi_acquired_on": someone.became_on if nhi or old else None,
        "nhi_lost_on": months_after(born, 900) if old else None,
        "late_elderly_insured": old,
        "late_elderly_acquired_on": max(months_after(born, 900), someone.became_on)
        if old
        else None,
        "ltc_insured": age >= 65,
        "ltc_acquired_on": max(months_after(born, 780), someone.became_on) if age >= 65 else None,
        "child_allowance_start_month": someone.allowance_from,
        "card_status": _card(someone, on),
        "name_kana_confirmed": on >= KANA_CONFIRMED_FROM and someone.fortune > 0.1,
    }
    if items["nhi_lost_on"] and items["nhi_lost_on"] <= someone.became_on:
        items["nhi_acquired_on"] = items["nhi_lost_on"] = None
    return items | _pension(someone, age)


def _pension(someone: Someone, age: int) -> dict[str, Any]:
    if age < 20:
        return {"pension_insured": False}
    born = someone.birth.sort_on
    return {
        "pension_insured": age < 60,
        "basic_pension_number": f"9999-{int(someone.fortune * 10**6):06d}",
        "pension_type": ("第1号", "第2号", "第2号", "第3号")[int(someone.fortune * 4)],
        "pension_acquired_on": months_after(born, 240),
        "pension_lost_on": months_after(born, 720) if age >= 60 else None,
    }


def _card(someone: Someone, on: date) -> str:
    asked = CARDS_FROM + timedelta(days=int(someone.fortune * 5200))
    return "個人番号カード交付済" if on >= asked and someone.kind is Kind.JAPANESE else ""
