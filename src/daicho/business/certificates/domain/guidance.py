"""Guidance (案内票, practice.md §2): which counters those of a movement go to next, and why.

From what happened to each person, their age on the day, and what the register knows of them (個別事項). Somebody whose
birth is 不詳 is sent nowhere by age.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from daicho.kernel.periods import age_by_end_of, reaches_age_on
from daicho.kernel.uncertain_dates import LegalDate
from daicho.registers.residents.domain.case_acts import CaseAct, Effect
from daicho.registers.residents.domain.particulars import Particulars

COUNTERS: Final = (
    ("health", "国民健康保険"),
    ("late_elderly", "後期高齢者医療"),
    ("care", "介護保険"),
    ("pension", "国民年金"),
    ("child_allowance", "児童手当"),
    ("child_medical", "子どもの医療費の助成"),
    ("school", "小学校・中学校の転校"),
    ("card", "個人番号カード"),
    ("water", "水道"),
)
"""The counters to which a movement may send people on (案内票, practice.md §2)."""
TITLES: Final = dict(COUNTERS)


class Turn(StrEnum):
    """What happened to somebody, as far as other counters care."""

    IN = "in"
    BORN = "born"
    WITHIN = "within"
    OUT = "out"
    ABROAD = "abroad"
    DIED = "died"
    HOUSEHOLD = "household"
    NAMED = "named"


TURNS: Final = {
    "entry_domestic_move_in": Turn.IN,
    "entry_overseas_move_in": Turn.IN,
    "entry_ex_officio": Turn.IN,
    "entry_birth": Turn.BORN,
    "correction_move_within": Turn.WITHIN,
    "removal_domestic_move_out": Turn.OUT,
    "removal_overseas_move_out": Turn.ABROAD,
    "removal_death": Turn.DIED,
    "household_split": Turn.HOUSEHOLD,
    "household_merge": Turn.HOUSEHOLD,
    "household_transfer": Turn.HOUSEHOLD,
    "household_head_change": Turn.HOUSEHOLD,
    "former_surname_entry": Turn.NAMED,
    "former_surname_change": Turn.NAMED,
    "former_surname_deletion": Turn.NAMED,
    "alias_entry": Turn.NAMED,
    "alias_deletion": Turn.NAMED,
}
COMING: Final = frozenset({Turn.IN, Turn.BORN})
LEAVING: Final = frozenset({Turn.OUT, Turn.ABROAD, Turn.DIED})
MOVING: Final = frozenset({Turn.IN, Turn.WITHIN, Turn.OUT, Turn.ABROAD})


@dataclass(frozen=True, slots=True)
class Ages:
    """The ages of the law on the day, by the codes of `laws/ages.yaml`."""

    years: Mapping[str, int]
    day: date

    def reached(self, birth: LegalDate, code: str) -> bool:
        """Whether somebody has reached an age by the end of the day."""
        age = age_by_end_of(birth, on=self.day)
        return age is not None and age >= self.years[code]

    def before_april(self, birth: LegalDate, code: str) -> bool:
        """Whether the 1 April that follows an age has not come yet (学年・年度)."""
        eve = reaches_age_on(birth, age=self.years[code])
        if eve is None:
            return False
        april = date(eve.year, 4, 1)
        return self.day < (april if eve < april else date(eve.year + 1, 4, 1))


@dataclass(frozen=True, slots=True)
class Counter:
    """Where a counter is, as the town's table of the day has it; blank where it says nothing."""

    name: str = ""
    place: str = ""
    phone: str = ""
    bring: str = ""


@dataclass(frozen=True, slots=True)
class Visit:
    """One counter to go to: for whom, and what for."""

    code: str
    names: tuple[str, ...]
    why: str

    @property
    def title(self) -> str:
        return TITLES[self.code]


Rule = Callable[[Turn, Particulars, Ages], str]
"""What somebody does at the counter; blank: nothing."""


def _health(turn: Turn, items: Particulars, ages: Ages) -> str:
    if ages.reached(items.birth_date, "late_elderly"):
        return ""
    if turn in COMING:
        return "会社などの健康保険に入らない人の加入"
    if not items.nhi_insured:
        return ""
    if turn in LEAVING:
        return "資格の喪失と資格確認書などの返却"
    return "住所・世帯・氏名の変更" if turn is not Turn.NAMED else "氏名の変更"


def _late_elderly(turn: Turn, items: Particulars, ages: Ages) -> str:
    if not (items.late_elderly_insured or ages.reached(items.birth_date, "late_elderly")):
        return ""
    return _by_turn(turn, "資格の取得", "住所・世帯・氏名の変更", "資格の喪失と負担区分等証明書")


