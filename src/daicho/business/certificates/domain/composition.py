"""Composition (記載): from records and a choice of items to the plain data of a sheet.

続柄, 本籍・筆頭者, 個人番号, 住民票コード and the items of residence are off unless asked (住基法12条5項). What a 転出届 recorded is
not shown before its day: the version of the day does not carry it (STD-5.1, household-rules H-403).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from uuid import UUID

from daicho.business.certificates.domain.aliases import alias_history
from daicho.foundation.documents.sheets import (
    NOT_APPLICABLE,
    Entry,
    EntryKind,
    Foreign,
    HouseholdSheet,
    IndividualSheet,
    Issue,
    Person,
    Removal,
)
from daicho.kernel.uncertain_dates import LegalDate
from daicho.kernel.wareki import format_seireki, format_wareki
from daicho.registers.residents.domain.labels import reason_label
from daicho.registers.residents.domain.particulars import Kind, Particulars, Status
from daicho.registers.residents.domain.segments import Holding


class Item(StrEnum):
    """What may be asked for or left out."""

    RELATIONSHIP = "relationship"
    DOMICILE = "domicile"
    INDIVIDUAL_NUMBER = "individual_number"
    RESIDENT_CODE = "resident_record_code"
    NATIONALITY = "nationality"
    CATEGORY = "category"
    STATUS = "status"
    PERIOD = "period"
    EXPIRES = "expires"
    CARD_NUMBER = "card_number"
    ALIAS_HISTORY = "alias_history"
    HISTORY = "history"
    NAME = "name"
    BIRTH = "birth"
    SEX = "sex"
    ADDRESS = "address"
    RESIDENT_SINCE = "resident_since"
    SETTLED = "settled"
    NOTIFIED = "notified"
    PREVIOUS_ADDRESS = "previous_address"
    WITHOUT_KATAGAKI = "without_katagaki"

    @property
    def label(self) -> str:
        return ITEM_LABELS[self]


ITEM_LABELS = {
    Item.RELATIONSHIP: "世帯主・続柄",
    Item.DOMICILE: "本籍・筆頭者",
    Item.INDIVIDUAL_NUMBER: "個人番号",
    Item.RESIDENT_CODE: "住民票コード",
    Item.NATIONALITY: "国籍・地域",
    Item.CATEGORY: "法30条の45の区分",
    Item.STATUS: "在留資格",
    Item.PERIOD: "在留期間等",
    Item.EXPIRES: "在留期間の満了の日",
    Item.CARD_NUMBER: "在留カード等の番号",
    Item.ALIAS_HISTORY: "通称の記載及び削除に関する事項",
    Item.HISTORY: "履歴（個人票のみ）",
    Item.NAME: "氏名",
    Item.BIRTH: "生年月日",
    Item.SEX: "性別",
    Item.ADDRESS: "住所",
    Item.RESIDENT_SINCE: "住民となった年月日",
    Item.SETTLED: "住所を定めた年月日",
    Item.NOTIFIED: "届出の年月日",
    Item.PREVIOUS_ADDRESS: "転入前住所",
    Item.WITHOUT_KATAGAKI: "住所の方書を省く",
}
ALWAYS_ON_A_COPY = (
    Item.NAME,
    Item.ADDRESS,
    Item.BIRTH,
    Item.SEX,
    Item.RESIDENT_SINCE,
    Item.SETTLED,
    Item.NOTIFIED,
    Item.PREVIOUS_ADDRESS,
)
"""What every 写し carries; of a 記載事項証明書 each is asked for or left out."""
ONLY_STATED = (*ALWAYS_ON_A_COPY, Item.WITHOUT_KATAGAKI)
"""What may be chosen for a 記載事項証明書 alone: 方書 can be left out of nothing else (STD-5.4)."""
FOREIGN_ITEMS = (
    Item.NATIONALITY,
    Item.CATEGORY,
    Item.STATUS,
    Item.PERIOD,
    Item.EXPIRES,
    Item.CARD_NUMBER,
    Item.ALIAS_HISTORY,
)


class Form(StrEnum):
    """Which sheet (様式)."""

    HOUSEHOLD = "household"
    INDIVIDUAL = "individual"
    REMOVED = "removed"
    REWRITTEN = "rewritten"
    ITEMS = "items"
    REMOVED_ITEMS = "removed_items"
    STANDING = "standing"
    RENAMING = "renaming"

    @property
    def label(self) -> str:
        return _FORMS[self][0]

    @property
    def law_code(self) -> str:
        """The code of its fee."""
        return _FORMS[self][1]

    @property
    def status(self) -> Status:
        """Of what kind of record it is made (現存・除票・改製原)."""
        if self is Form.REWRITTEN:
            return Status.REWRITTEN
        removed = self in (Form.REMOVED, Form.REMOVED_ITEMS)
        return Status.REMOVED if removed else Status.PRESENT

    @property
    def states(self) -> bool:
        """A certificate of items (記載事項証明書), not a copy."""
        return self in (Form.ITEMS, Form.REMOVED_ITEMS)

    @property
    def proves(self) -> bool:
        """A certificate of one fact, whose items are not chosen (現況証明・町名地番変更証明)."""
        return self in (Form.STANDING, Form.RENAMING)


_FORMS = {
    Form.HOUSEHOLD: ("住民票の写し（世帯連記式）", "resident_record_copy"),
    Form.INDIVIDUAL: ("住民票の写し（個人票）", "resident_record_copy"),
    Form.REMOVED: ("住民票の除票の写し", "removed_record_copy"),
    Form.REWRITTEN: ("改製原住民票の写し", "removed_record_copy"),
    Form.ITEMS: ("住民票記載事項証明書", "record_item_certificate"),
    Form.REMOVED_ITEMS: ("住民票除票記載事項証明書", "record_item_certificate"),
    Form.STANDING: ("現況証明書", "standing_certificate"),
    Form.RENAMING: ("町名地番変更証明書", "place_name_change_certificate"),
}
WHOLE_HOUSEHOLD = "この写しは、世帯全員の住民票の原本と相違ないことを証明します。"
SENTENCES = {
    Form.HOUSEHOLD: "この写しは、世帯の一部の人の住民票の原本と相違ないことを証明します。",
    Form.INDIVIDUAL: "この写しは、住民票の原本と相違ないことを証明します。",
    Form.REMOVED: "この写しは、住民票の除票の原本と相違ないことを証明します。",
    Form.REWRITTEN: "この写しは、改製原住民票の原本と相違ないことを証明します。",
    Form.ITEMS: "上記の事項は、住民票に記載されていることを証明します。",
    Form.REMOVED_ITEMS: "上記の事項は、住民票の除票に記載されていることを証明します。",
    Form.STANDING: "上記の者は、上記の住所に居住する者として、住民基本台帳に記録されていることを証明します。",
    Form.RENAMING: "上記の者の住所の表示は、上記のとおり変更されたことを証明します。",
}
SPECIAL_HISTORY = ("特別養子縁組", "性別")
"""History that is left out even where history is asked for (STD-1.1.4)."""


@dataclass(frozen=True, slots=True)
class Numbers:
    """Revealed numbers of one person, for the length of one act."""

    individual: str = ""
    code: str = ""


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One line of 異動履歴 as the register tells it."""

    reason: str
    event_date: LegalDate
    notified_on: date | None
    attention: str
    particulars: Particulars


