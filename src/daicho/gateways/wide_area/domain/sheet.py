"""Sheet (広域交付の写しの記載): the plain data of the paper from what 住所地 has answered. Pure; nothing of it is kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

from daicho.foundation.documents.sheets import (
    NOT_APPLICABLE,
    Foreign,
    HouseholdSheet,
    Issue,
    Person,
)
from daicho.gateways.wide_area.domain.wish import Include, Wish
from daicho.kernel.characters import search_fold_name
from daicho.kernel.wareki import format_seireki, format_wareki
from daicho.registers.residents.domain.particulars import ResidenceCategory

TITLE: Final = "住民票の写し（広域交付）"
MARK: Final = "広域交付"
_NAMES: Final = ("name", "name_kanji", "name_alphabet", "alias")
_FOREIGN: Final = ("name_alphabet", "name_kanji", "foreign_resident_since", "residence_category")
Told = Mapping[str, Any]  # Any: a body is JSON


def sentence_of(municipality: str, *, whole: bool) -> str:
    """The certifying sentence (住基法12条の4第3項): on whose word the copy rests."""
    whose = "世帯全員の住民票" if whole else "住民票"
    return (
        f"この写しは、住民基本台帳法第12条の4の規定により、{municipality}長から通知された"
        f"{whose}の記載事項と相違ないことを証明します。"
    )


def is_of(answer: Told, wish: Wish) -> bool:
    """Whether an answer tells of whoever was asked about, and of nobody besides where one person was asked for."""
    people: Sequence[Told] = answer["people"]
    if wish.scope.value == "person" and len(people) != 1:
        return False
    return any(_is(person, wish) for person in people)


def _is(person: Told, wish: Wish) -> bool:
    names = {search_fold_name(str(person[name])) for name in _NAMES if name in person}
    return person["birth_on"] == wish.birth_on and search_fold_name(wish.name) in names


def sheet_of(answer: Told, wish: Wish, *, issue: Issue) -> HouseholdSheet:
    """The paper: what was asked for and nothing else, whatever the answer says."""
    head = str(answer.get("head", "")) or NOT_APPLICABLE
    return HouseholdSheet(
        address=answer["address"],
        head=head if Include.RELATIONSHIP in wish.include else None,
        persons=tuple(_person(person, wish.include) for person in answer["people"]),
        issue=issue,
        title=TITLE,
        family_register=False,
    )


def _person(told: Told, include: frozenset[Include]) -> Person:
    foreign = any(name in told for name in _FOREIGN)
    since = told.get("foreign_resident_since" if foreign else "resident_since", "")
    settled = told.get("address_since", "")
    return Person(
        name=_name(told),
        name_kana=told.get("name_kana", ""),
        former_name=told.get("former_surname", ""),
        former_name_kana=told.get("former_surname_kana", ""),
        born_on=told.get("birth_words") or day_words(told["birth_on"][1:], western=foreign),
        sex=told.get("sex", ""),
        relationship=_asked(told, "relationship", Include.RELATIONSHIP in include),
        resident_since=day_words(since),
        settled_on=NOT_APPLICABLE if settled in ("", since) else day_words(settled),
        notified_on=day_words(told.get("notification_date", "")),
        previous_address=told.get("previous_address", NOT_APPLICABLE),
        foreign=_foreign(told, Include.RESIDENCE in include) if foreign else None,
        individual_number=_asked(told, "individual_number", Include.NUMBER in include),
        resident_code=_asked(told, "resident_record_code", Include.CODE in include),
    )


def _name(told: Told) -> str:
    if told.get("name"):
        return str(told["name"])
    parts = (told.get("name_alphabet", ""), told.get("name_kanji", ""))
    return "\u3000".join(part for part in parts if part)


def _asked(told: Told, name: str, asked: bool) -> str | None:
    """None leaves the item out; whoever has none has none."""
    return str(told.get(name, NOT_APPLICABLE)) if asked else None


def _foreign(told: Told, asked: bool) -> Foreign:
    category = told.get("residence_category", "")
    until = told.get("residence_until", "")
    number = told.get("residence_card_number") or told.get("special_permanent_number")
    words = {
        "nationality": told.get("nationality"),
        "category": ResidenceCategory(category).label if category else None,
        "status": told.get("residence_status"),
        "period": told.get("residence_period"),
        "expires_on": day_words(until, western=True) if until else None,
        "card_number": number,
    }
    shown = {name: (text or NOT_APPLICABLE) if asked else None for name, text in words.items()}
    return Foreign(
        **shown,
        alias=told.get("alias", ""),
        alias_kana=told.get("alias_kana", ""),
        alias_history=NOT_APPLICABLE,
    )


def day_words(text: str, *, western: bool = False) -> str:
    """`YYYYMMDD` as a paper says it; zeros are 不詳, nothing is ＊＊＊."""
    if not text:
        return NOT_APPLICABLE
    year, month, day = int(text[:4]), int(text[4:6]), int(text[6:])
    if not year:
        return "不詳"
    if month and day:
        on = date(year, month, day)
        return format_seireki(on) if western else format_wareki(on)
    return f"西暦{year}年{month}月不詳日" if month else f"西暦{year}年不詳"
