"""Resident query (検索条件, STD-2.1.3): what a clerk typed, and the criteria it means.

A query is text, so that it can be kept, offered again and changed (STD-2.1.1). Criteria hold folded keys
(STD-2.1.2), days and digits.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from datetime import date
from enum import StrEnum
from typing import Any, Final

import regex

from daicho.kernel.characters import search_fold_kana, search_fold_name, to_full_width_katakana
from daicho.kernel.check_digits import INDIVIDUAL_NUMBER, RESIDENT_RECORD_CODE, fold_digits
from daicho.kernel.errors import Invalid, Problem
from daicho.kernel.uncertain_dates import BIRTH, SEIREKI_BIRTH, LegalDate, read_legal_date
from daicho.kernel.wareki import fold_date_text
from daicho.registers.residents.domain.labels import ITEM_LABELS
from daicho.registers.residents.domain.particulars import Removal, Sex

TEXT_LIMIT = 100
NEVER_KEPT: Final = ("individual_number", "resident_record_code")
UNCERTAIN = "不詳"

BLANKABLE: Final = (
    "individual_number_ref",
    "resident_record_code_ref",
    "name_kana",
    "name",
    "sex",
    "head_name",
    "relationship_to_head",
    "domicile",
    "family_register_head",
    "postal_code",
    "katagaki",
    "previous_address",
    "address_since",
    "nationality",
    "residence_category",
    "residence_card_number",
)
"""Items that may be searched for being 空欄 (STD-2.1.3)."""

_KANA = regex.compile(r"[\p{Hiragana}\p{Katakana}\p{Zs}\p{Pd}ー゛゜・\u2212]+")
_SPACES = regex.compile(r"\s+")
_NOT_DIGITS = regex.compile(r"[^0-9]+")
_CARD = regex.compile(r"[^0-9A-Z]+")


class Match(StrEnum):
    """How a name is compared."""

    PREFIX = "prefix"
    EXACT = "exact"
    PART = "part"
    GIVEN = "given"

    @property
    def label(self) -> str:
        return {
            "prefix": "前方一致",
            "exact": "完全一致",
            "part": "部分一致",
            "given": "名だけ",
        }[self.value]


@dataclass(frozen=True, slots=True, kw_only=True)
class ResidentQuery:
    """One search as it was typed; names of fields are names of inputs."""

    name: str = ""
    match: str = Match.PREFIX.value
    birth: str = ""
    birth_until: str = ""
    sex: str = ""
    relationship: str = ""
    town: str = ""
    town_text: str = ""
    banchi: str = ""
    katagaki: str = ""
    atena_number: str = ""
    household_number: str = ""
    card_number: str = ""
    individual_number: str = ""
    resident_record_code: str = ""
    with_removed: str = ""
    removal: str = ""
    blank: str = ""

    @classmethod
    def of(cls, given: Mapping[str, Any]) -> ResidentQuery:
        """The query of a form's or a kept query's values; unknown names are left out."""
        known = {f.name: str(given.get(f.name, "") or "")[:TEXT_LIMIT].strip() for f in fields(cls)}
        known["match"] = known["match"] if known["match"] in set(Match) else Match.PREFIX.value
        return cls(**known)

    def to_keep(self) -> dict[str, str]:
        """What may be kept for another time: never a 個人番号 or a 住民票コード."""
        return {k: v for k, v in asdict(self).items() if v and k not in NEVER_KEPT}

    @property
    def asks_for_number(self) -> bool:
        return bool(self.individual_number or self.resident_record_code)

    @property
    def conditions(self) -> tuple[tuple[str, str], ...]:
        """(label, words) of every condition set; the two numbers only say that they were given."""
        found = []
        for name, label in QUERY_LABELS.items():
            value = getattr(self, name)
            if not value or (name == "town" and self.town_text):
                continue
            found.append((label, "（伏せています）" if name in NEVER_KEPT else self._words(name)))
        return tuple(found)

    def _words(self, name: str) -> str:
        value: str = getattr(self, name)
        if name == "name" and self.match != Match.PREFIX:
            return f"{value}（{Match(self.match).label}）"
        if name == "sex":
            return Sex(value).label if value in set(Sex) else value
        if name == "removal":
            return Removal(value).label if value in set(Removal) else value
        if name == "blank":
            return ITEM_LABELS.get(value, value)
        return "はい" if name == "with_removed" else value


QUERY_LABELS: Final[dict[str, str]] = {
    "name": "氏名",
    "birth": "生年月日",
    "birth_until": "生年月日の終わり",
    "sex": "性別",
    "relationship": "続柄",
    "town": "町字コード",
    "town_text": "町字",
    "banchi": "番地",
    "katagaki": "方書",
    "atena_number": "宛名番号",
    "household_number": "世帯番号",
    "card_number": "在留カード等の番号",
    "individual_number": "個人番号",
    "resident_record_code": "住民票コード",
    "with_removed": "除票を含む",
    "removal": "消除の区分",
    "blank": "空欄の項目",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Criteria:
    """What a query means. Keys are folded; empty means no such condition."""

    match: Match = Match.PREFIX
    written: str = ""
    reading: str = ""
    name_key: str = ""
    kana_key: str = ""
    born: tuple[date, date] | None = None
    born_uncertain: bool = False
    sex: str = ""
    relationship: str = ""
    town_codes: tuple[str, str] | None = None
    town_key: str = ""
    banchi: str = ""
    katagaki_key: str = ""
    atena_number: str = ""
    household_number: str = ""
    card_number: str = ""
    individual_number: str = ""
    resident_record_code: str = ""
    with_removed: bool = False
    removal: str = ""
    blank: str = ""

    @property
    def by_name(self) -> bool:
        return bool(self.name_key or self.kana_key)

    @property
    def by_place(self) -> bool:
        return bool(self.town_codes or self.town_key or self.banchi or self.katagaki_key)

    @property
    def given_kana(self) -> str:
        """The end of a whole key: an ウ or オ that heads a 名 may have been swallowed by the 氏 before it."""
        return self.kana_key[1:] if self.kana_key[:1] in ("ウ", "オ") else self.kana_key

    def fits_name(self, *, name_key: str, kana_key: str) -> bool:
        """Whether one name, folded, is what is searched for; the same rule as the query to the database."""
        return self._fits(self.name_key, name_key, self.name_key) or self._fits(
            self.kana_key, kana_key, self.given_kana
        )

    def _fits(self, wanted: str, key: str, end: str) -> bool:
        if not wanted:
            return False
        return {
            Match.PREFIX: key.startswith(wanted),
            Match.EXACT: key == wanted,
            Match.PART: wanted in key,
            Match.GIVEN: bool(end) and key.endswith(end),
        }[self.match]

    def fits_place(
        self, *, town_code: str, address_key: str, banchi: str, katagaki_key: str
    ) -> bool:
        """Whether one address, folded, is what is searched for."""
        return (
            (self.town_codes is None or self.town_codes[0] <= town_code <= self.town_codes[1])
            and self.town_key in address_key
            and self.katagaki_key in katagaki_key
            and (not self.banchi or f"{banchi}-".startswith(f"{self.banchi}-"))
        )


def banchi_numbers(text: str) -> str:
    """「3番1号」 and 「３－１」 as 3-1."""
    return _NOT_DIGITS.sub("-", fold_date_text(text)).strip("-")


def read_query(query: ResidentQuery, *, today: date) -> Criteria:
    """The criteria of a query. Raises `Invalid` with a sentence beside each field that cannot be read."""
    problems: list[Problem] = []
    criteria = Criteria(
        match=Match(query.match),
        **_names(query),
        **_born(query, today, problems),
        sex=query.sex if query.sex in (Sex.MALE, Sex.FEMALE) else "",
        relationship=query.relationship,
        **_places(query, problems),
        atena_number=fold_digits(query.atena_number),
        household_number=fold_digits(query.household_number),
        card_number=_CARD.sub("", fold_date_text(query.card_number)),
        individual_number=_number(query, "individual_number", problems),
        resident_record_code=_number(query, "resident_record_code", problems),
        with_removed=bool(query.with_removed or query.removal),
        removal=query.removal if query.removal in set(Removal) else "",
        blank=query.blank if query.blank in BLANKABLE else "",
    )
    if not problems and _too_wide(criteria):
        problems.append(_nothing_asked())
    if problems:
        raise Invalid(problems)
    return criteria


def _names(query: ResidentQuery) -> dict[str, Any]:  # Any: keywords of `Criteria`
    text = query.name
    kana = bool(_KANA.fullmatch(to_full_width_katakana(text)))
    return {
        "written": _SPACES.sub("", text),
        "reading": _SPACES.sub("", to_full_width_katakana(text)) if kana else "",
        "name_key": search_fold_name(text),
        "kana_key": search_fold_kana(text) if kana else "",
    }


def _born(
    query: ResidentQuery, today: date, problems: list[Problem]
) -> dict[str, Any]:  # Any: keywords of `Criteria`
    if query.birth == UNCERTAIN:
        return {"born_uncertain": True}
    first = _span(query.birth, "birth", today, problems)
    last = _span(query.birth_until, "birth_until", today, problems)
    if first is None and last is None:
        return {}
    start = first[0] if first else date.min
    end = last[1] if last else first[1] if first else date.max
    if start > end:
        problems.append(
            Problem(
                "search.birth_reversed",
                "birth_until",
                "生年月日の終わりが、始まりより前になっています。",
                remedy="二つの日を確かめて入力し直してください。",
            )
        )
    return {"born": (start, end)}


def _span(text: str, field: str, today: date, problems: list[Problem]) -> tuple[date, date] | None:
    """The days that 昭和60年, 1985-04 or a whole date stand for."""
    if not text:
        return None
    western = fold_date_text(text)[:1].isdigit() or fold_date_text(text).startswith("西暦")
    rule = replace(SEIREKI_BIRTH if western else BIRTH, future=True)
    try:
        found: LegalDate = read_legal_date(text, field=field, rule=rule, today=today)
    except Invalid as invalid:
        problems.extend(invalid.problems)
        return None
    return found.written.span()


def _places(
    query: ResidentQuery, problems: list[Problem]
) -> dict[str, Any]:  # Any: keywords of `Criteria`
    code = fold_digits(query.town)[-6:]
    chosen = len(code) == 6 and code.isdigit()
    # 小字 001 to 099 are the 丁目 of a town (kernel.addresses): the town stands for all of them.
    end = f"{code[:3]}{int(code[3:]) + 99:03}" if chosen and code.endswith("00") else code
    banchi = banchi_numbers(query.banchi)
    if query.banchi and not banchi:
        problems.append(
            Problem(
                "search.banchi",
                "banchi",
                "番地を読み取れません。",
                "数字が含まれていません。",
                "「3-1」「3番1号」のように入力してください。",
            )
        )
    return {
        "town_codes": (code, end) if chosen else None,
        "town_key": "" if chosen else search_fold_name(query.town_text),
        "banchi": banchi,
        "katagaki_key": search_fold_name(query.katagaki),
    }


def _number(query: ResidentQuery, name: str, problems: list[Problem]) -> str:
    text: str = getattr(query, name)
    if not text:
        return ""
    kind = INDIVIDUAL_NUMBER if name == "individual_number" else RESIDENT_RECORD_CODE
    try:
        return kind.check(text, field=name)
    except Invalid as invalid:
        problems.extend(invalid.problems)
        return ""


def _too_wide(criteria: Criteria) -> bool:
    """性別, 続柄 and 番地 alone would list the town; so would nothing at all."""
    return not any(
        (
            criteria.by_name,
            criteria.born,
            criteria.born_uncertain,
            criteria.town_codes,
            criteria.town_key,
            criteria.katagaki_key,
            criteria.atena_number,
            criteria.household_number,
            criteria.card_number,
            criteria.individual_number,
            criteria.resident_record_code,
            criteria.removal,
            criteria.blank,
        )
    )


def _nothing_asked() -> Problem:
    return Problem(
        "search.too_wide",
        "name",
        "検索条件が足りません。",
        "性別・続柄・番地だけでは、町全体が該当します。",
        "氏名、生年月日、住所、番号のどれかを入力してください。",
    )