def household_sheet(
    members: Sequence[Holding],
    *,
    items: frozenset[Item],
    numbers: Mapping[UUID, Numbers],
    issue: Issue,
    aliases: Mapping[UUID, str] = MappingProxyType({}),
) -> HouseholdSheet:
    """世帯連記式 of the members chosen, in 記載順位; all are present and of one household."""
    first = members[0].particulars
    return HouseholdSheet(
        address=address_line(first),
        head=first.head_name if Item.RELATIONSHIP in items else None,
        persons=tuple(
            person(
                m.particulars,
                items=items,
                numbers=numbers.get(m.person),
                aliases=aliases.get(m.record, ""),
            )
            for m in members
        ),
        issue=issue,
    )


def individual_sheet(
    held: Holding,
    *,
    items: frozenset[Item],
    numbers: Numbers | None,
    history: Sequence[HistoryLine],
    issue: Issue,
    aliases: str = "",
) -> IndividualSheet:
    """個人票 of one record; of 除票 and 改製原 with what belongs to the removal alone."""
    own = held.particulars
    return IndividualSheet(
        address=address_line(own),
        head=own.head_name if Item.RELATIONSHIP in items else None,
        person=person(own, items=items, numbers=numbers, aliases=aliases),
        entries=entries(own, history if Item.HISTORY in items else ()),
        issue=issue,
        removal=removal(own) if own.removal else None,
        title=TITLES[held.status],
    )


TITLES = {
    Status.PRESENT: "住民票の写し",
    Status.REMOVED: Form.REMOVED.label,
    Status.REWRITTEN: Form.REWRITTEN.label,
}


