"""Identity information (本人確認情報, 住基法30条の6): what a movement makes of somebody for the 市町村CS. Pure.

Field names are those of the layouts in `foundation.messages`; the municipality's own layout gives them their numbers.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from daicho.foundation.messages.public import birth_text, date_text, day_text
from daicho.kernel.uncertain_dates import LegalDate
from daicho.registers.residents.domain.labels import reason_label
from daicho.registers.residents.domain.particulars import Particulars, Removal, Status

_STANDINGS: Final = {Removal.MOVED_OUT: "転出", Removal.DEAD: "死亡"}
CONCERNS: Final = (
    "name",
    "name_kanji",
    "name_alphabet",
    "name_kana",
    "former_surname",
    "former_surname_kana",
    "birth_date",
    "sex",
    "address",
    "katagaki",
    "town_code",
    "postal_code",
    "individual_number_ref",
    "resident_record_code_ref",
    "resident_since",
    "foreign_resident_since",
    "address_since",
    "removal",
)
"""The items of a 住民票 of which 本人確認情報 tells; a change of any other is no matter of the 住基ネット."""


@dataclass(frozen=True, slots=True)
class Numbers:
    """The plain numbers of one person, inside one call; `former_code` where the 住民票コード has changed."""

    code: str
    individual: str
    former_code: str = ""
    code_used_from: date | None = None


@dataclass(frozen=True, slots=True)
class Act:
    """The movement that is told: its 異動事由 (one of the 37 codes), its day, the day of the notification, its case's number."""

    reason: str
    event_date: LegalDate
    notified_on: date | None
    case_number: str


def concerns(before: Particulars | None, after: Particulars) -> bool:
    """Whether a movement touched anything of which 本人確認情報 tells."""
    return before is None or any(getattr(before, n) != getattr(after, n) for n in CONCERNS)


def identity_fields(
    items: Particulars,
    status: Status,
    act: Act,
    numbers: Numbers,
    *,
    from_on: date | None,
    today: date,
) -> dict[str, str]:
    """The fields of the 本人確認情報 that the register knows; empty ones are left out.

    更新順番号 is the line's, and what follows from the characters (清音化かな, 外字数) is the layout's (`messages.derive`).
    `from_on`: the first day of what is told; a removal that lies ahead is told as planned (予定者).
    """
    removed = status is Status.REMOVED
    ahead = removed and from_on is not None and from_on > today
    found = {
        "resident_record_code": numbers.code,
        "name": items.printed_name,
        "name_kana": items.name_kana,
        "birth_date": birth_text(items.birth_date),
        "sex": items.sex.label,
        "municipality_code": items.municipality_code,
        "town_code": items.town_code,
        "postal_code": items.postal_code,
        "address": items.full_address,
        "individual_number": numbers.individual,
        "resident_since": _dated(items.became_resident),
        "address_since": _dated(items.address_since),
        "notification_date": _day(act.notified_on),
        "previous_municipality_code": items.previous_address_code[:6],
        "previous_address": items.previous_address,
        "relationship": items.relationship_to_head,
        "reason": reason_label(act.reason),
        "event_date": date_text(act.event_date),
        "former_resident_record_code": numbers.former_code,
        "code_used_from": _day(numbers.code_used_from),
        "request_number": act.case_number,
        "planned": "1" if ahead else "0",
        "record_status": _STANDINGS.get(items.removal, "消除") if removed else "現存",
        "former_surname": items.former_surname,
        "former_surname_kana": items.former_surname_kana,
    }
    return without_blanks(found)


def _dated(day: LegalDate | None) -> str:
    return date_text(day) if day else ""


def _day(day: date | None) -> str:
    return day_text(day) if day else ""


def without_blanks(fields: Mapping[str, str]) -> dict[str, str]:
    """Absent items are left out of a message, never sent empty."""
    return {name: text for name, text in fields.items() if text}