def _care(turn: Turn, items: Particulars, ages: Ages) -> str:
    if not (items.ltc_insured or ages.reached(items.birth_date, "care")):
        return ""
    return _by_turn(
        turn,
        "資格の取得と要介護認定の引継ぎ",
        "住所・世帯・氏名の変更",
        "資格の喪失と受給資格証明書",
    )


def _pension(turn: Turn, items: Particulars, ages: Ages) -> str:
    within = ages.reached(items.birth_date, "pension_from") and not ages.reached(
        items.birth_date, "pension_until"
    )
    if turn is Turn.DIED:
        return "未支給年金・遺族年金などの相談" if items.pension_insured else ""
    if not within:
        return ""
    if turn is Turn.IN:
        return "会社などの年金に入らない人の届出"
    if turn is Turn.ABROAD:
        return "資格の喪失と任意加入の相談"
    return "住所・氏名の変更の確認" if items.pension_insured and turn is not Turn.BORN else ""


def _child_allowance(turn: Turn, items: Particulars, ages: Ages) -> str:
    if not ages.before_april(items.birth_date, "child_allowance_until"):
        return ""
    return _by_turn(turn, "認定の請求（15日以内）", "住所・世帯・氏名の変更", "受給する事由の消滅")


def _child_medical(turn: Turn, items: Particulars, ages: Ages) -> str:
    if not ages.before_april(items.birth_date, "child_medical_until"):
        return ""
    return _by_turn(turn, "受給資格証の申請", "住所・世帯・氏名の変更", "受給資格証の返却")


def _school(turn: Turn, items: Particulars, ages: Ages) -> str:
    begun = not ages.before_april(items.birth_date, "school_from") and ages.reached(
        items.birth_date, "school_from"
    )
    if turn not in MOVING or not begun:
        return ""
    if not ages.before_april(items.birth_date, "school_until"):
        return ""
    return "転出する学校の届出" if turn in LEAVING else "転入する学校の指定"


def _card(turn: Turn, items: Particulars, _ages: Ages) -> str:
    if turn is Turn.BORN:
        return "個人番号カードの申請"
    if not items.card_status:
        return ""
    if turn is Turn.IN:
        return "カードの継続利用（90日以内）と暗証番号の確認"
    if turn is Turn.ABROAD:
        return "国外で継続して使う手続"
    return "カードの券面の変更" if turn in (Turn.WITHIN, Turn.NAMED) else ""


def _water(turn: Turn, _items: Particulars, _ages: Ages) -> str:
    if turn not in MOVING:
        return ""
    if turn is Turn.IN:
        return "使用の開始"
    return "使用の中止" if turn in LEAVING else "今までの住所の使用の中止と、新しい住所の使用の開始"


def _by_turn(turn: Turn, coming: str, staying: str, leaving: str) -> str:
    if turn in COMING:
        return coming
    return leaving if turn in LEAVING else staying


RULES: Final[dict[str, Rule]] = {
    "health": _health,
    "late_elderly": _late_elderly,
    "care": _care,
    "pension": _pension,
    "child_allowance": _child_allowance,
    "child_medical": _child_medical,
    "school": _school,
    "card": _card,
    "water": _water,
}
AGES: Final = (
    "school_from",
    "school_until",
    "child_allowance_until",
    "child_medical_until",
    "pension_from",
    "pension_until",
    "care",
    "late_elderly",
)


def visits(acts: Iterable[CaseAct], ages: Ages) -> tuple[Visit, ...]:
    """The counters of a case in the order of the table, each once for each errand."""
    people = [
        (TURNS[act.reason], effect)
        for act in acts
        if act.reason in TURNS
        for effect in act.effects
        if _concerned(TURNS[act.reason], effect)
    ]
    found: dict[tuple[str, str], list[str]] = {}
    for code, rule in RULES.items():
        for turn, effect in people:
            items = (effect.before if effect.removes else None) or effect.after
            if why := rule(turn, items, ages):
                found.setdefault((code, why), []).append(items.printed_name)
    return tuple(
        Visit(code, tuple(dict.fromkeys(names)), why) for (code, why), names in found.items()
    )


def _concerned(turn: Turn, effect: Effect) -> bool:
    """Those to whom it happened, not those whose household changed around them."""
    if turn in COMING:
        return effect.before is None
    if turn in LEAVING:
        return effect.removes
    if turn is Turn.WITHIN and effect.before is not None:
        return effect.before.address_since != effect.after.address_since
    return True