def address_line(items: Particulars) -> str:
    """住所 with 方書, which is never left out of a 写し (STD-5.4)."""
    return f"{items.address}\u3000{items.katagaki}" if items.katagaki else items.address


def person(
    own: Particulars, *, items: frozenset[Item], numbers: Numbers | None, aliases: str = ""
) -> Person:
    """One person's lines; `aliases` is 通称の記載及び削除に関する事項 as the whole history has it."""
    foreign = own.kind is Kind.FOREIGN
    shown = numbers or Numbers()
    return Person(
        name=_name(own),
        name_kana=own.name_kana,
        former_name=own.former_surname,
        former_name_kana=own.former_surname_kana,
        born_on=own.birth_date.display(),
        sex=own.sex.label,
        relationship=own.relationship_to_head if Item.RELATIONSHIP in items else None,
        resident_since=_legal(own.became_resident),
        resident_reason=own.resident_reason,
        settled_on=_settled(own),
        notified_on=_day(own.notification_date),
        previous_address=own.previous_address or NOT_APPLICABLE,
        domicile=None if foreign or Item.DOMICILE not in items else own.domicile,
        register_head=None if foreign or Item.DOMICILE not in items else own.family_register_head,
        foreign=_foreign(own, items, aliases) if foreign else None,
        individual_number=_number(shown.individual, asked=Item.INDIVIDUAL_NUMBER in items),
        resident_code=_number(shown.code, asked=Item.RESIDENT_CODE in items),
        remarks=own.remarks or NOT_APPLICABLE,
    )


def _number(value: str, *, asked: bool) -> str | None:
    """None: left out; somebody without one has none."""
    return (value or NOT_APPLICABLE) if asked else None


def _name(own: Particulars) -> str:
    if own.kind is Kind.JAPANESE:
        return own.name
    return "\u3000".join(part for part in (own.name_alphabet, own.name_kanji) if part)


def _settled(own: Particulars) -> str:
    """住所を定めた日 stands only where the person has moved within (standards.md §1.5)."""
    since = own.address_since
    return NOT_APPLICABLE if since is None or since == own.became_resident else since.display()


def _foreign(own: Particulars, items: frozenset[Item], aliases: str) -> Foreign:
    def asked(item: Item, value: str) -> str | None:
        return (value or NOT_APPLICABLE) if item in items else None

    period = own.residence_period or own.landing_period or own.provisional_stay_period
    return Foreign(
        nationality=asked(Item.NATIONALITY, own.nationality),
        category=asked(Item.CATEGORY, own.residence_category.label),
        status=asked(Item.STATUS, own.residence_status),
        period=asked(Item.PERIOD, period),
        expires_on=asked(
            Item.EXPIRES, format_seireki(own.residence_until) if own.residence_until else ""
        ),
        card_number=asked(
            Item.CARD_NUMBER, own.residence_card_number or own.special_permanent_number
        ),
        alias=own.alias,
        alias_kana=own.alias_kana,
        alias_history=asked(Item.ALIAS_HISTORY, aliases or alias_history([own])),
    )


def removal(own: Particulars) -> Removal:
    """What stands on a removed record alone (STD-1.1.5)."""
    return Removal(
        reason=own.removal_reason,
        occurred_on=_legal(own.removal_event_date),
        notified_on=_day(own.removal_notification_date),
        destination=own.destination_planned or NOT_APPLICABLE,
        confirmed_destination=own.destination_confirmed or NOT_APPLICABLE,
    )


def entries(own: Particulars, history: Sequence[HistoryLine]) -> tuple[Entry, ...]:
    """統合記載欄: A 履歴 with B 留意事項 where there are, then C 備考."""
    rows: list[Entry] = []
    for line in history:
        if any(word in line.attention for word in SPECIAL_HISTORY):
            continue
        rows.append(
            Entry(
                EntryKind.HISTORY,
                line.event_date.display(),
                reason_label(line.reason),
                _told(line),
            )
        )
        if line.attention:
            rows.append(
                Entry(EntryKind.NOTE, line.event_date.display(), "留意事項", line.attention)
            )
    if own.remarks:
        rows.append(Entry(EntryKind.REMARK, "", "備考", own.remarks))
    return tuple(rows)


def _told(line: HistoryLine) -> str:
    notified = f"届出 {format_wareki(line.notified_on)}　" if line.notified_on else ""
    return f"{notified}{address_line(line.particulars)}"


def _legal(value: LegalDate | None) -> str:
    return value.display() if value else NOT_APPLICABLE


def _day(value: date | None) -> str:
    return format_wareki(value) if value else NOT_APPLICABLE
